"""One entered count by another: only periods for which both are known are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hansei.rooms.measures import entered
from hansei.rooms.measures.models import EnteredValue, Metric

Days = tuple[date, date]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pair:
    """Both counts of one period; `below` is already less what does not count. `sources` say where they come from."""

    first: date
    last: date
    above: float
    below: float
    sources: tuple[str, ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Together:
    """What the periods within some days make together; `alone` are those of which one count is missing."""

    above: float = 0.0
    below: float = 0.0
    days: int = 0
    alone: int = 0
    sources: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return self.above / self.below if self.below > 0 else None


def pairs_of(above: Metric, below: Metric, minus: Metric | None = None) -> tuple[list[Pair], list[Days]]:
    """Periods with both counts, none overlapping another (the shorter ones win), and those where one is missing."""
    tops, bottoms = _held(above), _held(below)
    less = _held(minus) if minus is not None else {}
    found: list[Pair] = []
    for first, last in sorted(tops.keys() & bottoms.keys(), key=lambda each: (each[1] - each[0], each[0])):
        if any(each.first <= last and first <= each.last for each in found):
            continue
        rows = [each[(first, last)] for each in (tops, bottoms, less) if (first, last) in each]
        took = less[(first, last)].value if (first, last) in less else 0.0
        sources = tuple(dict.fromkeys(each.source for each in rows))
        found.append(Pair(first, last, rows[0].value, rows[1].value - took, sources))
    alone = sorted(tops.keys() ^ bottoms.keys())
    return sorted(found, key=lambda each: each.first), alone


def _held(found: Metric) -> dict[Days, EnteredValue]:
    return {(each.first, each.last): each for each in entered.in_force(found)}


def together(pairs: Iterable[Pair], alone: Iterable[Days], first: date, last: date) -> Together:
    """The pairs that lie wholly within these days."""
    inside = [each for each in pairs if first <= each.first and each.last <= last]
    return Together(
        sum(each.above for each in inside),
        sum(each.below for each in inside),
        sum(each.days for each in inside),
        sum(first <= each[0] and each[1] <= last for each in alone),
        tuple(dict.fromkeys(source for each in inside for source in each.sources)),
    )
