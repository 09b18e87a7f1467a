"""Tests against chance: would calls at random, as many and at the company's own hours, look as orderly?

Every function works on many groups at once. A group is a slice of a flat column; `starts` are the first positions
and every group has at least one entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc, chdtr, chdtrc, kve  # scipy.stats would cost a second more to import

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Gaps are whole days, so below about two and a half days between calls there is no rhythm to be told from chance.
SHORTEST_GAP: Final = 2.5
BANDS: Final = (3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 31, 35, 42, 50, 60)
DITHERS: Final = 8
WINDOW: Final = 3  # hours
TESTS: Final = 3  # of each rhythm: even gaps, gaps of one length, level over all the time


@dataclass(frozen=True)
class Rhythm:
    """Of each group: the chance of gaps as even as these, and if it was tested."""

    chance: Floats
    tested: NDArray[np.bool_]


def rhythm(day: Ints, starts: Ints) -> Rhythm:
    """How even the gaps between the days with a call are. `day` is sorted within each group.

    If a call came on each day with the same probability, gaps would be geometric. Each gap is turned into the
    exponential variable it would then stand for (Moran's statistic tells even gaps from exponential ones: Moran
    1951), and besides the share of gaps near one length is compared with what a geometric would give. A call that
    keeps its turn however late it comes has uneven gaps, but its days lie too level between the first and the last.
    The smallest of the three chances, three times, is the answer. Mixed rates make gaps more uneven, never more even,
    and days less level, so that a company's quiet weekends or busy months cannot pretend a rhythm.
    """
    groups = len(starts)
    group = np.repeat(np.arange(groups), np.diff(np.r_[starts, len(day)]))
    gap = np.diff(day)
    inside = (group[1:] == group[:-1]) & (gap > 0)
    gap, owner = gap[inside].astype(np.float64), group[1:][inside]
    count = np.bincount(owner, minlength=groups)
    total = np.bincount(owner, gap, minlength=groups)
    mean = np.divide(total, count, out=np.full(groups, np.inf), where=count > 0)
    tested = (count >= 4) & (mean >= SHORTEST_GAP)
    chance = np.ones(groups)
    if tested.any():
        keep = tested[owner]
        even = _moran(gap[keep], owner[keep], count, mean)
        banded = _banded(gap[keep], owner[keep], count, mean)
        steady = level(day, group, tested)
        chance[tested] = np.minimum(1.0, TESTS * np.minimum(np.minimum(even, banded), steady))[tested]
    return Rhythm(chance, tested)


def _moran(gap: Floats, owner: Ints, count: Ints, mean: Floats) -> Floats:
    """Chance of gaps as even as these: lower tail of Moran's statistic, averaged over ditherings of the day."""
    groups = len(count)
    survive = np.log1p(-np.minimum(1 / mean, 0.999))[owner]  # log of the chance that a day passes without a call
    rng = np.random.Generator(np.random.PCG64(1951))
    statistic = np.zeros(groups)
    for _ in range(DITHERS):
        low, high = np.exp(survive * gap), np.exp(survive * (gap - 1))
        spread = -np.log(low + (high - low) * rng.uniform(1e-9, 1.0, len(gap)))
        mean_log = np.bincount(owner, np.log(spread), groups) / np.maximum(count, 1)
        log_mean = np.log(np.maximum(np.bincount(owner, spread, groups) / np.maximum(count, 1), 1e-300))
        statistic += (log_mean - mean_log) / DITHERS
    size = np.maximum(count, 2)
    scaled = 2 * size * statistic / (1 + (size + 1) / (6 * size))
    return np.asarray(chdtr(size - 1.0, np.maximum(scaled, 0)))


def _banded(gap: Floats, owner: Ints, count: Ints, mean: Floats) -> Floats:
    """Chance that so many gaps lie near one length: binomial, over all lengths tried."""
    groups = len(count)
    quiet = 1 - np.minimum(1 / mean, 0.999)
    best = np.ones(groups)
    for length in BANDS:
        low, high = np.ceil(length * 0.75), np.floor(length * 4 / 3)
        within = np.bincount(owner, (gap >= low) & (gap <= high), groups)
        expected = quiet ** (low - 1) - quiet**high
        best = np.minimum(best, at_least(within, np.maximum(count, 1), expected))
    return np.asarray(np.minimum(1.0, best * len(BANDS)))


