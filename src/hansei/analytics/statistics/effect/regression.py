"""Segmented regression: the step at the intervention that is left when season or trend may explain what they can.

Poisson pseudo-maximum likelihood with a log link, right for any mean that is not negative
(Gourieroux, Monfort and Trognon 1984). Errors bear uneven steps and alike neighbours: the
larger of the covariance of a Poisson series with a latent AR(1) (Zeger 1988) and of the
estimate that needs no such form (Newey and West 1987).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect.model import Points
from hansei.analytics.statistics.effect.ratio import likeness_of, sum_factor, t_of
from hansei.analytics.statistics.effect.season import YEAR
from hansei.analytics.statistics.interval import Interval

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOST_IN_NONE: Final = 3.689  # upper 95 % end of a Poisson count of none (Garwood 1936)
FEWEST_FREEDOM: Final = 4.0  # steps that are all alike still are that many


@dataclass(frozen=True)
class Fit:
    """Coefficients on the log scale, their covariance, and the residual degrees of freedom that alike steps leave."""

    coefficients: Floats
    covariance: Floats
    freedom: float
    levels: Floats  # of each step: case a unit of exposure


def joined(before: Points, after: Points) -> Points:
    """Return both periods as one; an after period without any case stands at the most it can mean, 3.7 cases.

    On the log scale nothing is infinitely far down; the upper end of none errs towards "no effect".
    """
    totals = after.totals if after.totals.sum() > 0 else np.full(len(after), MOST_IN_NONE / max(len(after), 1))
    return Points(np.r_[before.days, after.days], np.r_[before.totals, totals], np.r_[before.exposure, after.exposure])


def slope(before: Points, level: float, *, wave: bool = False) -> Interval | None:
    """Return the earlier period's trend as a factor a year; None where it cannot be fitted."""
    if not len(before):
        return None
    fit = fitted(before, _design(before, _years(before), waves=wave))
    return None if fit is None else _factor(fit, 1, len(before), level)


def step(
    before: Points,
    after: Points,
    level: float = 0.95,
    *,
    wave: bool = False,
    trend: bool = False,
    against: Mask | None = None,
) -> Interval | None:
    """Return the step at the intervention, a yearly wave with an overtone and a common trend allowed for.

    against: the steps of `before` that it is measured from; the others still show season and
    trend, at a level of their own. Default: all. None where it cannot be fitted.
    """
    if not len(before) or not len(after):
        return None
    if not after.totals.sum() > 0:
        return _nothing_after(before, after, level, wave, trend, against)
    both = joined(before, after)
    columns = [_jump(before, after)]
    if trend:
        columns.append(_years(both))
    if against is not None and not against.all():
        columns.append(np.r_[~against, np.zeros(len(after), dtype=bool)].astype(np.float64))
    fit = fitted(both, _design(both, *columns, waves=wave))
    return None if fit is None else _factor(fit, 1, len(both), level)


def _nothing_after(
    before: Points, after: Points, level: float, wave: bool, trend: bool, against: Mask | None
) -> Interval | None:
    """Return none over what the earlier time foretells: at most the upper end of none, over the lower end of that.

    On the log scale none is infinitely far down, so no step can be fitted. Bunches count once.
    """
    own = [~against] if against is not None and not against.all() else []
    both = Points(
        np.r_[before.days, after.days], np.r_[before.totals, after.totals], np.r_[before.exposure, after.exposure]
    )
    columns = [*([_years(both)] if trend else []), *(np.r_[each, np.zeros(len(after), dtype=bool)] for each in own)]
    design = _design(both, *(np.asarray(each, dtype=np.float64) for each in columns), waves=wave)
    cut = len(before)
    fit = fitted(before, design[:cut])
    if fit is None:
        return None
    foretold = after.exposure * np.exp(np.clip(design[cut:] @ fit.coefficients, -30, 30))
    usual = before.exposure * fit.levels
    bunched = max(1.0, float(np.sum((before.totals - usual) ** 2 / usual)) / max(cut - design.shape[1], 1))
    usual_step = foretold @ design[cut:] / foretold.sum()
    error = math.sqrt(float(usual_step @ fit.covariance @ usual_step))
    most = -math.log((1 - level) / 2) * bunched / float(foretold.sum())
    high = most * math.exp(min(60.0, t_of(level, fit.freedom) * error))
    return Interval(0.0, 0.0, high, len(both), "none_over_foretold", level)


def seasonal_levels(before: Points, after: Points) -> Floats | None:
    """Return the level of each step by a yearly wave and a step, before and after in one; six numbers are fitted."""
    both = joined(before, after)
    fit = fitted(both, _design(both, _jump(before, after), waves=True))
    return None if fit is None else fit.levels


