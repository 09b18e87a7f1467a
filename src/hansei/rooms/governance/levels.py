"""The four levels of risk by which decisions are given out."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEVELS: Final = ("low", "moderate", "high", "over_appetite")
LEVEL_LABELS: Final[dict[str, str | Promise]] = {
    "low": pgettext_lazy("level of risk", "low"),
    "moderate": pgettext_lazy("level of risk", "moderate"),
    "high": pgettext_lazy("level of risk", "high"),
    "over_appetite": _("over appetite"),
}
LEVEL_TONES: Final = {"low": "line", "moderate": "line", "high": "soon", "over_appetite": "bad"}
