from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "hansei.rooms.governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        from hansei.kernel import triggers
        from hansei.rooms.governance import pages

        triggers.protect("governance_riskscore", "(SELECT source_id FROM kernel_identity WHERE id = OLD.risk_id)")
        pages.declare()
