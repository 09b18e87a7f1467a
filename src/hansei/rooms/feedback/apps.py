from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "hansei.rooms.feedback"
    label = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from hansei.blocks.mail import posts
        from hansei.rooms.feedback import mailing, pages

        posts.declare(mailing.POST)
        pages.declare()
