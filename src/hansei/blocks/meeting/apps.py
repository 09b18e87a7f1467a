from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingConfig(AppConfig):
    name = "hansei.blocks.meeting"
    label = "meeting"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from hansei.blocks.mail import posts
        from hansei.blocks.meeting import checking, invitations  # noqa: F401  # checking registers itself

        posts.declare(invitations.POST)
