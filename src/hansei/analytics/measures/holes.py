"""Holes in the data: steps in which a source delivered nothing where it usually delivers much. Never a zero.

One rule for all that follows something over time: improvements, reports, metrics, the trend watch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from statistics import median
from typing import Final

import ibis

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import Period, local, start_of

BUSY: Final = 10  # cases that a step usually has, from which one without any is a hole and not a quiet time
WEEK: Final = timedelta(weeks=1)
Told = tuple[float | None, int]  # a step's value, and of how many cases


@dataclass(frozen=True)
class Delivered:
    """How many cases of all the data were reported in each step, by its first day; steps without any are left out."""

    cases: Mapping[date, int]

    @cached_property
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


def touched_by_hole(weeks: Delivered, first: date, last: date) -> bool:
    """Whether any of these days lies in a hole; `weeks` is what came by the week.

    >>> came = Delivered({date(2025, 1, 6): 10})
    >>> [touched_by_hole(came, date(2025, 1, 6), last) for last in (date(2025, 1, 12), date(2025, 1, 13))]
    [False, True]
    """
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        if weeks.is_hole(monday):
            return True
        monday += WEEK
    return False


def known_of(found: Mapping[date, Told], is_hole: Callable[[date], bool], *, by_end: bool) -> dict[date, Told]:
    """What is known of the steps (value, n): in a hole, what a few stragglers give is no value of the step.

    Where cases are counted `by_end`, a step in which half as many ended as usually is none: the source delivered.
    """
    usual = median([n for step, (_, n) in found.items() if not is_hole(step)] or [0])
    return {
        step: (value, n) for step, (value, n) in found.items() if not is_hole(step) or (by_end and 0 < usual <= 2 * n)
    }
