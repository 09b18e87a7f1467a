from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TileConfig(AppConfig):
    name = "hansei.blocks.tile"
    label = "tile"
    verbose_name = _("Tiles")
