"""Small lines beside a figure: the last periods as bars, and a median within its spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Scale, extent
from hansei.ui.marks.svg import Picture, join, path, tag, text


def sparkline(
    values: Sequence[float | None], title: str, labels: Sequence[str] = (), width: float = 112, height: float = 24
) -> Picture:
    """One bar a period, the last in ink; a period without data stays a gap."""
    scale = Scale(*extent(values), 0, height - 2)
    pitch = width / max(1, len(values))
    bars = [
        tag(
            "rect",
            x=at * pitch + pitch * 0.12,
            y=height - max(1.0, scale(value)),
            width=pitch * 0.76,
            height=max(1.0, scale(value)),
            class_="h-fill-ink" if at == len(values) - 1 else "h-fill-quiet",
        )
        for at, value in enumerate(values)
        if value is not None
    ]
    names = labels or [str(at + 1) for at in range(len(values))]
    rows = [(name, words.number(value)) for name, value in zip(names, values, strict=False)]
    return Picture(width, height, join(bars), title, "", (_("Period"), _("Value")), rows, "sparkline")


@dataclass(frozen=True)
class Spread:
    """One period: its median within p10 and p90, from n cases. Without data all three are None."""

    label: str
    median: float | None
    low: float | None
    high: float | None
    n: int


def band(
    periods: Sequence[Spread],
    title: str,
    target: float | None = None,
    most: float | None = None,
    width: float = 262,
    height: float = 64,
) -> Picture:
    """Median as a line in its spread from p10 to p90; dots where n is under 20; `most` sets one scale for several."""
    top = most or extent([each.high for each in periods], target)[1]
    y = Scale(0, top, height - 2, 2)
    x = Scale(0, max(1, len(periods) - 1), 3, width - 3)
    parts = [part for run in runs([each.median is not None for each in periods]) for part in _run(periods, run, x, y)]
    if target is not None:
        parts.append(tag("path", d=path([(0, y(target)), (width, y(target))]), class_="h-target"))
    parts += [
        text((x(first) + x(last)) / 2, y(0) - 4, words.no_data())
        for first, last in runs([each.median is None for each in periods])
        if x(last) - x(first) > 40
    ]
    rows = [
        (each.label, words.number(each.median), words.between(each.low, each.high), words.number(each.n), _or(target))
        for each in periods
    ]
    head = (_("Period"), _("Median"), "p10–p90", "n", _("Target"))
    return Picture(width, height, join(parts), title, "", head, rows, "band")


def runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last position of each unbroken stretch of True.

    >>> list(runs([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    first: int | None = None
    for at, flag in enumerate([*flags, False]):
        if flag and first is None:
            first = at
        elif not flag and first is not None:
            yield first, at - 1
            first = None


def _run(periods: Sequence[Spread], run: tuple[int, int], x: Scale, y: Scale) -> list[SafeString]:
    at = range(run[0], run[1] + 1)
    upper = [(x(i), y(periods[i].high or 0)) for i in at if periods[i].high is not None]
    lower = [(x(i), y(periods[i].low or 0)) for i in reversed(at) if periods[i].low is not None]
    middle = [(x(i), y(periods[i].median or 0)) for i in at]
    parts = [tag("path", d=path(upper + lower, close=True), class_="h-band")] if len(upper) > 1 else []
    if max(periods[i].n for i in at) < 20:
        return parts + [tag("circle", cx=cx, cy=cy, r=2, class_="h-point") for cx, cy in middle]
    return [*parts, tag("path", d=path(middle), class_="h-line"), _last_dot(middle)]


def _last_dot(middle: Sequence[tuple[float, float]]) -> SafeString:
    return tag("circle", cx=middle[-1][0], cy=middle[-1][1], r=2.4, class_="h-point")


def _or(value: float | None) -> str:
    return "–" if value is None else words.number(value)
