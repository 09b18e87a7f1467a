from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentConfig(AppConfig):
    name = "hansei.blocks.document"
    label = "document"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from hansei.blocks.document import kinds
        from hansei.kernel import triggers
        from hansei.ui import menu

        triggers.protect("document_templateversion", "(1)")
        menu.add(
            menu.Entry(
                menu.Group.SET_UP,
                _("Document templates"),
                "report",
                "document:templates",
                right=kinds.TEMPLATES,
                order=60,
            )
        )
