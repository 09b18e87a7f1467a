"""A diagram of states: one under the other, ways down between them, ways past and back at the sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import wrapped

WIDTH, BOX, HEIGHT, GAP, TOP = 580.0, 176.0, 34.0, 50.0, 12.0
PART = 15.0  # a line of what lies within a state
LEFT = (WIDTH - BOX) / 2
LANE, FIRST = 18.0, 22.0


@dataclass(frozen=True)
class Node:
    """One state; an end has a double border. `parts`: what lies within it, a line each."""

    code: str
    label: str
    is_end: bool = False
    parts: Sequence[str] = ()


@dataclass(frozen=True)
class Way:
    """A way between two states. `is_apart`: no button goes it, something else that happens does."""

    start: str
    target: str
    label: str
    is_apart: bool = False


@dataclass(frozen=True)
class _Grid:
    """Where the boxes stand: all are as high as the one with the most in it."""

    height: float

    @property
    def step(self) -> float:
        return self.height + GAP

    def top(self, place: int) -> float:
        return TOP + self.step * place

    def middle(self, place: int) -> float:
        return self.top(place) + self.height / 2


@dataclass(frozen=True)
class _Lane:
    """Ways of one name to one state that run together past others."""

    starts: tuple[int, ...]
    target: int
    label: str
    is_apart: bool

    @property
    def reach(self) -> tuple[int, int]:
        places = (*self.starts, self.target)
        return min(places), max(places)


def state_diagram(nodes: Sequence[Node], ways: Sequence[Way], title: str, description: str = "") -> Picture:
    """Draw the states in their order, the first one at the top; the table names every way."""
    at = {each.code: place for place, each in enumerate(nodes)}
    grid = _Grid(HEIGHT + PART * max((len(each.parts) for each in nodes), default=0))
    down, lanes = _sorted(at, ways)
    body = [part for way in down for part in _straight(grid, at[way.start], way)]
    for side in (1, -1):
        body += _side([lane for lane in lanes if (lane.target < max(lane.starts)) == (side < 0)], side, grid)
    body += [part for place, node in enumerate(nodes) for part in _box(grid, place, node)]
    label = {each.code: each.label for each in nodes}
    rows = [(each.label, label[each.start], label[each.target]) for each in ways]
    height = grid.top(len(nodes) - 1) + grid.height + 12
    head = (pgettext("lifecycle", "Way"), _("From"), _("To"))
    return Picture(WIDTH, height, join(body), title, description, head, rows, "states")


def _sorted(at: dict[str, int], ways: Sequence[Way]) -> tuple[list[Way], list[_Lane]]:
    """Ways to the next state run straight down; the others run at a side, those of one name and end together."""
    down = {(each.start, each.target): each for each in ways if at[each.target] == at[each.start] + 1}
    aside: dict[tuple[str, str, bool, bool], list[int]] = {}
    for each in ways:
        if down.get((each.start, each.target)) is not each:
            is_back = at[each.target] <= at[each.start]
            aside.setdefault((each.target, each.label, is_back, each.is_apart), []).append(at[each.start])
    lanes = [_Lane(tuple(starts), at[key[0]], key[1], key[3]) for key, starts in aside.items()]
    return list(down.values()), sorted(lanes, key=lambda lane: lane.reach[1] - lane.reach[0])


def _box(grid: _Grid, place: int, node: Node) -> Iterator[SafeString]:
    y = grid.top(place)
    thick = "h-canvas-box h-canvas-weight3" if place == 0 else "h-canvas-box"
    yield tag("rect", x=LEFT, y=y, width=BOX, height=grid.height, rx=4, class_=thick)
    if node.is_end:
        yield tag("rect", x=LEFT + 3, y=y + 3, width=BOX - 6, height=grid.height - 6, rx=3, class_="h-canvas-box")
    first = grid.middle(place) + 4 - PART * len(node.parts) / 2
    yield text(LEFT + BOX / 2, first, node.label, "h-strong")
    for line, part in enumerate(node.parts, start=1):
        yield from wrapped(part, LEFT + BOX / 2, first + PART * line, BOX - 12, lines=1)


def _straight(grid: _Grid, place: int, way: Way) -> Iterator[SafeString]:
    x, top, bottom = WIDTH / 2, grid.top(place) + grid.height, grid.top(place + 1)
    yield tag("path", d=path([(x, top), (x, bottom - 5)]), class_=_line(way.is_apart))
    yield tag(
        "path", d=path([(x, bottom), (x - 4, bottom - 7), (x + 4, bottom - 7)], close=True), class_="h-canvas-tip"
    )
    yield from wrapped(way.label, x + 7, (top + bottom) / 2 - 2, BOX / 2 + 12, anchor="start", class_="h-axis h-halo")


def _side(lanes: Sequence[_Lane], side: int, grid: _Grid) -> Iterator[SafeString]:
    """Lanes at the right (1) or left (-1), the shortest nearest; each is named in a gap of its own."""
    edge = LEFT + BOX if side > 0 else LEFT
    named: set[int] = set()
    labels: list[SafeString] = []
    for place, lane in enumerate(lanes):
        x = edge + side * (FIRST + LANE * place)
        first, last = lane.reach
        target, starts = grid.middle(lane.target) - 5, [grid.middle(each) + 5 for each in lane.starts]
        line = [path([(edge, y), (x, y)]) for y in starts]
        line += [path([(x, min(*starts, target)), (x, max(*starts, target))])]
        line += [path([(x, target), (edge + side * 5, target)])]
        yield tag("path", d="".join(line), class_=_line(lane.is_apart))
        tip = [(edge, target), (edge + side * 7, target - 4), (edge + side * 7, target + 4)]
        yield tag("path", d=path(tip, close=True), class_="h-canvas-tip")
        gap = next((each for each in range(first, last) if each not in named), first)
        named.add(gap)
        room = WIDTH - x - 8 if side > 0 else x - 8
        labels += wrapped(
            lane.label, x + side * 5, grid.middle(gap) + grid.step / 2, room, anchor="start" if side > 0 else "end",
            class_="h-axis h-halo",
        )  # fmt: skip
    yield from labels


def _line(is_apart: bool) -> str:
    return "h-canvas-arrow h-canvas-assumed" if is_apart else "h-canvas-arrow"
