"""Pareto: what occurs most, one bar each, and how much of all the first ones are together."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import Scale, rounded
from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import wrapped

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760.0, 300.0, 48.0, 52.0, 22.0, 58.0
Row = tuple[str, int]


def pareto(rows: Sequence[Row], title: str, description: str = "", rest: int = 0) -> Picture:
    """Bars from the largest down (name, count) with the line of their shares added up; `rest`: all others together."""
    ordered = sorted(rows, key=lambda row: (-row[1], row[0]))
    if rest > 0:
        ordered.append((_("all others"), rest))
    total = sum(count for _name, count in ordered)
    if total <= 0:
        return Picture(WIDTH, 40, text(0, 20, words.no_data(), anchor="start"), title, description, name="pareto")
    sums = [sum(count for _name, count in ordered[: at + 1]) / total for at in range(len(ordered))]
    y, ticks = rounded(0, max(count for _name, count in ordered), HEIGHT - BOTTOM, TOP)
    part = Scale(0, 1, HEIGHT - BOTTOM, TOP)
    body = [*_frame(y, ticks, part), *_bars(ordered, y, has_rest=rest > 0), *_line(sums, part)]
    table = [
        (name, words.number(count), words.share(count / total), words.share(added))
        for (name, count), added in zip(ordered, sums, strict=True)
    ]
    head = (_("Name"), "n", _("Share"), _("Share added up"))
    return Picture(WIDTH, HEIGHT, join(body), title, description, head, table, "pareto", "h-wide")


def _frame(y: Scale, ticks: Sequence[float], part: Scale) -> list[SafeString]:
    drawn = [tag("path", d=path([(LEFT, y(tick)), (WIDTH - RIGHT, y(tick))]), class_="h-gridline") for tick in ticks]
    drawn += [text(LEFT - 8, y(tick) + 4, words.number(tick), anchor="end") for tick in ticks]
    drawn += [
        text(WIDTH - RIGHT + 8, part(share) + 4, words.share(share), anchor="start") for share in (0, 0.5, 0.8, 1)
    ]
    return [*drawn, tag("path", d=path([(LEFT, part(0.8)), (WIDTH - RIGHT, part(0.8))]), class_="h-target")]


def _bars(rows: Sequence[Row], y: Scale, *, has_rest: bool) -> list[SafeString]:
    pitch, drawn = (WIDTH - LEFT - RIGHT) / len(rows), []
    for at, (name, count) in enumerate(rows):
        is_rest = has_rest and at == len(rows) - 1
        x, top = LEFT + pitch * at, min(y(count), y(0) - 1)
        said = tag("title", words.labelled(name, words.number(count)))
        drawn.append(
            tag(
                "rect",
                said,
                x=x + pitch * 0.12,
                y=top,
                width=pitch * 0.76,
                height=y(0) - top,
                class_="h-fill-quiet" if is_rest else "h-bar",
            )
        )
        drawn += wrapped(name, x + pitch / 2, HEIGHT - BOTTOM + 16, pitch - 4, lines=3)
    return drawn


def _line(sums: Sequence[float], part: Scale) -> list[SafeString]:
    pitch = (WIDTH - LEFT - RIGHT) / len(sums)
    points = [(LEFT + pitch * (at + 0.5), part(share)) for at, share in enumerate(sums)]
    dots = [
        tag("circle", tag("title", words.share(share)), cx=x, cy=y, r=2.6, class_="h-point")
        for (x, y), share in zip(points, sums, strict=True)
    ]
    return [tag("path", d=path(points), class_="h-line"), *dots]
