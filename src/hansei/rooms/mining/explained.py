"""Codes of the finder in the reader's words: parts of a score, members, near misses."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCORE: Final[dict[str, Promise]] = {
    "rhythm": _("How unlikely gaps as even as these are by chance; full at 1 in 100 000 000."),
    "burden": _("How many times as often as usual it bounces or breaches its target; full at three times."),
    "steady": _("Share of the weeks in the data in which it came; days where the data are shorter than eight weeks."),
    "clock": _("Share of the cases in the best three hours, in full where chance hardly explains it."),
    "spread": _("How many people met it, full at six, and how evenly."),
    "agreement": _("Share of the members in which the shared fields are filled in and the same."),
    "size": _("Number of cases; full at 24."),
    "alive": _("Growing or active counts in full, shrinking 0.6, stopped 0.2."),
}
LEFT_OUT: Final[dict[str, Promise]] = {
    "other_hours": _("agrees in all that is shared, but came at another time of day"),
    "other_values": _("came at the usual time, but differs in one field that the others share"),
}
MEMBER: Final[dict[str, Promise]] = {
    "same_service": _("same service"),
    "same_ci": _("same configuration item"),
    "same_product": _("same product"),
    "same_category": _("same category"),
    "same_subcategory": _("same subcategory"),
    "same_symptom": _("same symptom"),
    "same_fix_action": _("same fix action"),
    "same_team": _("same team"),
    "same_wording": _("similar wording"),
    "same_hours": _("within the same hours"),
}


def of(words: dict[str, Promise], code: str) -> str:
    """Return the words of a code; an unknown one reads without its underscores."""
    return str(words[code]) if code in words else code.replace("_", " ")
