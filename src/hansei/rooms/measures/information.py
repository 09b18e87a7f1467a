"""The six figures of a data set's quality: from its log, else as people entered them, else not measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from hansei.analytics import composing
from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES
from hansei.analytics.quality import criteria as quality
from hansei.rooms.measures.models import InformationCheck, Metric
from hansei.rooms.mining import queries as mining

FORM: Final = 1  # raise it when what is kept changes its form
KEPT: Final = "information"


@dataclass(frozen=True)
class Rated:
    """One criterion of one data set: `good` of `n`. `reason` is a code where it is not measured.

    `check` is what people entered; it answers where the log cannot.
    """

    code: str
    good: int
    n: int
    reason: str = ""
    defects: tuple[Mapping[str, Any], ...] = ()
    check: InformationCheck | None = None

    @property
    def value(self) -> float | None:
        """From 0 to 1; None where nobody knows."""
        return self.good / self.n if self.n else None


def of(data_set: Any, keep: mining.Keep = mining.soon) -> list[Rated]:
    """All six of a data set, in their order, from the version that is shown."""
    used = fields_read()
    return joined(data_set.pk, _computed(data_set, used, keep))


def joined(source: int, rows: Sequence[Mapping[str, Any]]) -> list[Rated]:
    """Figures of a log with what people entered for the criteria that it cannot tell."""
    checks = checks_of(source)
    return [_rated(each, checks.get(each["code"])) for each in rows]


def checks_of(source: int) -> dict[str, InformationCheck]:
    """What people entered, by criterion; the latest holds."""
    return {each.criterion: each for each in InformationCheck.objects.filter(source=source).order_by("pk")}


def _rated(row: Mapping[str, Any], check: InformationCheck | None) -> Rated:
    if row["n"] or check is None:
        return Rated(row["code"], row["good"], row["n"], row["reason"], tuple(row["defects"]))
    return Rated(row["code"], check.good, check.n, check=check)


def _computed(data_set: Any, used: Sequence[str], keep: mining.Keep) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = keep(data_set, KEPT, {"used": used, "form": FORM}, lambda log: told(log, used))
    return rows


def told(log: Log, used: Sequence[str]) -> list[dict[str, Any]]:
    """The six of a log as plain figures; knows no database."""
    return [asdict(each) for each in quality.criteria(log, used)]


def is_measured(data_set: Any, criterion: str) -> bool:
    """Whether the log tells this criterion, as far as somebody has looked already."""
    rows = _computed(data_set, fields_read(), mining.already) or []
    return any(each["code"] == criterion and each["n"] for each in rows)


def fields_read() -> list[str]:
    """The fields that published metrics read, and those that their ratios stand on."""
    found: set[str] = set()
    for each in Metric.objects.filter(state="published").select_related("above", "below").order_by("pk"):
        for part in (each, each.above, each.below):
            found |= _read_by(part) if part is not None else set()
    return sorted(found)


def _read_by(metric: Metric) -> set[str]:
    if metric.measure in MEASURES:
        return quality.read_by_measure(metric.measure)
    if metric.definition:
        return quality.read_by_definition(composing.read(metric.definition).model_dump())
    return set()
