from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecklistConfig(AppConfig):
    name = "hansei.blocks.checklist"
    label = "checklist"
    verbose_name = _("Checklists")

    def ready(self) -> None:
        from hansei.blocks.checklist import pages
        from hansei.kernel import triggers

        # What a version said is what lists were started with; no row of it changes.
        triggers.protect("checklist_wording", "1")
        pages.declare()
