"""Whether two series move together or against each other, step by step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hansei.analytics.statistics.interval import z_of

FEWEST: Final = 12  # pairs of changes; with fewer the interval says nothing anyway
LAGS: Final = 3


@dataclass(frozen=True)
class Together:
    """How alike two series change: a rank correlation from −1 to 1 with its interval, from n pairs of changes.

    state: `together`, `against`, `unclear` (the interval holds 0), or `too_few`. `worth` is how many independent pairs
    the n are worth, because each series remembers its last steps.
    """

    r: float | None
    low: float | None
    high: float | None
    n: int
    worth: float
    state: str
    level: float = 0.95


def moves_together(first: Sequence[float | None], second: Sequence[float | None], level: float = 0.95) -> Together:
    """Return whether what changes from step to step in one series also changes in the other (Spearman 1904).

    Changes are compared, not levels: two series that merely grow over the same years are alike in nothing else.
    The interval is Fisher's with the variance for ranks of Bonett and Wright (2000), on the number of independent
    pairs that the series are worth (Bartlett 1935). A step without data in either is left out, with the changes on
    both its sides.
    That two things move together does not tell which moves the other, or whether a third moves both.
    """
    if len(first) != len(second):
        raise ValueError("both series need the same steps")
    pairs = [
        (a1 - a0, b1 - b0)
        for a0, a1, b0, b1 in zip(first, first[1:], second, second[1:], strict=False)
        if a0 is not None and a1 is not None and b0 is not None and b1 is not None
    ]
    n = len(pairs)
    if n < FEWEST:
        return Together(None, None, None, n, float(n), "too_few", level)
    a, b = (_ranks(np.array([pair[at] for pair in pairs])) for at in (0, 1))
    if a.std() == 0 or b.std() == 0:  # one of them never changes
        return Together(None, None, None, n, float(n), "unclear", level)
    r = float(np.corrcoef(a, b)[0, 1])
    worth = _worth(a, b)
    inner = min(abs(r), 0.999999) * (1 if r >= 0 else -1)
    half = z_of(level) * math.sqrt((1 + inner * inner / 2) / max(worth - 3, 1.0))
    low, high = math.tanh(math.atanh(inner) - half), math.tanh(math.atanh(inner) + half)
    state = "together" if low > 0 else "against" if high < 0 else "unclear"
    return Together(r, low, high, n, worth, state, level)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 1; equal values share the middle of theirs."""
    _unique, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[at], dtype=float)


def _worth(a: np.ndarray, b: np.ndarray) -> float:
    """How many independent pairs these are worth; never more than there are."""
    n = len(a)
    inflation = 1.0 + 2 * sum((1 - lag / n) * _remembers(a, lag) * _remembers(b, lag) for lag in range(1, LAGS + 1))
    return float(min(n, n / max(inflation, 1.0)))


def _remembers(values: np.ndarray, lag: int) -> float:
    centred = values - values.mean()
    return float((centred[lag:] * centred[:-lag]).sum() / (centred * centred).sum())
