"""Recurrence patterns as a table, in the language that is active; of people there are only counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.blocks.document import api as document
from hansei.blocks.document.api import Cell
from hansei.rooms.reports import wording
from hansei.ui import words
from hansei.ui.words import findings as finding_words


@dataclass(frozen=True)
class _Clause:
    code: str
    figures: dict[str, Any]


def table(each: dict[str, Any]) -> document.Table:
    head = [
        Cell(_("What comes back")),
        Cell(_("In the period"), numeric=True),
        Cell(_("Before"), numeric=True),
        Cell(_("Hours a year"), numeric=True),
        Cell(_("Nobody saw it because …")),
    ]
    rows = [_row(row, each["source"]) for row in each["rows"]]
    rest = each["rest"]
    more = ngettext("%(n)s more finding", "%(n)s more findings", rest) % {"n": words.number(rest)} if rest else ""
    return document.Table(wording.table("patterns"), head, rows, more)


def _row(row: dict[str, Any], source: int) -> list[Cell]:
    title = finding_words.readable(row["titles"]) or " · ".join(row["shared"])
    value, low, high = row["hours"]
    hours = words.hours(value)
    hours += f" {words.interval(low, high)}" if low is not None and high is not None else ""
    assumed = _("extrapolated")
    hours += f" ({assumed})" if row["extrapolated"] else ""
    because = [_Clause(code, figures) for code, figures in row["because"]]
    return [
        Cell(
            title or _("Same wording, nothing else in common"),
            is_data=bool(title),
            url=reverse("mining:finding", args=[source, row["key"]]),
        ),
        Cell(words.number(row["in_period"]), numeric=True, value=row["in_period"]),
        Cell(words.number(row["in_period_before"]), numeric=True, value=row["in_period_before"]),
        Cell(hours, numeric=True, value=value),
        Cell(finding_words.why_unseen(because)),
    ]
