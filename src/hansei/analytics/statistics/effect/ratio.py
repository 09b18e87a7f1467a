"""After over before with an interval that allows for uneven weeks, neighbouring weeks that are alike, and few cases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect.model import Kind, Points
from hansei.analytics.statistics.interval import Interval

Floats = NDArray[np.float64]
ALIKE_AT_MOST: Final = 0.9


@dataclass(frozen=True)
class Unevenness:
    """How the steps vary around their level: likeness of neighbours (lag-1), and times chance alone."""

    likeness: float
    dispersion: float
    freedom: int


def unevenness(before: Points, after: Points, kind: Kind, around: Floats | None = None, levels: int = 2) -> Unevenness:
    """Learn from both periods how uneven and how alike the steps are around their levels.

    around: each step's level, before and after in one, from a model of so many `levels`; default: each period's mean.
    """
    cut = len(before)
    usual = np.r_[np.full(cut, before.mean), np.full(len(after), after.mean)] if around is None else around
    residuals = [_pearson(side, level, kind) for side, level in ((before, usual[:cut]), (after, usual[cut:]))]
    n = cut + len(after)
    squares = sum(float(part @ part) for part in residuals)
    likeness = likeness_of(residuals, squares, n, levels) if squares else 0.0
    freedom = max(n - levels, 1)
    return Unevenness(likeness, squares / freedom, freedom)


def likeness_of(residuals: list[Floats], squares: float, n: int, levels: int) -> float:
    """Return how alike neighbours are, from steps one to four apart.

    Chance in each step hides part of the likeness of neighbours, but hides the same part of
    that of steps further apart: where these are plainly alike too, their root is nearer the truth.
    A short series looks less alike than it is, by (1 + 3ρ) over its length for each level
    that is fitted (Kendall 1954, Marriott and Pope 1954).
    """
    rough = 0.0
    for lag, errors in ((1, 0.0), (2, 1.0), (3, 2.5), (4, 2.5)):
        alike = sum(float(part[lag:] @ part[:-lag]) for part in residuals) / squares
        if alike > errors / math.sqrt(n):
            rough = max(rough, alike ** (1 / lag))
    return min(rough + levels * (1 + 3 * rough) / n, ALIKE_AT_MOST) if rough > 0 else 0.0


def ratio_of(before: Points, after: Points, kind: Kind, uneven: Unevenness, level: float = 0.95) -> Interval:
    """Return after's level over before's. Too few steps, or nothing to compare with: no value, no ends."""
    n = len(before) + len(after)
    if not len(before) or not len(after) or not before.mean > 0:
        return Interval(None, None, None, n, "none", level)
    if kind == "duration":
        return _levels(before, after, uneven, level)
    worth = _worth(before, after, kind, uneven, level)
    return _split(before, after, worth, level)


def level_of(side: Points, kind: Kind, uneven: Unevenness, level: float = 0.95) -> Interval:
    """Return the level a step with its interval; n is the number of steps."""
    from scipy.special import gammaincinv

    n, mean = len(side), side.mean
    if n == 0:
        return Interval(None, None, None, 0, "none", level)
    if kind == "duration":
        if n == 1:
            return Interval(mean, None, None, 1, "t_autocorrelated", level)
        half = t_of(level, n - 1) * mean * math.sqrt(_relative_variance(side, uneven))
        return Interval(mean, max(0.0, mean - half), mean + half, n, "t_autocorrelated", level)
    worth = max(uneven.dispersion * sum_factor(n, uneven.likeness), _floor(mean, kind))
    total, tail, exposure = float(side.totals.sum()) / worth, (1 - level) / 2, float(side.exposure.sum())
    low = float(gammaincinv(total, tail)) if total else 0.0
    high = float(gammaincinv(total + 1, 1 - tail)) * worth / exposure
    return Interval(
        mean, low * worth / exposure, min(high, 1.0) if kind == "share" else high, n, "quasi_poisson", level
    )


def _pearson(side: Points, level: Floats, kind: Kind) -> Floats:
    if not len(side) or not side.mean > 0:
        return np.zeros(len(side))
    spread = np.sqrt(level * side.exposure) if kind != "duration" else level * np.sqrt(side.exposure)
    return np.asarray((side.totals - level * side.exposure) / spread)


def _floor(mean: float, kind: Kind) -> float:
    """Return the dispersion of pure chance: 1 for counts, 1 − p for shares."""
    return 1.0 if kind == "count" else max(1 - mean, 1e-3)


def sum_factor(n: int, likeness: float) -> float:
    """Return how much more the sum of n steps varies than if neighbours were strangers (AR(1))."""
    lags = np.arange(1, n)
    return float(1 + 2 * np.sum((1 - lags / n) * likeness**lags)) if n > 1 else 1.0


def _worth(before: Points, after: Points, kind: Kind, uneven: Unevenness, level: float) -> float:
    """Return how many cases are worth one independent case."""
    pooled = (before.totals.sum() + after.totals.sum()) / (before.exposure.sum() + after.exposure.sum())
    dispersion = max(uneven.dispersion, _floor(float(pooled), kind))
    # The shorter side rules the error; the longer one's factor is the larger. Take the larger: on the safe side.
    factor = sum_factor(max(len(before), len(after)), uneven.likeness)
    strangers = max(uneven.freedom / factor, 2.0)
    stretch = stretch_of(level, strangers) if uneven.dispersion > _floor(float(pooled), kind) else 1.0
    return dispersion * factor * stretch


def _split(before: Points, after: Points, worth: float, level: float) -> Interval:
    """Return the ratio of two totals from the exact interval of their split, cases counted by their worth."""
    from scipy.special import betaincinv

    first, second = float(before.totals.sum()) / worth, float(after.totals.sum()) / worth
    scale, tail = float(before.exposure.sum()) / float(after.exposure.sum()), (1 - level) / 2
    low = float(betaincinv(second, first + 1, tail)) if second else 0.0
    high = float(betaincinv(second + 1, first, 1 - tail))
    n = len(before) + len(after)
    ends = low / (1 - low) * scale, high / (1 - high) * scale if high < 1 else None
    return Interval(second / first * scale, ends[0], ends[1], n, "split_exact", level)


def _levels(before: Points, after: Points, uneven: Unevenness, level: float) -> Interval:
    n, ratio = len(before) + len(after), after.mean / before.mean
    if len(before) < 2 or len(after) < 2 or ratio <= 0:
        return Interval(ratio, None, None, n, "welch_log", level)
    parts = [_relative_variance(side, uneven) for side in (before, after)]
    variance = sum(parts)
    freedoms = [max((len(s) - 1) / sum_factor(len(s), uneven.likeness), 1.0) for s in (before, after)]
    if not variance > 0:
        return Interval(ratio, ratio, ratio, n, "welch_log", level)
    freedom = variance**2 / sum(part**2 / df for part, df in zip(parts, freedoms, strict=True))
    half = t_of(level, freedom) * math.sqrt(variance)
    return Interval(ratio, ratio * math.exp(-half), ratio * math.exp(half), n, "welch_log", level)


def _relative_variance(side: Points, uneven: Unevenness) -> float:
    weights = side.exposure / side.exposure.sum()
    values = side.totals / side.exposure
    n, mean = len(side), side.mean
    if n < 2 or not mean > 0:
        return 0.0
    variance = float(np.sum(weights**2 * (values - mean) ** 2)) * n / (n - 1)
    factor = sum_factor(n, uneven.likeness)
    # The squared deviations are from a mean that follows alike neighbours, so they are too small as well.
    return variance / mean**2 * factor / max(1 - (factor - 1) / n, 0.2)


def t_of(level: float, freedom: float) -> float:
    """How many standard errors reach `level`, where the error itself was estimated."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2))


def stretch_of(level: float, freedom: float) -> float:
    """How many times a variance is to be stretched for having been estimated itself: (t/z)²."""
    return (t_of(level, freedom) / t_of(level, 1e9)) ** 2
