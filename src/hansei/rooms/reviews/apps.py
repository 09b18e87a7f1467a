from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "hansei.rooms.reviews"
    label = "reviews"
    verbose_name = _("Reviews")

    def ready(self) -> None:
        from hansei.blocks.meeting import described
        from hansei.rooms.reviews import audit_pages, audited, kinds, pages, queries, told
        from hansei.rooms.reviews import front as here
        from hansei.ui import front, kept, menu, shortcuts

        described.tell("review", told.REVIEW)
        pages.declare_pages()
        for section in ("satisfaction", "conformity"):
            queries.fill_section(section, queries.said_in_surveys)
        queries.fill_section("conformity", audited.conformity)
        queries.fill_section("goals", queries.held_to_goals)
        queries.fill_section("off_track", partial(queries.held_to_goals, missed=True))
        audit_pages.declare_pages()
        for name, label in (
            ("helper", _("Who helps")),
            ("helped", _("Who is helped")),
            ("initials", _("Your initials")),
        ):
            kept.add(name, label)
        front.add("reviews.actions", 30, here.actions_due)
        front.add("reviews.audits", 28, here.audits_waiting)
        menu.add(
            menu.Entry(menu.Group.LOOK_BACK, _("Reviews"), "report", "reviews:packs", right=kinds.SEE, order=50),
            menu.Entry(menu.Group.LOOK_BACK, _("Audits"), "search", "audit:programme", right=kinds.AUDIT_SEE, order=55),
        )
        shortcuts.add("everywhere", _("Everywhere"), shortcuts.Shortcut("g r", _("Go to Reviews"), "reviews:packs"))
        shortcuts.add("everywhere", _("Everywhere"), shortcuts.Shortcut("g a", _("Go to Audits"), "audit:programme"))
