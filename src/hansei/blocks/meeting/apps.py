from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingConfig(AppConfig):
    name = "hansei.blocks.meeting"
    label = "meeting"
    verbose_name = _("Meetings")
