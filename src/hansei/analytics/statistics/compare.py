"""Two periods side by side: how much they differ, how sure that is, and a plain answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hansei.analytics.statistics.interval import Interval, median_interval, rate_interval, share_interval, z_of

Kind = Literal["share", "duration", "count_rate"]
ComparisonAnswer = Literal["higher", "lower", "no_material_difference", "cannot_tell"]
MARGIN: Final = 0.10


@dataclass(frozen=True)
class Counted:
    """So many of something in so much exposure: 30 of 200 tickets, or 12 call-outs in 26 weeks.

    dispersion: how many times the count varies more than chance alone (`dispersion_of_days`);
    1 for cases that come independently. Used for rates only.
    """

    count: int
    exposure: float
    dispersion: float = 1.0


@dataclass(frozen=True)
class Comparison:
    """Period b against period a: each with n and interval, difference (b − a) and ratio (b / a).

    answer: higher, lower (the difference's interval leaves zero out), no_material_difference
    (it lies wholly within ± margin of a's value), cannot_tell.
    """

    kind: Kind
    a: Interval
    b: Interval
    difference: Interval
    ratio: Interval
    answer: ComparisonAnswer
    margin: float


def compare_periods(
    a: Counted | Sequence[float],
    b: Counted | Sequence[float],
    *,
    kind: Kind,
    margin: float = MARGIN,
    level: float = 0.95,
) -> Comparison:
    """Compare period b with period a.

    share: `Counted(count, n)`; difference by Newcombe (1998, method 10).
    duration: the single durations, in one unit; medians, by Price and Bonett (2002).
    count_rate: `Counted(count, exposure, dispersion)`; ratio exact for Poisson counts, conditional on their
    sum; both counts are worth so many times less as they vary more than chance.
    Raises ValueError when a or b does not fit the kind.
    """
    if kind == "duration":
        if isinstance(a, Counted) or isinstance(b, Counted):
            raise ValueError("durations are compared from the single values, not from counts")
        return _durations(list(a), list(b), margin, level)
    if not isinstance(a, Counted) or not isinstance(b, Counted):
        raise ValueError(f"{kind} is compared from Counted(count, exposure) on both sides")
    return _shares(a, b, margin, level) if kind == "share" else _rates(a, b, margin, level)


def _shares(a: Counted, b: Counted, margin: float, level: float) -> Comparison:
    first, second = share_interval(a.count, int(a.exposure), level), share_interval(b.count, int(b.exposure), level)
    n = first.n + second.n
    difference = _nothing(n, "newcombe", level)
    ratio = _nothing(n, "katz", level)
    if first.value is not None and second.value is not None:
        difference = _newcombe(first, second)
        ratio = _share_ratio(a, b, level)
    return _answered("share", first, second, difference, ratio, margin)


def _newcombe(a: Interval, b: Interval) -> Interval:
    assert a.value is not None and a.low is not None and a.high is not None
    assert b.value is not None and b.low is not None and b.high is not None
    change = b.value - a.value
    low = change - math.hypot(b.value - b.low, a.high - a.value)
    high = change + math.hypot(b.high - b.value, a.value - a.low)
    return Interval(change, low, high, a.n + b.n, "newcombe", a.level)


def _share_ratio(a: Counted, b: Counted, level: float) -> Interval:
    n = int(a.exposure + b.exposure)
    if a.count == 0 or b.count == 0:
        value = None if a.count == 0 else 0.0
        return Interval(value, None, None, n, "katz", level)
    log = math.log(b.count / b.exposure / (a.count / a.exposure))
    error = math.sqrt(1 / a.count - 1 / a.exposure + 1 / b.count - 1 / b.exposure)
    return _from_log(log, error, n, "katz", level)


def _rates(a: Counted, b: Counted, margin: float, level: float) -> Comparison:
    first, second = (rate_interval(each.count, each.exposure, level, each.dispersion) for each in (a, b))
    ratio = rate_ratio(a, b, level)
    difference = _nothing(ratio.n, "square_and_add", level)
    if first.value is not None and second.value is not None:
        # Zou and Donner (2008): the two intervals, combined like Newcombe's.
        difference = replace(_newcombe(first, second), method="square_and_add")
    return _answered("count_rate", first, second, difference, ratio, margin)


def rate_ratio(a: Counted, b: Counted, level: float = 0.95) -> Interval:
    """Return b's rate over a's, exact for Poisson counts given their sum (Clopper–Pearson on the split).

    With a dispersion above 1 the counts are worth fewer: both are divided by it before the
    exact interval is taken (quasi-Poisson), which is right even where one of them is zero.
    """
    from scipy.special import betaincinv

    n, tail = a.count + b.count, (1 - level) / 2
    if n == 0 or a.exposure <= 0 or b.exposure <= 0:
        return _nothing(n, "conditional_exact", level)
    worth = max(1.0, a.dispersion, b.dispersion)
    before, after, scale = a.count / worth, b.count / worth, a.exposure / b.exposure
    low = float(betaincinv(after, before + 1, tail)) if b.count else 0.0
    high = float(betaincinv(after + 1, before, 1 - tail)) if a.count else None
    return Interval(
        b.count / a.count * scale if a.count else None,
        low / (1 - low) * scale,
        None if high is None or high >= 1 else high / (1 - high) * scale,
        n,
        "conditional_exact",
        level,
    )


def _durations(a: list[float], b: list[float], margin: float, level: float) -> Comparison:
    first, second = median_interval(a, level), median_interval(b, level)
    n = first.n + second.n
    difference, ratio = _nothing(n, "price_bonett", level), _nothing(n, "price_bonett", level)
    if first.low is not None and second.low is not None and first.value is not None and second.value is not None:
        change = second.value - first.value
        half = z_of(level) * math.hypot(_median_error(a), _median_error(b))
        difference = Interval(change, change - half, change + half, n, "price_bonett", level)
        if min(a) > 0 and min(b) > 0:
            logs = [[math.log(value) for value in side] for side in (a, b)]
            error = math.hypot(_median_error(logs[0]), _median_error(logs[1]))
            ratio = _from_log(math.log(second.value / first.value), error, n, "price_bonett", level)
    return _answered("duration", first, second, difference, ratio, margin)


def _median_error(values: list[float]) -> float:
    """Return the standard error of a median from two order statistics (Price and Bonett 2001)."""
    from scipy.special import bdtr, ndtri

    ordered, n = sorted(values), len(values)
    rank = max(1, round((n + 1) / 2 - math.sqrt(n)))
    outside = 2 * float(bdtr(rank - 1, n, 0.5))
    return (ordered[n - rank] - ordered[rank - 1]) / (2 * float(ndtri(1 - outside / 2)))


def _answered(kind: Kind, a: Interval, b: Interval, difference: Interval, ratio: Interval, margin: float) -> Comparison:
    answer: ComparisonAnswer = "cannot_tell"
    if difference.low is not None and difference.high is not None and a.value is not None:
        material = margin * abs(a.value)
        if -material < difference.low and difference.high < material:
            answer = "no_material_difference"
        elif difference.low > 0:
            answer = "higher"
        elif difference.high < 0:
            answer = "lower"
    return Comparison(kind, a, b, difference, ratio, answer, margin)


def _from_log(log: float, error: float, n: int, method: str, level: float) -> Interval:
    half = z_of(level) * error
    return Interval(math.exp(log), math.exp(log - half), math.exp(log + half), n, method, level)


def _nothing(n: int, method: str, level: float) -> Interval:
    return Interval(None, None, None, n, method, level)
