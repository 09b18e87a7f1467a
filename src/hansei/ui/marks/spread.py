"""How figures spread: a histogram, and a row of medians each with its p10 and p90."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Scale, extent, rounded
from hansei.ui.marks.svg import Picture, join, path, tag, text

Written = Callable[[float], str]


def histogram(
    bins: Sequence[tuple[float, float, int]],
    title: str,
    description: str = "",
    lines: Sequence[tuple[float, str]] = (),
    written: Written = words.number,
    width: float = 320,
) -> Picture:
    """Bars from (low, high, count), heights by count; `lines` are figures such as the median, with their names."""
    if not bins:
        return Picture(width, 40, text(0, 20, words.no_data(), anchor="start"), title, description)
    floor, top = 112.0, 26.0
    x = Scale(bins[0][0], bins[-1][1], 2, width - 2)
    y = Scale(0, max(count for _low, _high, count in bins) or 1, floor, top)
    parts = [
        tag(
            "rect",
            tag("title", f"{written(low)}–{written(high)}: {words.number(count)}"),
            x=x(low),
            y=y(count),
            width=max(0.5, x(high) - x(low) - 1),
            height=floor - y(count),
            class_="h-bar",
        )
        for low, high, count in bins
    ]
    parts.append(tag("path", d=path([(0, floor), (width, floor)]), class_="h-axis-line"))
    for at, (value, name) in enumerate(lines):
        place = x(min(max(value, x.low), x.high))
        is_right = place > width * 0.75
        parts.append(tag("path", d=path([(place, 4 + 11 * (at % 2)), (place, floor)]), class_="h-line"))
        shift, anchor = (-4, "end") if is_right else (4, "start")
        parts.append(text(place + shift, 12 + 11 * (at % 2), name, "h-label h-halo", anchor))
    ends = [(x.low, "start", 2.0), ((x.low + x.high) / 2, "middle", width / 2), (x.high, "end", width - 2)]
    parts += [text(place, floor + 16, written(value), anchor=anchor) for value, anchor, place in ends]
    rows = [(f"{written(low)}–{written(high)}", words.number(count)) for low, high, count in bins]
    return Picture(width, floor + 22, join(parts), title, description, (_("From–to"), "n"), rows, "histogram")


@dataclass(frozen=True)
class Box:
    """One row: its median with p10 and p90 from n cases. None where there is no data."""

    name: str
    low: float | None
    median: float | None
    high: float | None
    n: int
    target: float | None = None


def boxes(
    rows: Sequence[Box], title: str, description: str = "", written: Written = words.number, width: float = 560
) -> Picture:
    """Medians as dots on a line from p10 to p90, all on one scale; dots hollow where n is under 20."""
    left, right, line = 172.0, 20.0, 28.0
    low, high = extent([value for each in rows for value in (each.low, each.high, each.target)])
    x, ticks = rounded(low, high, left, width - right, 5)
    floor = line * len(rows) + 6
    parts = [tag("path", d=path([(x(tick), 0), (x(tick), floor)]), class_="h-gridline") for tick in ticks]
    parts += [text(x(tick), floor + 16, written(tick)) for tick in ticks]
    for at, each in enumerate(rows):
        y = line * at + 16
        parts.append(text(0, y + 4, _cut(each.name), "h-label", "start"))
        parts.append(text(left - 12, y + 4, f"n {words.number(each.n)}", anchor="end"))
        if each.median is None or each.low is None or each.high is None:
            parts.append(text(left + 4, y + 4, words.no_data(), anchor="start"))
            continue
        said = f"{each.name}: {written(each.median)} ({written(each.low)}–{written(each.high)}), n {each.n}"
        parts.append(
            tag("rect", x=x(each.low), y=y - 4, width=max(1, x(each.high) - x(each.low)), height=8, class_="h-band")
        )
        if each.target is not None:
            parts.append(tag("path", d=path([(x(each.target), y - 9), (x(each.target), y + 9)]), class_="h-target"))
        class_ = "h-point h-hollow-point" if each.n < 20 else "h-point"
        parts.append(tag("circle", tag("title", said), cx=x(each.median), cy=y, r=4, class_=class_))
    table = [
        (each.name, words.number(each.n), *(words.no_data() if v is None else written(v) for v in _three(each)))
        for each in rows
    ]
    head = (_("Name"), "n", "p10", _("Median"), "p90")
    return Picture(width, floor + 22, join(parts), title, description, head, table, "boxes")


def _three(box: Box) -> tuple[float | None, float | None, float | None]:
    return box.low, box.median, box.high


def _cut(name: str) -> str:
    return name if len(name) <= 18 else name[:17] + "…"
