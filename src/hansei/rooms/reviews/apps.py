from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "hansei.rooms.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from hansei.blocks.meeting import described
        from hansei.rooms.reviews import front as here
        from hansei.rooms.reviews import kinds, opinions, pages, queries, told
        from hansei.ui import front, menu, shortcuts

        described.tell("review", told.REVIEW)
        pages.declare_pages()
        for section in ("satisfaction", "conformity"):
            queries.fill_section(section, opinions.satisfaction)
        front.add("reviews.actions", 30, here.actions_due)
        menu.add(menu.Entry(menu.Group.LOOK_BACK, _("Reviews"), "report", "reviews:packs", right=kinds.SEE, order=50))
        shortcuts.add("everywhere", _("Everywhere"), shortcuts.Shortcut("g r", _("Go to Reviews"), "reviews:packs"))
