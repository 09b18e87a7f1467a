"""How sure a figure is: shares, rates and medians, each with n and an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# scipy.special is imported inside functions: it costs a tenth of a second, and the command line
# must start fast when no statistics are asked for.


@dataclass(frozen=True)
class Interval:
    """A figure, the span that holds the true one in `level` of all samples, and the n it rests on.

    value, low and high carry the unit of the figure. None: it cannot be said from these data.
    method: code of the procedure, explained on the measure's page.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    level: float = 0.95

    def scaled(self, factor: float) -> Interval:
        """Return the same statement in another unit (factor > 0)."""
        scaled = [None if part is None else part * factor for part in (self.value, self.low, self.high)]
        return Interval(scaled[0], scaled[1], scaled[2], self.n, self.method, self.level)


def share_interval(count: int, n: int, level: float = 0.95) -> Interval:
    """Return a share from 0 to 1 with Wilson's score interval (1927).

    n = 0 says nothing: value and ends are None. Raises ValueError when count is not within 0 to n.
    """
    if not 0 <= count <= n:
        raise ValueError(f"a share needs 0 ≤ count ≤ n, not {count} of {n}")
    if n == 0:
        return Interval(None, None, None, 0, "wilson", level)
    z, share = z_of(level), count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At 0 and n the ends are exact; the formula misses them by a rounding error.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == n else min(1.0, middle + half)
    return Interval(share, low, high, n, "wilson", level)


def rate_interval(count: int, exposure: float, level: float = 0.95, dispersion: float = 1.0) -> Interval:
    """Return a rate per unit of exposure (a week, a user, a ticket), exact for Poisson counts (Garwood 1936).

    No occurrence still has an upper end: nothing in 12 weeks is at most 0.31 a week.
    dispersion: how many times it varies more than chance alone; count and exposure are worth that much less
    (quasi-Poisson, Wedderburn 1974). n is the count. Raises ValueError for a negative count; no exposure says nothing.
    """
    from scipy.special import gammaincinv

    if count < 0:
        raise ValueError("a count cannot be below zero")
    if exposure <= 0:
        return Interval(None, None, None, count, "poisson_exact", level)
    tail, worth = (1 - level) / 2, max(1.0, dispersion)
    low = float(gammaincinv(count / worth, tail)) if count else 0.0
    high = float(gammaincinv(count / worth + 1, 1 - tail))
    method = "poisson_exact" if worth == 1 else "quasi_poisson"
    return Interval(count / exposure, low * worth / exposure, high * worth / exposure, count, method, level)


def median_interval(values: Sequence[float], level: float = 0.95) -> Interval:
    """Return the median with an interval between two of the values themselves (order statistics).

    Assumes nothing of the distribution. Under six values no such interval reaches 95 %: the ends are None.
    """
    ordered = sorted(values)
    n = len(ordered)
    if n == 0:
        return Interval(None, None, None, 0, "order_statistics", level)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    rank = median_rank(n, level)
    if rank == 0:
        return Interval(middle, None, None, n, "order_statistics", level)
    return Interval(middle, ordered[rank - 1], ordered[n - rank], n, "order_statistics", level)


def median_rank(n: int, level: float = 0.95) -> int:
    """Return the rank r for which [r-th lowest, r-th highest] holds the median at `level`; 0: there is none.

    >>> median_rank(5), median_rank(6), median_rank(100)
    (0, 1, 40)
    """
    from scipy.special import bdtr

    low, high = 0, n // 2
    while low < high:
        rank = (low + high + 1) // 2
        if float(bdtr(rank - 1, n, 0.5)) <= (1 - level) / 2:
            low = rank
        else:
            high = rank - 1
    return low


def z_of(level: float) -> float:
    """How many standard errors reach `level` of a normal distribution, both sides together."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + level / 2))
