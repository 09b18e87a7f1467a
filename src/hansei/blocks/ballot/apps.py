from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotConfig(AppConfig):
    name = "hansei.blocks.ballot"
    label = "ballot"
    verbose_name = _("What waits without a name")
