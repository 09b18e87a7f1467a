"""Parts of the year and the ends of quarters: what of the earlier time an after period may be compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.compare import Counted, rate_ratio
from hansei.analytics.statistics.effect.model import Points

Surge = Literal["year_end", "quarter_end", "month_end"]
SURGES: Final[tuple[Surge, ...]] = ("year_end", "quarter_end", "month_end")
BEYOND_WEEKS: Final = 1.25  # days by which a year is longer than 52 weeks
COVERED: Final = 0.9
YEAR: Final = 365.25
FIRST_OF_NUMPY: Final = date(1970, 1, 1).toordinal()
BEGINS: Final[dict[Surge, Sequence[int]]] = {"month_end": range(1, 13), "quarter_end": (1, 4, 7, 10), "year_end": (1,)}
END_DAYS: Final = 5  # a surge at an end shows in its last days
MATERIAL_SURGE: Final = 1.5


def same_parts(of: Points, within: Points) -> NDArray[np.bool_]:
    """Return for each step of `of` whether `within` has one at the same part of a year, within half a step."""
    if not len(of) or not len(within):
        return np.zeros(len(of), dtype=bool)
    apart = np.abs(of.days[:, None] - within.days[None, :]) % YEAR
    near = max(step_days(of.days), step_days(within.days)) / 2 + BEYOND_WEEKS
    return np.asarray((np.minimum(apart, YEAR - apart) <= near).any(axis=1))


def covered(of: Points, within: Points) -> float:
    """Return the share of `of`'s steps whose part of the year is in `within`."""
    return float(same_parts(of, within).mean()) if len(of) else 0.0


def partners(before: Points, after: Points) -> tuple[Points, Points]:
    """Return what `before` says of the seasons of `after`, and the steps of `after` that it says it of.

    A step's partner lies whole years earlier, read between the two steps that enclose that day, and
    is the mean of all earlier years that have it; so both sides hold the same days of the year and no
    day more. Totals and exposures of the earlier steps come weighted, and scaled to as many cases as they are worth.
    """
    shares, years = np.zeros((len(after), len(before))), np.zeros(len(after))
    span = float(after.days[-1] - before.days[0]) if len(before) and len(after) else 0.0
    for year in range(1, int(span / YEAR) + 2):
        found = _between(before.days, np.asarray(after.days - year * YEAR, dtype=np.float64))
        shares += found
        years += found.any(axis=1)
    usual = shares @ before.exposure
    matched = (years > 0) & (usual > 0)
    weights = (after.exposure[matched] / usual[matched]) @ shares[matched]
    cases, squares = float(weights @ before.totals), float(weights**2 @ before.totals)
    if not cases:
        cases, squares = float(weights @ before.exposure), float(weights**2 @ before.exposure)
    weights = weights * (cases / squares if squares else 0.0)
    used = weights > 0
    worth = Points(before.days, before.totals * weights, before.exposure * weights)
    return worth.kept(used), after.kept(matched)


def _between(days: NDArray[np.int64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each day for reading a series at these instants; rows of nothing where it has a gap."""
    found, length = np.zeros((len(at), len(days))), step_days(days)
    right = np.searchsorted(days, at)
    for row, (instant, after) in enumerate(zip(at, right, strict=True)):
        ends = [place for place in (after - 1, after) if 0 <= place < len(days)]
        if len(ends) == 2 and days[ends[1]] - days[ends[0]] <= 1.5 * length:
            along = float(instant - days[ends[0]]) / float(days[ends[1]] - days[ends[0]])
            found[row, ends] = 1 - along, along
        elif near := [place for place in ends if abs(days[place] - instant) <= length / 2]:
            found[row, near[0]] = 1.0
    return found


def step_days(days: NDArray[np.int64]) -> int:
    """Return the length of a step in days: the usual distance of two steps."""
    return int(np.median(np.diff(days))) if len(days) > 1 else 7


def at_end(days: NDArray[np.int64], surge: Surge, length: int) -> NDArray[np.bool_]:
    """Return for each step whether it holds one of the last five days of a month, quarter or year."""
    each = (days[:, None] + np.arange(length) + END_DAYS - FIRST_OF_NUMPY).astype("datetime64[D]")
    month = each.astype("datetime64[M]")
    is_late = (each - month).astype(np.int64) < END_DAYS
    return np.asarray(
        (is_late & np.isin(month.astype(np.int64) % 12, [first - 1 for first in BEGINS[surge]])).any(axis=1)
    )


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
