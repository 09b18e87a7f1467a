"""The words of a before/after answer: series, circumstances, guards, effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.interval import Interval

Series = Sequence[tuple[date, float | None, float | None]]
"""One (first day of the step, value, n) a step, in any order; a value of None is a gap.

Steps are equally long, and empty ones are there: a week without a call-out is (day, 0, 0), not missing.
"""

Kind = Literal["count", "share", "duration"]
Answer = Literal["better", "worse", "no_material_change", "cannot_tell_yet"]

FEWEST_BEFORE: Final = 8
FEWEST_AFTER: Final = 6


@dataclass(frozen=True)
class Circumstances:
    """What else was so in a period: tickets a step, how many of each kind, the measure's version."""

    volume: Sequence[float] = ()
    mix: Mapping[str, float] = field(default_factory=dict)
    measure_version: str | None = None


@dataclass(frozen=True)
class Guard:
    """One of the four conditions of an honest answer.

    code: baseline_frozen, selection, season, sameness. holds: None where it cannot be checked.
    found: codes of what stands against it, such as season_not_comparable. figures: what it rests on.
    """

    code: str
    holds: bool | None
    found: tuple[str, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What an intervention did. `ratio` is after over before: 0.7 is 30 % less; `deciding` names its comparison.

    against: the same ratio by each comparison made: baseline (the frozen one), whole (the whole
    earlier period), outside (the earlier period without the weeks that made it a finding),
    same_season (the same parts of earlier years), trend (the step that is left when a trend is
    allowed for). before, after: the level a step, with its n of steps.
    reasons: codes that say why the answer is not plainer.
    """

    answer: Answer
    target_reached: bool | None
    before: Interval
    after: Interval
    ratio: Interval
    deciding: str
    against: Mapping[str, Interval]
    guards: tuple[Guard, Guard, Guard, Guard]
    reasons: tuple[str, ...]
    kind: Kind
    margin: float

    def guard(self, code: str) -> Guard:
        """Return one of the four guards by its code."""
        return next(guard for guard in self.guards if guard.code == code)


@dataclass(frozen=True)
class Points:
    """A series without its gaps, in order of time: day numbers, totals and exposures of each step."""

    days: NDArray[np.int64]
    totals: NDArray[np.float64]
    exposure: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.days)

    def kept(self, mask: NDArray[np.bool_]) -> Points:
        """Return the steps where the mask is true."""
        return Points(self.days[mask], self.totals[mask], self.exposure[mask])

    @property
    def mean(self) -> float:
        """Level a step: total over exposure; nan without exposure."""
        exposure = float(self.exposure.sum())
        return float(self.totals.sum()) / exposure if exposure else float("nan")


def points(series: Series, kind: Kind) -> Points:
    """Read a series: a count stands for itself, a share or duration weighs as its n.

    Raises ValueError for a value that the kind cannot have and for two values of one day.
    """
    found = []
    for day, value, n in sorted(series, key=lambda row: row[0]):
        if value is None or value != value or (kind != "count" and n is not None and n <= 0):
            continue
        if value < 0 or (kind == "share" and (value > 1 or n is None)):
            raise ValueError(f"{value} of {n} on {day} is not a {kind}")
        weight = 1.0 if kind == "count" or n is None else float(n)
        found.append((day.toordinal(), value * weight, weight))
    days = np.array([row[0] for row in found], dtype=np.int64)
    if len(np.unique(days)) < len(days):
        raise ValueError("a series has one value a step; one day is there twice")
    return Points(days, np.array([row[1] for row in found]), np.array([row[2] for row in found]))
