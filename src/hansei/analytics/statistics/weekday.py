"""Weekdays: is a group of events where it is by chance, given when the population's events are?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hansei.analytics.statistics.interval import Interval, share_interval


@dataclass(frozen=True)
class Concentrated:
    """The fullest weekday of a group, and how likely chance makes one as surprising.

    start: the weekday (Monday = 0). share: held by it. usual: the population's share there. chance: p-value over all
    days; None with under four events, where nothing could be told.
    """

    start: int
    share: Interval
    usual: float
    chance: float | None


def weekday_concentration(weekdays: Sequence[int], *, population: Sequence[float] | None = None) -> Concentrated:
    """Return the weekday that holds most beyond the usual, and the chance of one like it (exact binomial, Šidák).

    population: events on Monday to Sunday; default alike. Raises ValueError unless there are seven.
    """
    from scipy.special import bdtrc

    usual = np.full(7, 1 / 7) if population is None else np.asarray(population, dtype=np.float64) + 1e-9
    if len(usual) != 7:
        raise ValueError("a population by weekday has seven numbers")
    usual = usual / usual.sum()
    counts, n = np.bincount(np.asarray(weekdays, dtype=np.int64), minlength=7), len(weekdays)
    tails = np.array([float(bdtrc(int(c) - 1, n, p)) if c else 1.0 for c, p in zip(counts, usual, strict=True)])
    best = int(np.argmin(tails)) if n else 0
    chance = 1 - (1 - tails[best]) ** 7 if n >= 4 else None
    return Concentrated(best, share_interval(int(counts[best]), n), float(usual[best]), chance)
