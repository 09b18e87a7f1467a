"""The flow map as a drawing that reads without JavaScript and prints.

Width of a path: how often. Tone: median time from step to step. A path is labelled "n · median".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui.marks.flow_layout import Layout, lay_out
from hansei.ui.marks.svg import Picture, join, tag, text
from hansei.ui.words import number, span

HEIGHT: Final = 44.0  # of a step
GAP: Final = 40.0
ROOM: Final = 26.0  # a long path's room between steps
WIDE: Final = 980.0  # what a page and an A4 sheet carry with letters still readable
LETTER: Final = 6.4  # mean width of a letter at 12 px
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Path:
    """From one step straight to the next: how often, and the median seconds between them."""

    source: str
    target: str
    n: int
    seconds: float | None


def chosen(paths: Sequence[Path], *, cover: float = 0.95, most: int = 24) -> list[Path]:
    """Return the most frequent paths that together make up `cover` of all, at most `most` of them."""
    total, reached, kept = sum(path.n for path in paths), 0, list[Path]()
    for path in sorted(paths, key=lambda each: (-each.n, each.source, each.target)):
        if kept and (reached >= cover * total or len(kept) >= most):
            break
        kept.append(path)
        reached += path.n
    return kept


def flow_map(paths: Sequence[Path], title: str, description: str = "") -> Picture:
    """Draw these paths as a map; its table holds every one of them.

    A path from a step to itself is written into the step, after ↻. A label that finds no room is
    left out: the tooltip and the table still say it.
    """
    return _Drawing(paths).picture(title, description)


class _Drawing:
    """One map: geometry first, then what is drawn from it."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = sorted(paths, key=lambda each: each.n)
        self.between = [path for path in self.paths if path.source != path.target]
        self.again = {path.source: path for path in self.paths if path.source == path.target}
        self.steps = sorted({step for path in paths for step in (path.source, path.target)})
        self.widths = {step: self._width(step) for step in self.steps}
        self.is_flat = True
        self.layout = self._lay_out()
        along = self._along(self.layout.layers - 1) + max(self.widths.values(), default=0) / 2
        if along > WIDE:
            self.is_flat = False
            self.layout = self._lay_out()
        self.boxes = self._boxes()
        self.taken: list[Box] = list(self.boxes.values())
        self.ports = self._ports()

    def _width(self, step: str) -> float:
        again = self.again.get(step)
        longest = max(_letters(_cut(step)) * 1.08, _letters(self._again(again)) * 0.92 if again else 0)
        return max(76.0, longest * LETTER + 22)

    def _again(self, path: Path) -> str:
        return f"↻ {_said(path)}"

    def _height(self, step: str) -> float:
        return HEIGHT if step in self.again else HEIGHT - 10

    def _lay_out(self) -> Layout:
        sizes = {step: self._height(step) if self.is_flat else self.widths[step] for step in self.steps}
        weights = {(path.source, path.target): float(path.n) for path in self.between}
        return lay_out(weights, sizes, GAP, ROOM if self.is_flat else 60.0)

    def _along(self, layer: int) -> float:
        if not self.is_flat:
            return layer * (HEIGHT + 58)
        ends = 0.0
        for each in range(layer + 1):
            width = max((self.widths[s] for s in self.steps if self.layout.layer[s] == each), default=76.0)
            middle = ends + width / 2
            ends += width + 96
        return middle

    def _boxes(self) -> dict[str, Box]:
        boxes = {}
        for step in self.steps:
            x, y = self._point(self.layout.layer[step], self.layout.across[step])
            width, height = self.widths[step] / 2, self._height(step) / 2
            boxes[step] = (x - width, y - height, x + width, y + height)
        return boxes

    def _point(self, layer: int, across: float) -> Point:
        along = self._along(layer)
        return (along, across) if self.is_flat else (across, along)

    def _ports(self) -> dict[tuple[str, str, bool], float]:
        """Where on its side of a step each path begins or ends, so that no two share a place."""
        sides: dict[tuple[str, bool], list[tuple[float, str, str]]] = {}
        for path in self.between:
            pair = (path.source, path.target)
            way = self.layout.ways[pair]
            first, last = reversed(pair) if pair in self.layout.backwards else pair
            sides.setdefault((first, True), []).append((way[1][1], *pair))
            sides.setdefault((last, False), []).append((way[-2][1], *pair))
        ports = {}
        for (step, is_exit), ends in sides.items():
            size = (self._height(step) if self.is_flat else self.widths[step]) * 0.72
            for index, (_across, source, target) in enumerate(sorted(ends)):
                share = (index + 0.5) / len(ends) - 0.5
                ports[(source, target, is_exit)] = self.layout.across[step] + share * size
        return ports

    def _way(self, path: Path) -> list[Point]:
        pair = (path.source, path.target)
        places = self.layout.ways[pair]
        first, last = reversed(pair) if pair in self.layout.backwards else pair
        low, high = (0, 2) if self.is_flat else (1, 3)
        points: list[Point] = []
        for index, (layer, across) in enumerate(places):
            if index == 0:
                points.append(self._at(self.boxes[first][high], self.ports[(*pair, True)]))
            elif index == len(places) - 1:
                points.append(self._at(self.boxes[last][low], self.ports[(*pair, False)]))
            else:
                points.append(self._point(layer, across))
        return points[::-1] if pair in self.layout.backwards else points

    def _at(self, along: float, across: float) -> Point:
        return (along, across) if self.is_flat else (across, along)

    def picture(self, title: str, description: str) -> Picture:
        ways = [(path, self._way(path)) for path in self.between]
        tones = _tones(self.paths)
        drawn = [self._path(path, way, tones[path]) for path, way in ways]
        drawn += [self._step(step) for step in self.steps]
        drawn += [label for path, way in reversed(ways) if (label := self._label(path, way))]
        boxes = [*self.taken, *((x, y, x, y) for _path, way in ways for x, y in way)]
        left, top = min((b[0] for b in boxes), default=0) - 12, min((b[1] for b in boxes), default=0) - 12
        right, bottom = max((b[2] for b in boxes), default=0) + 12, max((b[3] for b in boxes), default=0) + 12
        body = tag("g", join(drawn), transform=f"translate({-left:.1f} {-top:.1f})")
        head = (_("From"), _("To"), "n", _("Median"))
        rows = [(path.source, path.target, number(path.n), span(path.seconds)) for path in reversed(self.paths)]
        return Picture(right - left, bottom - top, body, title, description, head, rows, "flow-map", "h-flow-map")

    def _path(self, path: Path, way: Sequence[Point], tone: int) -> SafeString:
        width = self._thickness(path)
        curve, colour = self._curve(way, width), f"var(--h-ramp{tone})"
        said = f"{path.source} → {path.target}: {_said(path)}"
        # Light tones are under 3:1 on paper, so they get a casing in the colour of an axis.
        casing = tag("path", d=curve, fill="none", stroke="var(--h-n5)", stroke_width=width + 1.4) if tone < 4 else ""
        line = tag("path", d=curve, fill="none", stroke=colour, stroke_width=width)
        head = tag(
            "path",
            d=_head(*self._end(way), 4.5 + width * 0.55),
            fill=colour,
            stroke="var(--h-n5)" if tone < 4 else None,
            stroke_width=0.7,
        )
        return tag("g", join((tag("title", said), SafeString(casing), line, head)))

    def _thickness(self, path: Path) -> float:
        most = max((each.n for each in self.between), default=1)
        return 1.2 + 8.0 * math.sqrt(path.n / most)

    def _end(self, way: Sequence[Point]) -> tuple[Point, Point]:
        (x, y), (before_x, before_y) = way[-1], way[-2]
        return (
            (way[-1], (1.0 if x > before_x else -1.0, 0.0))
            if self.is_flat
            else (
                way[-1],
                (0.0, 1.0 if y > before_y else -1.0),
            )
        )

    def _curve(self, way: Sequence[Point], width: float) -> str:
        (x, y), (dx, dy) = self._end(way)
        back = 4.0 + width * 0.5
        points = [*way[:-1], (x - dx * back, y - dy * back)]
        return f"M{_xy(points[0])}" + "".join(
            f"C{_xy(c)} {_xy(d)} {_xy(b)}" for a, b in pairwise(points) for c, d in [self._bend(a, b)]
        )

    def _bend(self, a: Point, b: Point) -> tuple[Point, Point]:
        if self.is_flat:
            middle = (a[0] + b[0]) / 2
            return (middle, a[1]), (middle, b[1])
        middle = (a[1] + b[1]) / 2
        return (a[0], middle), (b[0], middle)

    def _label(self, path: Path, way: Sequence[Point]) -> SafeString | None:
        """The label beside the line where there is room, else on it, else nowhere."""
        said = _said(path)
        half, high = _letters(said) * 5.7 / 2 + 3, 8.0
        beside = self._thickness(path) / 2 + (high if self.is_flat else half) + 1
        for off in (-beside, beside, 0.0):
            for at in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
                x, y = self._on(way, at)
                x, y = (x, y + off) if self.is_flat else (x - off, y)
                box = (x - half, y - high, x + half, y + high)
                if not any(_overlap(box, other) for other in self.taken):
                    self.taken.append(box)
                    return text(x, y + 4, said, "h-axis h-halo")
        return None

    def _on(self, way: Sequence[Point], at: float) -> Point:
        """The point at this share of a path's curve."""
        pieces = len(way) - 1
        index = min(int(at * pieces), pieces - 1)
        t = at * pieces - index
        a, b = way[index], way[index + 1]
        c, d = self._bend(a, b)
        x, y = (
            (1 - t) ** 3 * a[i] + 3 * (1 - t) ** 2 * t * c[i] + 3 * (1 - t) * t**2 * d[i] + t**3 * b[i] for i in (0, 1)
        )
        return x, y

    def _step(self, step: str) -> SafeString:
        left, top, right, bottom = self.boxes[step]
        middle, again = (left + right) / 2, self.again.get(step)
        frame = tag(
            "rect",
            x=left,
            y=top,
            width=right - left,
            height=bottom - top,
            rx=5,
            fill="var(--h-surface)",
            stroke="var(--h-n5)",
        )
        name = text(middle, (top + bottom) / 2 + (-3 if again else 4), _cut(step), "h-label h-strong")
        below = text(middle, (top + bottom) / 2 + 13, self._again(again), "h-axis") if again else SafeString("")
        return tag("g", join((tag("title", step), frame, name, below)))


