from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "hansei.rooms.reports"
    label = "reports"
    verbose_name = _("Service reports")

    def ready(self) -> None:
        from hansei.blocks.mail import posts
        from hansei.kernel import triggers
        from hansei.rooms.reports import mailing, pages

        triggers.protect("reports_snapshot", "(SELECT source_id FROM kernel_identity WHERE id = OLD.report_id)")
        posts.declare(mailing.POST)
        pages.declare()