def wave_chance(before: Points, after: Points) -> float:
    """Return the chance of a yearly wave as plain as this where there is none, a trend and the step allowed for."""
    from scipy.special import fdtrc

    both = joined(before, after)
    fit = fitted(both, _design(both, _jump(before, after), _years(both), waves=True))
    if fit is None:
        return 1.0
    wave, covariance = fit.coefficients[-4:], fit.covariance[-4:, -4:]
    statistic = float(wave @ np.linalg.pinv(covariance) @ wave) / 4
    return float(fdtrc(4, fit.freedom, statistic)) if statistic > 0 else 1.0


def _design(data: Points, *columns: Floats, waves: bool) -> Floats:
    turn = 2 * math.pi * data.days / YEAR
    yearly = [part(turn * tone) for tone in (1, 2) for part in (np.cos, np.sin)] if waves else []
    return np.column_stack([np.ones(len(data)), *columns, *yearly])


def fitted(data: Points, design: Floats) -> Fit | None:
    """Fit log mean = design × coefficients; None where data are too few or nothing but zeros on a side."""
    n, k = design.shape
    if n < k + 6 or data.totals.sum() <= 0:
        return None
    coefficients = _solve(data, design, _near(data, design))
    if coefficients is None:
        return None
    mean = data.exposure * np.exp(design @ coefficients)
    try:
        bread = np.linalg.inv(design.T @ (design * mean[:, None]))
    except np.linalg.LinAlgError:
        return None
    pearson = (data.totals - mean) / np.sqrt(mean)
    squares = float(pearson @ pearson)
    likeness = likeness_of([pearson], squares, n, k) if squares else 0.0
    dispersion = squares / (n - k)
    parametric = bread @ _latent(data, design, mean, likeness) @ bread * dispersion
    robust = bread @ _kernel(design * (data.totals - mean)[:, None]) @ bread * n / (n - k)
    larger = parametric if np.all(np.diag(parametric) >= np.diag(robust)) else _larger(parametric, robust)
    return Fit(coefficients, larger, max((n - k) / sum_factor(n, likeness), FEWEST_FREEDOM), mean / data.exposure)


def _latent(data: Points, design: Floats, mean: Floats, likeness: float) -> Floats:
    """Return what the scores vary by, where steps are alike by `likeness` to the power of their distance."""
    weighted = design * np.sqrt(mean)[:, None]
    if not likeness:
        return np.asarray(weighted.T @ weighted)
    length = float(np.median(np.diff(data.days)))
    apart = np.rint(np.abs(data.days[:, None] - data.days[None, :]) / length).astype(np.int64)
    powers = likeness ** np.arange(apart.max() + 1)
    return np.asarray(weighted.T @ powers[apart] @ weighted)


def _kernel(scores: Floats) -> Floats:
    n = len(scores)
    lags = max(1, int(4 * (n / 100) ** (2 / 9)))
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shared = scores[lag:].T @ scores[:-lag]
        middle = middle + (1 - lag / (lags + 1)) * (shared + shared.T)
    return np.asarray(middle)


def _larger(first: Floats, second: Floats) -> Floats:
    """Return the first covariance, its errors stretched to the second's where those are larger."""
    stretch = np.sqrt(np.maximum(np.diag(second) / np.diag(first), 1.0))
    return np.asarray(first * stretch[:, None] * stretch[None, :])


def _near(data: Points, design: Floats) -> Floats:
    """Return where to begin: least squares of the logarithms, half a usual step added so that none is of zero."""
    shift = data.mean * 0.5
    logs = np.log(data.totals / data.exposure + shift) - math.log(1.5)
    return np.asarray(np.linalg.lstsq(design, logs, rcond=None)[0])


def _solve(data: Points, design: Floats, start: Floats) -> Floats | None:
    coefficients = start
    for _ in range(60):
        mean = data.exposure * np.exp(np.clip(design @ coefficients, -30, 30))
        try:
            move = np.linalg.solve(design.T @ (design * mean[:, None]), design.T @ (data.totals - mean))
        except np.linalg.LinAlgError:
            return None
        coefficients = coefficients + np.clip(move, -2, 2)
        if np.max(np.abs(coefficients)) > 60:
            return None
        if np.max(np.abs(move)) < 1e-8:
            return np.asarray(coefficients)
    return None


def _factor(fit: Fit, which: int, n: int, level: float) -> Interval:
    value, error = float(fit.coefficients[which]), math.sqrt(float(fit.covariance[which, which]))
    half = t_of(level, fit.freedom) * error
    ends = [math.exp(max(-60.0, min(60.0, part))) for part in (value, value - half, value + half)]
    return Interval(ends[0], ends[1], ends[2], n, "poisson_pseudo_likelihood", level)


def _years(data: Points) -> Floats:
    return np.asarray((data.days - data.days[0]) / YEAR)


def _jump(before: Points, after: Points) -> Floats:
    return np.asarray(np.r_[np.zeros(len(before)), np.ones(len(after))])