def _said(path: Path) -> str:
    return number(path.n) if path.seconds is None else f"{number(path.n)} · {span(path.seconds)}"


def _cut(text: str) -> str:
    return text if _letters(text) <= 24 else text[: 22 if _letters(text) == len(text) else 11].rstrip() + "…"


def _letters(text: str) -> float:
    """Count letters; a Chinese or other wide one takes the room of two."""
    return sum(1.8 if ord(letter) > 0x2E7F else 1.0 for letter in text)


def _tones(paths: Sequence[Path]) -> dict[Path, int]:
    """Give each path one of five tones by the logarithm of its median; unknown and zero are the lightest."""
    known = [math.log1p(path.seconds) for path in paths if path.seconds]
    low, high = min(known, default=0.0), max(known, default=0.0)
    wide = (high - low) or 1.0
    return {p: 1 if not p.seconds else 1 + min(4, int((math.log1p(p.seconds) - low) / wide * 5)) for p in paths}


def _head(tip: Point, direction: Point, size: float) -> str:
    (x, y), (dx, dy) = tip, direction
    base_x, base_y, half = x - dx * size, y - dy * size, size * 0.62
    return (
        f"M{_xy(tip)}L{_xy((base_x - dy * half, base_y - dx * half))}L{_xy((base_x + dy * half, base_y + dx * half))}Z"
    )


def _xy(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
