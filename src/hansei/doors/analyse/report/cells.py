"""One value of a measure's table as text: the column's name says whether it is a share, a time or a count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hansei.doors.analyse.times import aware
from hansei.ui import words
from hansei.ui.words import measures as measure_words

TIMES = ("mean", "median", "p90", "p10", "total", "seconds", "hours", "value")


def is_number(rows: Sequence[dict[str, Any]], column: str) -> bool:
    """Whether a column holds numbers, so that it is set right."""
    first = next((row[column] for row in rows if row[column] is not None), None)
    return isinstance(first, (int, float)) and not isinstance(first, bool)


def cell(value: Any, column: str, unit: str) -> str:
    """Write one value."""
    if value is None:
        return "" if column in TIMES else _("unknown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return words.exact(aware(value))
    if isinstance(value, date):
        return words.of_day(value)
    if isinstance(value, (list, tuple)):
        return " → ".join(_("unknown") if each is None else str(each) for each in value)
    if isinstance(value, (int, float)):
        return _number(value, column, unit)
    return measure_words.phase(value) if column == "phase" else str(value)


def _number(value: float, column: str, unit: str) -> str:
    if column == "share" or column.endswith("_share"):
        return words.share(value, 1)
    if (column in TIMES and "seconds" in unit) or column.endswith("seconds"):
        return words.span(value)
    if (column in TIMES and "hours" in unit) or "hours" in column:
        return words.span(value * 3600)
    return words.number(value)
