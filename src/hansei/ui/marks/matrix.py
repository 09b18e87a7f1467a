"""Two by two: things placed by two judgements, such as value against effort, or likelihood against impact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.shapes import shape_at
from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import wrapped

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 560.0, 400.0, 60.0, 14.0, 40.0, 14.0
SPREAD = 13.0  # pixels between things that stand at one place


@dataclass(frozen=True)
class Placed:
    """One thing: how far along (0 to 1) and how far up (0 to 1), with a short mark beside it, such as its number."""

    name: str
    x: float
    y: float
    short: str = ""
    url: str = ""
    shape: int = 1


def matrix(
    things: Sequence[Placed],
    title: str,
    along: str,
    up: str,
    quadrants: Sequence[str] = ("", "", "", ""),
    description: str = "",
) -> Picture:
    """Things in four quarters. `quadrants`: names of lower left, lower right, upper left, upper right."""
    body = [*_quarters(quadrants), *_axes(along, up)]
    taken: dict[tuple[float, float], int] = {}
    for each in things:
        spot = (round(each.x, 2), round(each.y, 2))
        again = taken.get(spot, 0)
        taken[spot] = again + 1
        body.append(_thing(each, again))
    rows = [(_name(each), words.share(each.x), words.share(each.y), _quadrant(each, quadrants)) for each in things]
    head = (_("Name"), along, up, _("Quarter"))
    role = "group" if any(each.url for each in things) else "img"
    return Picture(WIDTH, HEIGHT, join(body), title, description, head, rows, "matrix", "h-matrix", role)


def _name(each: Placed) -> str:
    return f"{each.short} {each.name}" if each.short and not each.name.startswith(each.short) else each.name


def _quadrant(each: Placed, quadrants: Sequence[str]) -> str:
    return quadrants[(each.x >= 0.5) + 2 * (each.y >= 0.5)]


def _quarters(names: Sequence[str]) -> list[SafeString]:
    width, height = (WIDTH - LEFT - RIGHT) / 2, (HEIGHT - TOP - BOTTOM) / 2
    drawn: list[SafeString] = []
    for at, name in enumerate(names):
        x, y = LEFT + width * (at % 2), TOP + height * (1 - at // 2)
        drawn.append(tag("rect", x=x, y=y, width=width, height=height, class_="h-quarter"))
        drawn += wrapped(name, x + 8, y + 16, width - 16, anchor="start", class_="h-axis")
    return drawn


def _axes(along: str, up: str) -> list[SafeString]:
    left, bottom = LEFT, HEIGHT - BOTTOM
    return [
        tag("path", d=path([(left, TOP), (left, bottom), (WIDTH - RIGHT, bottom)]), class_="h-axis-line"),
        text(left, bottom + 16, _("low"), anchor="start"),
        text(WIDTH - RIGHT, bottom + 16, _("high"), anchor="end"),
        text((left + WIDTH - RIGHT) / 2, bottom + 32, f"{along} →", "h-label"),
        text(left - 8, bottom, _("low"), anchor="end"),
        text(left - 8, TOP + 10, _("high"), anchor="end"),
        tag("text", f"{up} →", x=0, y=0, class_="h-label", text_anchor="middle",
            transform=f"translate(14 {(TOP + bottom) / 2:.2f}) rotate(-90)"),
    ]  # fmt: skip


def _thing(each: Placed, again: int) -> SafeString:
    """Things at one place stand in a row, six across, so that none hides another."""
    x = LEFT + 16 + (WIDTH - LEFT - RIGHT - 32) * min(1.0, max(0.0, each.x)) + SPREAD * (again % 6)
    y = HEIGHT - BOTTOM - 16 - (HEIGHT - TOP - BOTTOM - 40) * min(1.0, max(0.0, each.y)) + SPREAD * (again // 6)
    drawn = shape_at(each.shape, x, y, 1.1, _name(each))
    label = text(x + 9, y + 4, each.short, "h-axis", "start") if each.short and not again else SafeString("")
    inside = join((drawn, label))
    return tag("a", inside, href=each.url, aria_label=_name(each)) if each.url else tag("g", inside)
