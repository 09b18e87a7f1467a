"""Two judgements of few grades each, set against each other: every thing in the cell of its two grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.shapes import shape_at
from hansei.ui.marks.svg import Picture, join, tag, text
from hansei.ui.marks.wrapping import wrapped

WIDTH, LEFT, TOP, BOTTOM = 780.0, 96.0, 8.0, 44.0
ROW, HEAD = 18.0, 26.0
ACROSS, MOST_ROWS = 3, 6  # marks of a cell side by side, and one under the other


@dataclass(frozen=True)
class Graded:
    """One thing with its two grades, each as its place among the grades; `shape` parts those that begin from others."""

    name: str
    along: int
    up: int
    short: str
    url: str = ""
    shape: int = 1


@dataclass(frozen=True)
class Axis:
    """A judgement: its name and the names of its grades, the least first."""

    name: str
    grades: Sequence[str]


def grade_matrix(
    things: Sequence[Graded],
    title: str,
    along: Axis,
    up: Axis,
    corners: Sequence[str] = ("", "", "", ""),
    description: str = "",
) -> Picture:
    """Draw the things by their grades. `corners`: words for lower left, lower right, upper left, upper right.

    A cell names as many as have room and says how many more there are; the table has them all.
    """
    cells: dict[tuple[int, int], list[Graded]] = {}
    for each in things:
        cells.setdefault((each.along, each.up), []).append(each)
    wide = (WIDTH - LEFT - 8) / len(along.grades)
    heights = [_height(max((len(cells.get((at, row), ())) for at in range(len(along.grades))), default=0))
               for row in range(len(up.grades))]  # fmt: skip
    body: list[SafeString] = []
    bottom = TOP + sum(heights)
    for row, height in enumerate(heights):
        y = TOP + sum(heights[row + 1 :])
        body += wrapped(up.grades[row], LEFT - 10, y + height / 2 + 4, LEFT - 34, anchor="end")
        for at in range(len(along.grades)):
            spot = (LEFT + wide * at, y, wide, height)
            body += _cell(cells.get((at, row), []), spot, _corner(at, row, along, up, corners))
    for at, grade in enumerate(along.grades):
        body.append(text(LEFT + wide * (at + 0.5), bottom + 16, grade))
    body += _names(along.name, up.name, bottom)
    rows = [(f"{each.short} {each.name}", along.grades[each.along], up.grades[each.up]) for each in things]
    head = (_("Name"), along.name, up.name)
    role = "group" if any(each.url for each in things) else "img"
    return Picture(WIDTH, bottom + BOTTOM, join(body), title, description, head, rows, "grades", "h-matrix", role)


def _height(most: int) -> float:
    return HEAD + ROW * max(3, min(MOST_ROWS, -(-most // ACROSS))) + (ROW if most > ACROSS * MOST_ROWS else 4)


def _corner(at: int, row: int, along: Axis, up: Axis, corners: Sequence[str]) -> str:
    """A corner's word stands in its one cell; with two grades each these are the quarters."""
    ends = {0: 0, len(along.grades) - 1: 1}, {0: 0, len(up.grades) - 1: 2}
    return corners[ends[0][at] + ends[1][row]] if at in ends[0] and row in ends[1] else ""


def _cell(things: Sequence[Graded], spot: tuple[float, float, float, float], corner: str) -> Iterator[SafeString]:
    x, y, wide, height = spot
    yield tag("rect", x=x, y=y, width=wide, height=height, class_="h-quarter")
    yield from wrapped(corner, x + 8, y + 16, wide - 16, lines=1, anchor="start", class_="h-axis")
    room = ACROSS * MOST_ROWS
    for at, each in enumerate(things[:room]):
        yield _thing(each, x + 14 + (wide - 16) / ACROSS * (at % ACROSS), y + HEAD + 8 + ROW * (at // ACROSS))
    if len(things) > room:
        said = _("and %(n)s more") % {"n": words.number(len(things) - room)}
        yield text(x + 8, y + height - 6, said, anchor="start")


def _thing(each: Graded, x: float, y: float) -> SafeString:
    said = f"{each.short} {each.name}"
    name = text(x + 9, y + 4, each.short, "h-axis", "start")
    drawn = join((tag("title", said), shape_at(each.shape, x, y, 0.9), name))
    return tag("a", drawn, href=each.url) if each.url else tag("g", drawn)


def _names(along: str, up: str, bottom: float) -> Iterator[SafeString]:
    yield text((LEFT + WIDTH) / 2, bottom + 36, f"{along} →", "h-label")
    yield tag("text", f"{up} →", x=0, y=0, class_="h-label", text_anchor="middle",
              transform=f"translate(14 {(TOP + bottom) / 2:.2f}) rotate(-90)")  # fmt: skip
