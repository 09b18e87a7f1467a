"""From figures to places: scales with round ticks, and days along a line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import get_language


@dataclass(frozen=True)
class Scale:
    """A linear way from figures (low to high) to places (start to end); y axes run from the bottom up."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        return round_ticks(self.low, self.high, about)


def round_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round figures from at most `low` to at least `high`, in steps of 1, 2 or 5.

    >>> round_ticks(0, 7.9), round_ticks(-52, -28, 3)
    ([0.0, 2.0, 4.0, 6.0, 8.0], [-60.0, -50.0, -40.0, -30.0, -20.0])
    """
    step = _step(high - low, about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 10) + 0.0 for at in range(first, max(last, first + 1) + 1)]


def rounded(low: float, high: float, start: float, end: float, about: int = 5) -> tuple[Scale, list[float]]:
    """A scale that begins and ends on a round figure, with its ticks."""
    ticks = round_ticks(low, high, about)
    return Scale(ticks[0], ticks[-1], start, end), ticks


def extent(values: Sequence[float | None], *more: float | None, zero: bool = True) -> tuple[float, float]:
    """The lowest and highest of all figures that are there; with zero unless told otherwise."""
    known = [value for value in (*values, *more) if value is not None and math.isfinite(value)]
    if zero:
        known.append(0.0)
    low, high = min(known, default=0.0), max(known, default=1.0)
    return (low, high) if high > low else (low, low + 1.0)


@dataclass(frozen=True)
class Days:
    """Days along a line, both ends included."""

    since: date
    until: date
    start: float
    end: float

    def __call__(self, day: date) -> float:
        length = max(1, (self.until - self.since).days)
        return self.start + (day - self.since).days / length * (self.end - self.start)

    def months(self) -> Iterator[date]:
        """The first days of months between both ends."""
        month = self.since.replace(day=1)
        while month <= self.until:
            if month >= self.since:
                yield month
            month = next_month(month)

    def named_months(self, room: float = 34) -> list[tuple[float, str]]:
        """Places and short names of months, thinned out until each has `room`; a January carries its year."""
        months = list(self.months())
        width = abs(self.end - self.start) / max(1.0, (self.until - self.since).days / 30.4)
        every = next((n for n in (1, 2, 3, 6, 12) if width * n >= room), 12)
        kept = [month for month in months if (month.month - 1) % every == 0] or months[:1]
        return [(self(month), month_name(month)) for month in kept]


def month_name(month: date) -> str:
    """`Nov`; in January the year, so that a longer strip says which."""
    if (get_language() or "en").startswith("zh"):
        return formats.date_format(month, "Y年" if month.month == 1 else "n月")
    return formats.date_format(month, "Y" if month.month == 1 else "M")


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _step(length: float, about: int) -> float:
    rough = max(length, 1e-12) / max(1, about)
    power = 10.0 ** math.floor(math.log10(rough))
    return power * next(nice for nice in (1, 2, 5, 10) if rough <= nice * power * (1 + 1e-9))