def level(day: Ints, group: Ints, tested: NDArray[np.bool_]) -> Floats:
    """Chance of days as level as these between the first and the last: lower tail of Cramér and von Mises's statistic.

    At random the days in between would be uniform. Days taken once only, and busy weekdays, are a little more level
    than that: the statistic is divided by what remains of a Poisson's variance, told from the counts by weekday.
    """
    first = np.r_[True, group[1:] != group[:-1]]
    once = (first | np.r_[True, np.diff(day) > 0]) & tested[group]
    day, owner = day[once], group[once]
    groups = len(tested)
    count = np.bincount(owner, minlength=groups)
    starts = (np.cumsum(count) - count)[owner]
    begin, end = day[starts], day[starts + count[owner] - 1]
    rank, inner = np.arange(len(day)) - starts, np.maximum(count - 2, 1)
    between = (rank > 0) & (rank < count[owner] - 1)
    away = (day - begin) / np.maximum(end - begin, 1) - (rank - 0.5) / inner[owner]
    statistic = 1 / (12 * inner) + np.bincount(owner, away**2 * between, groups)
    weeks = np.bincount(owner, (rank == 0) * (end - begin + 1) / 7, groups)
    by_weekday = np.bincount(owner * 7 + day % 7, minlength=groups * 7).reshape(groups, 7)
    filled = np.minimum(1.0, by_weekday / np.maximum(weeks, 1)[:, None])
    left = (by_weekday * (1 - filled)).sum(axis=1) / np.maximum(count, 1)
    return lower_tail(statistic / np.maximum(left, 1e-3))


def lower_tail(statistic: Floats) -> Floats:
    """Chance of Cramér and von Mises's statistic as small as this (Anderson, Darling 1952).

    The limit for many points; with few it is up to a few times too large, never too small.
    """
    small = np.clip(statistic, 1e-3, 10.0)
    total = np.zeros(len(small))
    for j, weight in enumerate((1.0, 1 / 2, 3 / 8, 5 / 16)):
        power = (4 * j + 1) ** 2 / (16 * small)
        total += weight * np.sqrt(4 * j + 1) * np.exp(-2 * power) * kve(0.25, power)
    return np.asarray(np.minimum(1.0, total / (np.pi * np.sqrt(small))))


def at_least(hits: Floats | Ints, of: Floats | Ints, share: Floats | float) -> Floats:
    """Chance of so many hits and more among `of`, each with the chance `share`: the binomial's upper tail."""
    return np.asarray(bdtrc(np.asarray(hits, dtype=np.float64) - 1, np.asarray(of, dtype=np.int64), share))


@dataclass(frozen=True)
class ClockTest:
    """Of each group: the three hours with the most surprising number of calls, and the chance of it."""

    from_hour: Ints
    chance: Floats
    against_others: Floats  # the same without the floor of an eighth: only good for choosing where to look


def hour_profile(hour: Ints) -> Floats:
    """Share of each hour of the day, smoothed a little so that no hour is impossible."""
    counts = np.bincount(hour, minlength=24) + 0.1
    return np.asarray(counts / counts.sum())


def windows(profile: Floats) -> Floats:
    """Share of each window of three hours, by its first hour; the last two go past midnight."""
    wrapped = np.concatenate([profile, profile[..., : WINDOW - 1]], axis=-1)
    return np.asarray(sum(wrapped[..., i : i + 24] for i in range(WINDOW)))


def clock(hours: NDArray[np.float64], expected: Floats) -> ClockTest:
    """Best window of each group. `hours` is groups × 24 calls, `expected` the usual share of each hour, likewise.

    At least an eighth is expected of any window: three hours of twenty-four. So a night shift's tickets are not
    called concentrated merely because the company sleeps.
    """
    totals = hours.sum(axis=1)
    inside = windows(hours)
    usual = expected / np.maximum(expected.sum(axis=1, keepdims=True), 1e-12)
    base = np.clip(windows(usual), 1e-6, 0.999)
    with np.errstate(divide="ignore"):
        surprise = np.log(at_least(inside, totals[:, None], base))
    rows = np.arange(len(hours))
    best = np.argmin(surprise, axis=1)
    calls, floor = inside[rows, best], np.maximum(base[rows, best], WINDOW / 24)
    return ClockTest(
        from_hour=best,
        chance=np.minimum(1.0, at_least(calls, totals, floor) * 24),
        against_others=np.minimum(1.0, np.exp(surprise[rows, best]) * 24),
    )


def both(first: Floats, second: Floats) -> Floats:
    """One chance out of two independent ones (Fisher 1932)."""
    floor = 1e-300
    total = -2 * (np.log(np.maximum(first, floor)) + np.log(np.maximum(second, floor)))
    return np.asarray(chdtrc(4.0, total))
