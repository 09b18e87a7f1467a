"""Parts of the year and the ends of quarters: what of the earlier time an after period may be compared with."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.compare import Counted, rate_ratio
from hansei.analytics.statistics.effect.model import Points

Surge = Literal["year_end", "quarter_end", "month_end"]
SURGES: Final[tuple[Surge, ...]] = ("year_end", "quarter_end", "month_end")
NEAR_DAYS: Final = 10  # weeks shift by some days from year to year, and feasts by more
COVERED: Final = 0.9
YEAR: Final = 365.25
END_DAYS: Final = 5  # a surge at an end shows in its last days
MATERIAL_SURGE: Final = 1.5


def same_parts(of: Points, within: Points) -> NDArray[np.bool_]:
    """Return for each step of `of` whether `within` has one at the same part of a year (± 10 days)."""
    if not len(of) or not len(within):
        return np.zeros(len(of), dtype=bool)
    apart = np.abs(of.days[:, None] - within.days[None, :]) % YEAR
    return np.asarray((np.minimum(apart, YEAR - apart) <= NEAR_DAYS).any(axis=1))


def covered(of: Points, within: Points) -> float:
    """Return the share of `of`'s steps whose part of the year is in `within`."""
    return float(same_parts(of, within).mean()) if len(of) else 0.0


def step_days(days: NDArray[np.int64]) -> int:
    """Return the length of a step in days: the usual distance of two steps."""
    return int(np.median(np.diff(days))) if len(days) > 1 else 7


def at_end(days: NDArray[np.int64], surge: Surge, length: int) -> NDArray[np.bool_]:
    """Return for each step whether it holds one of the last five days of a month, quarter or year."""
    return np.array([any(is_end(int(day) + step, surge) for step in range(length)) for day in days], dtype=bool)


def surge_in(before: Points, named: Surge | None) -> tuple[Surge | None, float | None]:
    """Return the calendar surge of the earlier period that explains most, and its ratio.

    A surge shows where the steps at the ends are at least half as high again as the others,
    and the ratio's 99 % interval leaves 1 out. One that is named counts without a test.
    """
    length = step_days(before.days)
    best: tuple[float, Surge | None, float | None] = (-math.inf, named, None)
    for surge in SURGES if named is None else (named,):
        ends = at_end(before.days, surge, length)
        if not ends.any() or ends.all():
            continue
        sides = before.kept(ends), before.kept(~ends)
        ratio = _surge_ratio(*sides)
        shows = ratio is not None and ratio[0] >= MATERIAL_SURGE and ratio[1] > 1
        explained = sum(float(side.totals.sum()) * math.log(max(side.mean, 1e-12)) for side in sides)
        if (shows or named) and explained > best[0]:
            best = (explained, surge, None if ratio is None else ratio[0])
    return best[1], best[2]


def _surge_ratio(ends: Points, others: Points) -> tuple[float, float] | None:
    rest = others.totals / others.exposure
    dispersion = float(np.var(rest, ddof=1) / rest.mean()) if len(rest) > 2 and rest.mean() > 0 else 1.0
    ratio = rate_ratio(
        Counted(round(float(others.totals.sum())), float(others.exposure.sum()), max(1.0, dispersion)),
        Counted(round(float(ends.totals.sum())), float(ends.exposure.sum()), max(1.0, dispersion)),
        0.99,
    )
    return None if ratio.value is None or ratio.low is None else (ratio.value, ratio.low)


def is_end(number: int, surge: Surge, last_days: int = END_DAYS) -> bool:
    """Say whether a day (its proleptic number) is one of the last few of a month, quarter or year."""
    later = date.fromordinal(number) + timedelta(days=last_days)
    months = {"month_end": range(1, 13), "quarter_end": (1, 4, 7, 10), "year_end": (1,)}
    return later.day <= last_days and later.month in months[surge]
