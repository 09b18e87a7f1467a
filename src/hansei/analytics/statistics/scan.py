"""Scan of the clock: the window with the largest log-likelihood ratio, for many groups at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MINUTES = 24 * 60


def best_windows(groups: Floats, usual: Floats, width: int) -> tuple[Ints, Ints, Floats]:
    """Return per row the best window's first minute, the events it holds, and its log-likelihood ratio.

    groups: rows of whole minutes of the day. usual: share of each minute. width: minutes.
    Windows begin at an event: any other holds no more and can be moved to one.
    """
    rows, n = groups.shape
    ordered = np.sort(groups, axis=1)
    twice = np.concatenate([ordered, ordered + MINUTES], axis=1)
    held = np.empty((rows, n), dtype=np.int64)
    for row in range(rows):
        held[row] = np.searchsorted(twice[row], ordered[row] + width, side="left") - np.arange(n)
    # Events of one minute: the window that begins at the first of them holds all.
    held = np.minimum(held, n)
    sums = np.r_[0.0, np.cumsum(np.r_[usual, usual])]
    first = ordered.astype(np.int64)
    expected = np.clip(sums[first + width] - sums[first], 1e-9, 1 - 1e-9)
    share = held / n
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - expected)), 0.0)
        score = np.where(share > expected, n * (share * np.log(share / expected) + outside), 0.0)
    best = np.argmax(score, axis=1)
    pick = np.arange(rows), best
    return first[pick], held[pick], score[pick]
