"""Cumulative flow: how much stood in each state on each day, one area upon another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Days, rounded
from hansei.ui.marks.svg import Picture, join, path, tag, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 920.0, 260.0, 44.0, 130.0, 12.0, 28.0


def cumulative_flow(
    days: Sequence[date], layers: Sequence[tuple[str, Sequence[int]]], title: str, description: str = ""
) -> Picture:
    """Areas from the bottom up, last state first: heights are work in progress, horizontal distances are time."""
    if not days or not layers:
        return Picture(WIDTH, 40, text(0, 20, words.no_data(), anchor="start"), title, description)
    along = Days(days[0], days[-1], LEFT, WIDTH - RIGHT)
    most = max(sum(counts[at] for _name, counts in layers) for at in range(len(days)))
    y, ticks = rounded(0, most, HEIGHT - BOTTOM, TOP)
    parts = [tag("path", d=path([(LEFT, y(t)), (WIDTH - RIGHT, y(t))]), class_="h-gridline") for t in ticks]
    below = [0] * len(days)
    free = HEIGHT
    for at, (name, counts) in enumerate(layers):
        above = [low + count for low, count in zip(below, counts, strict=True)]
        outline = [(along(day), y(value)) for day, value in zip(days, above, strict=True)]
        back = [(along(day), y(value)) for day, value in zip(reversed(days), reversed(below), strict=True)]
        parts.append(tag("path", tag("title", name), d=path(outline + back, close=True), class_=f"h-layer{at % 5 + 1}"))
        parts.append(tag("path", d=path(outline), class_="h-line h-fine"))
        middle = (y(above[-1]) + y(below[-1])) / 2 + 4
        free = min(middle, free - 15)
        parts.append(text(WIDTH - RIGHT + 8, free, f"{name} {words.number(counts[-1])}", "h-label", "start"))
        below = above
    parts += [text(LEFT - 8, y(tick) + 4, words.number(tick), anchor="end") for tick in ticks]
    parts += [text(place, HEIGHT - BOTTOM + 18, name) for place, name in along.named_months(44)]
    names = [name for name, _counts in layers]
    rows = [(words.of_day(day), *(words.number(counts[at]) for _name, counts in layers)) for at, day in enumerate(days)]
    return Picture(
        WIDTH, HEIGHT, join(parts), title, description, (_("Day"), *names), rows, "cumulative-flow", "h-wide h-latest"
    )
