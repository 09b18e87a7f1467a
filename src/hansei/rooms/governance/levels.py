"""The four levels of risk by which decisions are given out."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEVELS: Final = ("low", "moderate", "high", "over_appetite")
LEVEL_LABELS: Final[dict[str, str | Promise]] = {
    "low": _("low"),
    "moderate": _("moderate"),
    "high": _("high"),
    "over_appetite": _("over appetite"),
}
LEVEL_TONES: Final = {"low": "line", "moderate": "line", "high": "soon", "over_appetite": "bad"}
