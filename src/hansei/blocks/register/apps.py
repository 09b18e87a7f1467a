from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "hansei.blocks.register"
    label = "register"
    verbose_name = _("Registers")

    def ready(self) -> None:
        from hansei.blocks.lifecycle import moving
        from hansei.blocks.register import checking  # noqa: F401  # what `hansei check` rebuilds besides the fields
        from hansei.blocks.register.custom import missing_before
        from hansei.blocks.register.limits import full
        from hansei.kernel.people import ADMINISTER
        from hansei.ui import kept, menu

        lives = menu.Entry(menu.Group.SET_UP, _("States"), "route", "register:lives", right=ADMINISTER, order=50)
        menu.add(lives)
        kept.add("target", _("Number of the other record"))
        moving.ALSO.append(missing_before)
        moving.ENTERING.append(full)
