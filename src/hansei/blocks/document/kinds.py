"""The right over templates."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

TEMPLATES: Final = rights.declare("document.templates", _("Write the templates of documents"), undivided=True)
