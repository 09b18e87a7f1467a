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

        moving.ALSO.append(missing_before)
        moving.ENTERING.append(full)
