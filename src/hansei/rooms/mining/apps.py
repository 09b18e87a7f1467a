from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MiningConfig(AppConfig):
    name = "hansei.rooms.mining"
    label = "mining"
    verbose_name = _("Data sets and findings")

    def ready(self) -> None:
        from hansei.rooms.mining import front as here
        from hansei.ui import front, menu, shortcuts

        front.add("mining.imports", 50, here.imports)
        front.add("mining.findings", 1, here.findings, at="beside")
        front.say("mining.findings", 10, here.conclusion)
        front.add("mining.freshness", 10, here.freshness, at="beside")

        menu.add(
            menu.Entry(
                menu.Group.LOOK_BACK, _("Findings"), "eye", "mining:findings", right="mining.see", order=10, tab=2
            ),
            menu.Entry(menu.Group.LOOK_BACK, _("Tickets"), "list", "mining:tickets", right="mining.see", order=40),
            menu.Entry(
                menu.Group.SET_UP,
                _("Data sets"),
                "database",
                "mining:data_sets",
                right="mining.see",
                order=20,
                is_first_step=True,
            ),
        )
        shortcuts.add(
            "everywhere",
            _("Everywhere"),
            shortcuts.Shortcut("g f", _("Go to Findings"), "mining:findings"),
            shortcuts.Shortcut("g d", _("Go to Data sets"), "mining:data_sets"),
        )
