from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "hansei.rooms.goals"
    label = "goals"
    verbose_name = _("Goals")

    def ready(self) -> None:
        from hansei.rooms.goals import pages

        pages.declare()
