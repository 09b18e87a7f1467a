from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImprovementConfig(AppConfig):
    name = "hansei.rooms.improvement"
    label = "improvement"
    verbose_name = _("Improvements")

    def ready(self) -> None:
        from hansei.kernel import triggers
        from hansei.rooms.improvement import pages, reviewed

        owner = "(SELECT source_id FROM kernel_identity WHERE id = OLD.improvement_id)"
        triggers.protect("improvement_baseline", owner)
        triggers.protect("improvement_givenanswer", owner)
        triggers.protect("improvement_dutyheld", owner)
        case = "(SELECT source_id FROM kernel_identity WHERE id = OLD.capa_id)"
        triggers.protect("improvement_customerreport", case)
        paper = "(SELECT source_id FROM kernel_identity WHERE id = OLD.paper_id)"
        triggers.protect("improvement_frozen", paper)
        pages.declare()
        reviewed.declare()
