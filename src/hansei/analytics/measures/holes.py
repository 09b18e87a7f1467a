"""Holes in the data: steps in which a source delivered nothing where it usually delivers much. Never a zero.

One rule for all that follows something over time: improvements, reports, metrics, the trend watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

import ibis

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import Period, local, start_of

BUSY: Final = 10  # cases that a step usually has, from which one without any is a hole and not a quiet time
WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True)
class Delivered:
    """How many cases of all the data were reported in each step, by its first day; steps without any are left out."""

    cases: Mapping[date, int]

    @property
    def usual(self) -> float:
        """What a step that has any usually has."""
        return median(self.cases.values()) if self.cases else 0.0

    def is_hole(self, step: date) -> bool:
        """Whether nothing at all came in a step, where steps usually have many.

        >>> Delivered({date(2025, 1, 6): 10}).is_hole(date(2025, 1, 13))
        True
        >>> Delivered({date(2025, 1, 6): 9}).is_hole(date(2025, 1, 13))
        False
        """
        return step not in self.cases and self.usual >= BUSY


def delivered(log: Log, step: Period, zone: str) -> Delivered:
    """Count what was reported in each step, on the clock of `zone`."""
    cases = log.cases.filter(log.cases.reported_at.notnull())
    cases = cases.mutate(step=start_of(local(cases.reported_at, zone), step).date())
    rows = cases.group_by("step").aggregate(n=ibis._.count()).to_pyarrow().to_pylist()
    return Delivered({row["step"]: row["n"] for row in rows})


def missing_weeks(weeks: Delivered, first: date, last: date) -> list[date]:
    """Return the Mondays of the holes that lie wholly within these days; `weeks` is what came by the week.

    >>> came = Delivered({date(2025, 1, 6): 10})
    >>> missing_weeks(came, date(2025, 1, 1), date(2025, 1, 20))
    [datetime.date(2025, 1, 13)]
    """
    return [monday for monday in _whole_weeks(first, last) if weeks.is_hole(monday)]


def _whole_weeks(first: date, last: date) -> Iterator[date]:
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + WEEK - timedelta(days=1) <= last:
        yield monday
        monday += WEEK
