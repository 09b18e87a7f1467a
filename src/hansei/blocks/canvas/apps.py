from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CanvasConfig(AppConfig):
    name = "hansei.blocks.canvas"
    label = "canvas"
    verbose_name = _("Canvas")
