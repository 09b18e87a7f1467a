"""Clock, weekday and calendar: is a group of events where it is by chance, given when the population's events are?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.compare import Counted, rate_ratio
from hansei.analytics.statistics.effect.season import Surge, is_end
from hansei.analytics.statistics.interval import Interval, share_interval

Floats = NDArray[np.float64]
MINUTES: Final = 24 * 60
RUNS: Final = 2_000
SEED: Final = 20_000  # fixed: the same data give the same chance, on every machine and every day


@dataclass(frozen=True)
class Concentrated:
    """The fullest window or day of a group, and how likely chance makes one as surprising.

    start: minute of the day, or weekday (Monday = 0). share: held by it. usual: the
    population's share there. chance: p-value over all windows or days looked at; None with
    under four events, where nothing could be told.
    """

    start: int
    share: Interval
    usual: float
    chance: float | None


@dataclass(frozen=True)
class Regular:
    """How even the gaps of a group are. spread: standard deviation over mean (about 1 by chance, 0 like a clock)."""

    n: int
    median_gap: float | None
    spread: float | None
    chance: float | None


def clock_window(
    minutes_of_day: Sequence[float], *, hours: float = 3, population: Sequence[float] | None = None
) -> Concentrated:
    """Return the window of the clock that holds most beyond the usual, and the chance of one like it.

    minutes_of_day: local minutes since midnight; windows run past midnight. population: the
    same for all comparable events, default spread evenly. The statistic is the largest
    log-likelihood ratio over windows that begin at an event (Kulldorff 1997), its chance from
    2,000 groups of the same size drawn from the population, with a fixed seed.
    """
    from hansei.analytics.statistics.scan import best_windows

    n, width = len(minutes_of_day), hours * 60
    if n == 0:
        return Concentrated(0, share_interval(0, 0), width / MINUTES, None)
    usual = _usual_minutes(population)
    events = np.floor(np.asarray(minutes_of_day, dtype=np.float64)) % MINUTES
    starts, held, scores = best_windows(events[None, :], usual, int(width))
    chance = None
    if n >= 4:
        rng = np.random.Generator(np.random.PCG64(SEED))
        drawn = np.searchsorted(np.cumsum(usual), rng.random((RUNS, n)) * usual.sum()).clip(0, MINUTES - 1)
        _, _, by_chance = best_windows(drawn.astype(np.float64), usual, int(width))
        chance = (1 + int((by_chance >= scores[0] - 1e-9).sum())) / (RUNS + 1)
    start = int(starts[0])
    inside = float(usual[np.arange(start, start + int(width)) % MINUTES].sum())
    return Concentrated(start, share_interval(int(held[0]), n), inside, chance)


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


def regularity(instants: Sequence[float], *, population: Sequence[float] | None = None) -> Regular:
    """Say whether events follow each other more evenly than a Poisson process of the population's own profile.

    instants: in days. population: instants of all comparable events in the same time; time is
    stretched until these come evenly, so nights, weekends and busy months are no rhythm. By
    default time is taken as it is. Tested: the spread of the stretched gaps, against uniform
    instants between the first and the last (2,000 draws, fixed seed). Under four gaps: None.
    """
    at = np.sort(np.asarray(instants, dtype=np.float64))
    gaps = np.diff(at)
    if len(gaps) == 0:
        return Regular(len(at), None, None, None)
    stretched = np.diff(_own_time(at, population))
    spread = _spread(stretched)
    chance = None
    if len(gaps) >= 4 and stretched.sum() > 0:
        rng = np.random.Generator(np.random.PCG64(SEED))
        inner = np.sort(rng.random((RUNS, len(at) - 2)), axis=1)
        drawn = np.diff(np.column_stack([np.zeros(RUNS), inner, np.ones(RUNS)]), axis=1)
        spreads = drawn.std(axis=1) / drawn.mean(axis=1)
        chance = (1 + int((spreads <= spread).sum())) / (RUNS + 1)
    return Regular(len(at), float(np.median(gaps)), spread, chance)


def calendar_surge(days: Sequence[date], covered: tuple[date, date], *, end: Surge = "quarter_end") -> Interval:
    """Return the rate in the last seven days of quarters (months, years) over the rate on other days.

    covered: first and last day seen, both counted. Exact conditional interval; n: events.
    No end in the covered time says nothing.
    """
    first, last = covered[0].toordinal(), covered[1].toordinal()
    at_end = np.array([is_end(day, end, 7) for day in range(first, last + 1)], dtype=bool)
    inside = [day.toordinal() - first for day in days if first <= day.toordinal() <= last]
    hits = int(at_end[np.asarray(inside, dtype=np.int64)].sum()) if inside else 0
    exposed = int(at_end.sum())
    return rate_ratio(Counted(len(inside) - hits, len(at_end) - exposed), Counted(hits, exposed))


def benjamini_hochberg(chances: Sequence[float], tests: int | None = None) -> list[float]:
    """Return p-values adjusted so that calling those under q leaves at most q false calls (Benjamini, Hochberg 1995).

    tests: how many were made, when these are only the smallest of them.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5])
    [0.04, 0.05333333333333334, 0.05333333333333334, 0.5]
    """
    count = max(tests or 0, len(chances))
    order = sorted(range(len(chances)), key=lambda at: -chances[at])
    adjusted, lowest = [1.0] * len(chances), 1.0
    for step, at in enumerate(order):
        lowest = min(lowest, chances[at] * count / (len(chances) - step))
        adjusted[at] = lowest
    return adjusted


def _usual_minutes(population: Sequence[float] | None) -> Floats:
    """Return the share of each minute of the day, smoothed over an hour so that no minute is impossible."""
    if population is None or not len(population):
        return np.full(MINUTES, 1 / MINUTES)
    minutes = np.floor(np.asarray(population, dtype=np.float64)).astype(np.int64) % MINUTES
    counts = np.bincount(minutes, minlength=MINUTES).astype(np.float64)
    sums = np.cumsum(np.r_[counts[-30:], counts, counts[:30]])
    smooth = np.r_[sums[60:]][:MINUTES] - np.r_[0, sums][:MINUTES] + 1e-3
    return np.asarray(smooth / smooth.sum())


def _own_time(at: Floats, population: Sequence[float] | None) -> Floats:
    if population is None or len(population) < 2:
        return at
    known = np.unique(np.asarray(population, dtype=np.float64))
    rank = np.searchsorted(np.sort(np.asarray(population, dtype=np.float64)), known, side="right").astype(np.float64)
    return np.asarray(np.interp(at, known, rank))


def _spread(gaps: Floats) -> float:
    mean = float(gaps.mean())
    return float(gaps.std()) / mean if mean > 0 else math.inf
