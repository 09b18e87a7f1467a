from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "hansei.ui"
    label = "ui"

    def ready(self) -> None:
        from hansei.ui import menu, shortcuts
        from hansei.ui.health import ADMINISTER

        menu.add(menu.Entry(menu.Group.DAY, _("Home"), "home", "ui:home", order=10, tab=1))
        menu.add(menu.Entry(menu.Group.SET_UP, _("Health"), "heartbeat", "ui:health", right=ADMINISTER, order=900))
        shortcuts.add_own()
