"""The versions of a metric's formula: which one holds for which steps."""

from __future__ import annotations

from datetime import date
from typing import Any

from hansei.kernel.actions import Act
from hansei.rooms.measures.events import FormulaSet
from hansei.rooms.measures.models import FORMULA, FormulaVersion, Metric


def formula_of(found: Metric) -> dict[str, Any]:
    """What makes the figure what it is, as it stands now."""
    return {name: getattr(found, name) for name in FORMULA}


def keep(act: Act, found: Metric, since: date | None) -> FormulaVersion:
    """Keep the formula as it stands for the steps from `since` on; the first one holds from the beginning."""
    made = FormulaVersion.objects.create(
        metric=found, number=found.formula_version, since=since, at=act.at, by=act.by, formula=formula_of(found)
    )
    day = "" if since is None else since.isoformat()
    act.record(FormulaSet(record=found.pk, number=made.number, since=day), source=found.identity.source_id)
    return made


def segments(found: Metric) -> list[FormulaVersion]:
    """The versions in the order of the days they hold from; of two that begin on one day the later one holds.

    A version that begins before an earlier one takes its place from there on.
    """
    kept: list[FormulaVersion] = []
    for each in found.versions.all():
        first = each.since or date.min
        kept = [other for other in kept if (other.since or date.min) < first]
        kept.append(each)
    return kept
