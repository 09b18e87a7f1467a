"""Control chart for single values (XmR): what is noise, and what deserves a question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

FEWEST_POINTS: Final = 12
LIMIT_FACTOR: Final = 2.66  # 3 / d2 for ranges of two values, d2 = 1.128 (Shewhart 1931, Wheeler 2000)
RUN: Final = 8

Side = Literal["above", "below"]


@dataclass(frozen=True)
class Signal:
    """One stretch of the chart that noise seldom makes, raised once however long it lasts.

    start, end: positions of its first and last point (from 0). codes: the rules that it met:
    beyond_limits, eight_on_one_side, three_of_four_near_limit.
    """

    start: int
    end: int
    side: Side
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ControlChart:
    """Centre and natural limits of a series, and its signals; values keep their gaps (None).

    state: ok, or too_few (under 12 points, or none beside another): then there are no limits
    and no signals. n: points that limits rest on. lower is cut at `floor` for drawing only.
    """

    state: Literal["ok", "too_few"]
    n: int
    values: tuple[float | None, ...]
    centre: float | None
    lower: float | None
    upper: float | None
    mean_moving_range: float | None
    signals: tuple[Signal, ...]


def control_chart(
    values: Sequence[float | None], *, baseline: int | None = None, floor: float | None = None
) -> ControlChart:
    """Tell signal from noise in a series at equal steps: mean ± 2.66 × mean moving range.

    values: one a step, in order; None is a gap: it stays a gap, gives no moving range and
    breaks every run. baseline: take centre and limits from the first so many steps only (a
    frozen baseline), still judging all. floor: the lowest value there can be, such as 0.
    A point on the centre is on neither side. Signals of one side that share a point are one.
    """
    series = tuple(None if value is None or math.isnan(value) else float(value) for value in values)
    basis = series[:baseline]
    points = [value for value in basis if value is not None]
    ranges = [abs(b - a) for a, b in pairwise(basis) if a is not None and b is not None]
    if len(points) < FEWEST_POINTS or not ranges:
        return ControlChart("too_few", len(points), series, None, None, None, None, ())
    centre, spread = math.fsum(points) / len(points), math.fsum(ranges) / len(ranges)
    reach = LIMIT_FACTOR * spread
    lower = centre - reach if floor is None else max(floor, centre - reach)
    signals = _merge(list(_signals(series, centre, reach)))
    return ControlChart("ok", len(points), series, centre, lower, centre + reach, spread, signals)


def _signals(series: Sequence[float | None], centre: float, reach: float) -> Iterator[Signal]:
    # A constant series must not signal because its mean is off by a rounding error.
    blur = 1e-9 * max(abs(centre), *(abs(value) for value in series if value is not None))
    sides: tuple[tuple[Side, int], ...] = (("above", 1), ("below", -1))
    for side, sign in sides:
        away = [None if value is None else sign * (value - centre) for value in series]
        beyond = [distance is not None and distance > reach + blur for distance in away]
        same_side = [distance is not None and distance > blur for distance in away]
        near = [None if distance is None else distance > reach / 2 + blur for distance in away]
        for start, end in _runs(beyond):
            yield Signal(start, end, side, ("beyond_limits",))
        for start, end in _runs(same_side):
            if end - start + 1 >= RUN:
                yield Signal(start, end, side, ("eight_on_one_side",))
        for first in range(len(near) - 3):
            four = near[first : first + 4]
            if None not in four and sum(map(bool, four)) >= 3:
                hits = [first + step for step, hit in enumerate(four) if hit]
                yield Signal(hits[0], hits[-1], side, ("three_of_four_near_limit",))


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last position of each unbroken stretch of true flags."""
    start: int | None = None
    for position, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = position
        elif not flag and start is not None:
            yield start, position - 1
            start = None


def _merge(signals: list[Signal]) -> tuple[Signal, ...]:
    merged: list[Signal] = []
    for signal in sorted(signals, key=lambda one: (one.side, one.start, one.end)):
        last = merged[-1] if merged else None
        if last and last.side == signal.side and signal.start <= last.end:
            codes = (*last.codes, *(code for code in signal.codes if code not in last.codes))
            merged[-1] = Signal(last.start, max(last.end, signal.end), last.side, codes)
        else:
            merged.append(signal)
    return tuple(sorted(merged, key=lambda one: (one.start, one.end)))
