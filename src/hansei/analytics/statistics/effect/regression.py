"""Segmented regression: the step at the intervention that is left when trend or season may explain what they can.

Poisson pseudo-maximum likelihood with a log link, right for any mean that is not negative
(Gourieroux, Monfort and Trognon 1984), with errors that bear uneven and alike neighbours
(Newey and West 1987).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics.effect.model import Points
from hansei.analytics.statistics.interval import Interval

Floats = NDArray[np.float64]
YEAR: Final = 365.25
MOST_IN_NONE: Final = 3.689  # upper 95 % end of a Poisson count of none (Garwood 1936)


@dataclass(frozen=True)
class Fit:
    """Coefficients on the log scale, their covariance, and residual degrees of freedom."""

    coefficients: Floats
    covariance: Floats
    freedom: int


def joined(before: Points, after: Points) -> Points:
    """Return both periods as one; an after period without any case stands at the most it can mean, 3.7 cases.

    On the log scale nothing is infinitely far down; the upper end of none errs towards "no effect".
    """
    totals = after.totals if after.totals.sum() > 0 else np.full(len(after), MOST_IN_NONE / max(len(after), 1))
    return Points(np.r_[before.days, after.days], np.r_[before.totals, totals], np.r_[before.exposure, after.exposure])


def slope(before: Points, level: float = 0.95) -> Interval | None:
    """Return the earlier period's trend as a factor a year; None where it cannot be fitted."""
    if not len(before):
        return None
    fit = fitted(before, np.column_stack([np.ones(len(before)), _years(before)]))
    return None if fit is None else _factor(fit, 1, len(before), level)


def step_beside_trend(before: Points, after: Points, level: float = 0.95) -> Interval | None:
    """Return the step at the intervention, a common trend allowed for."""
    both = joined(before, after)
    columns = [np.ones(len(both)), _years(both), _step(before, after)]
    fit = fitted(both, np.column_stack(columns))
    return None if fit is None else _factor(fit, 2, len(both), level)


def step_beside_wave(before: Points, after: Points, level: float = 0.95) -> Interval | None:
    """Return the step at the intervention, a yearly wave of any size and phase, with an overtone, allowed for."""
    both = joined(before, after)
    fit = fitted(both, _wave_design(before, after))
    return None if fit is None else _factor(fit, 5, len(both), level)


def wave_levels(before: Points, after: Points) -> tuple[Floats, Floats, Floats] | None:
    """Return each step's level by a yearly wave and a step, for before and after, and the wave alone for both.

    The levels are what steps are uneven around in a seasonal measure; the wave has mean 1 over a year.
    """
    design = _wave_design(before, after)
    fit = fitted(joined(before, after), design)
    if fit is None:
        return None
    levels = np.exp(design @ fit.coefficients)
    year = np.arange(365) * 2 * math.pi / YEAR
    whole_year = np.column_stack([part(year * tone) for tone in (1, 2) for part in (np.cos, np.sin)])
    usual = float(np.exp(whole_year @ fit.coefficients[1:5]).mean())
    return levels[: len(before)], levels[len(before) :], np.exp(design[:, 1:5] @ fit.coefficients[1:5]) / usual


def wave_chance(before: Points, after: Points) -> float:
    """Return the chance of a yearly wave as plain as this where there is none, a trend and the step allowed for."""
    from scipy.special import fdtrc

    both = joined(before, after)
    fit = fitted(both, np.column_stack([_wave_design(before, after), _years(both)]))
    if fit is None:
        return 1.0
    wave, covariance = fit.coefficients[1:5], fit.covariance[1:5, 1:5]
    statistic = float(wave @ np.linalg.pinv(covariance) @ wave) / 4
    return float(fdtrc(4, fit.freedom, statistic)) if statistic > 0 else 1.0


def _wave_design(before: Points, after: Points) -> Floats:
    both = joined(before, after)
    turn = 2 * math.pi * both.days / YEAR
    waves = [part(turn * tone) for tone in (1, 2) for part in (np.cos, np.sin)]
    return np.column_stack([np.ones(len(both)), *waves, _step(before, after)])


def fitted(data: Points, design: Floats) -> Fit | None:
    """Fit log mean = design × coefficients; None where data are too few or nothing but zeros on a side."""
    n, k = design.shape
    if n < k + 6 or data.totals.sum() <= 0:
        return None
    start = np.zeros(k)
    start[0] = math.log(data.mean)
    coefficients = _solve(data, design, start)
    if coefficients is None:
        return None
    mean = data.exposure * np.exp(design @ coefficients)
    try:
        bread = np.linalg.inv(design.T @ (design * mean[:, None]))
    except np.linalg.LinAlgError:
        return None
    scores = design * (data.totals - mean)[:, None]
    lags = max(1, int(4 * (n / 100) ** (2 / 9)))
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        shared = scores[lag:].T @ scores[:-lag]
        middle = middle + (1 - lag / (lags + 1)) * (shared + shared.T)
    covariance = bread @ middle @ bread * n / (n - k)
    # Where alike neighbours cancel by chance, pure chance is still the least there is.
    floor = np.diag(bread) * min(1.0, float(np.sum((data.totals - mean) ** 2 / mean)) / (n - k))
    np.fill_diagonal(covariance, np.maximum(np.diag(covariance), floor))
    return Fit(coefficients, covariance, n - k)


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
        if np.max(np.abs(move)) < 1e-9:
            return np.asarray(coefficients)
    return None


def _factor(fit: Fit, which: int, n: int, level: float) -> Interval:
    from scipy.special import stdtrit

    value, error = float(fit.coefficients[which]), math.sqrt(float(fit.covariance[which, which]))
    half = float(stdtrit(fit.freedom, 0.5 + level / 2)) * error
    ends = [math.exp(max(-60.0, min(60.0, part))) for part in (value, value - half, value + half)]
    return Interval(ends[0], ends[1], ends[2], n, "poisson_pseudo_likelihood", level)


def _years(data: Points) -> Floats:
    return np.asarray((data.days - data.days[0]) / YEAR)


def _step(before: Points, after: Points) -> Floats:
    return np.asarray(np.r_[np.zeros(len(before)), np.ones(len(after))])
