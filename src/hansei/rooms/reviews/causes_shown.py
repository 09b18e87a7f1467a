"""The findings of a pack as one reader sees them: in their language, with money only where they may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.rooms.reviews import causes
from hansei.rooms.reviews.filling import Section
from hansei.ui import words
from hansei.ui.words import findings as finding_words


@dataclass(frozen=True)
class Cause:
    """One finding: what comes back, why nobody saw it, what it costs a year, how sure that is."""

    title: str
    is_data: bool
    url: str
    why: str
    hours: str
    interval: str
    assumed: str
    cost: str
    confidence: str
    in_period: str


@dataclass(frozen=True)
class Causes:
    rows: list[Cause]
    has_cost: bool
    more: str
    all_url: str
    looked_at: datetime | None  # None: it was drafted before packs kept it


@dataclass(frozen=True)
class _Clause:
    code: str
    figures: dict[str, Any]


def causes_of(part: Section, *, sees_costs: bool) -> Causes | None:
    """The findings of a section, or None where it has none."""
    table = next((each for each in part.get("tables", []) if each["code"] == causes.FINDINGS), None)
    if table is None:
        return None
    rate = table["rate"] if sees_costs else None
    rows = [_cause(each, table["source"], rate, table["currency"]) for each in table["rows"]]
    more = ngettext("%(n)s more finding", "%(n)s more findings", table["rest"]) % {"n": words.number(table["rest"])}
    address = f"{reverse('mining:findings')}?source={table['source']}"
    looked_at = datetime.fromisoformat(at) if (at := table.get(causes.LOOKED_AT)) else None
    return Causes(rows, rate is not None, more if table["rest"] else "", address, looked_at)


def _cause(row: dict[str, Any], source: int, rate: float | None, currency: str) -> Cause:
    value, low, high = row["hours"]
    clauses = [_Clause(code, figures) for code, figures in row["because"]]
    title = finding_words.readable(row["titles"]) or " · ".join(row["shared"])
    assumed = [] if row["basis"] == "recorded" else [finding_words.basis(row["basis"], row.get("assumed", 1.0))]
    assumed += [_("extrapolated")] if row["extrapolated"] else []
    return Cause(
        title=title or _("Same wording, nothing else in common"),
        is_data=bool(title),
        url=reverse("mining:finding", args=[source, row["key"]]),
        why=finding_words.why_unseen(clauses),
        hours=words.hours(value),
        interval="" if low is None or high is None else words.interval(low, high),
        assumed=" · ".join(assumed),
        cost="" if rate is None or value is None else words.money(value * rate, currency),
        confidence=words.share(min(row["confidence"], 0.9999)),
        in_period=words.number(row["in_period"]),
    )
