"""How unevenly a count comes: what a sum over many days is worth where days vary more than chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect.ratio import likeness_of, stretch_of, sum_factor

WEEK: Final = 7


def dispersion_of_days(periods: Sequence[Sequence[float]], *, level: float = 0.95) -> float:
    """How many times the sums of these periods vary more than chance alone (1: cases come independently).

    Each period is its counts day by day, in order, days without a case as 0. Days are held against their
    weekday's mean in their own period (against the period's mean where it has under two weeks), so that
    quiet Sundays and the difference of the periods are not taken for unevenness. Pearson's χ² over its
    degrees of freedom, times the factor for alike neighbours, times (t/z)² for having been estimated; at least 1.
    One day a period says nothing of days: 1. Counted for `Counted.dispersion`; docs/measures/compare_periods.md.

    >>> dispersion_of_days([[2, 6, 2, 6]]) > 1
    True
    >>> dispersion_of_days([[4], [9]])
    1.0
    """
    sides = [_residuals(np.asarray(each, dtype=np.float64)) for each in periods]
    residuals, freedom = [side for side, _free in sides], sum(free for _side, free in sides)
    squares = sum(float(side @ side) for side in residuals)
    if freedom < 1 or not squares > 0:
        return 1.0
    n = sum(map(len, residuals))
    factor = sum_factor(max(map(len, residuals)), likeness_of(residuals, squares, n, len(residuals)))
    # A mean follows alike neighbours, so what varies around it looks smaller than it is.
    found = squares / freedom / max(1 - len(residuals) * (factor - 1) / n, 0.2)
    # Days that are alike say less of how uneven they are than so many strangers would.
    stretch = stretch_of(level, max(freedom / factor, 2.0)) if found > 1 else 1.0
    return max(1.0, found * factor * stretch)


def _residuals(days: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Pearson residuals and their degrees of freedom; where the mean is 0 there is nothing to vary."""
    weekday = np.arange(len(days)) % (WEEK if len(days) >= 2 * WEEK else 1)
    found, freedom = np.zeros(len(days)), 0
    for each in np.unique(weekday):
        same = weekday == each
        mean = float(days[same].mean())
        if mean > 0:
            found[same] = (days[same] - mean) / np.sqrt(mean)
            freedom += int(same.sum()) - 1
    return found, freedom
