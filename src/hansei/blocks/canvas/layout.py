"""Where everything lies: boxes by lanes and columns, each near what it is tied to, none upon another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce

from hansei.blocks.canvas.declaration import Canvas, Node

WIDTH, LANE_HEAD, COLUMN_HEAD = 204.0, 132.0, 30.0  # four columns are seen at once beside the menu
GAP, ROOM, PADDING = 14.0, 54.0, 12.0
ASIDE, LANE_ROOM = 44.0, 22.0  # between boxes that lie side by side; above and below those of a lane
TITLE_LINE, LINE = 16.0, 15.0
LETTERS, SMALL = 22.0, 29.0  # of a title and of a line under it, beside the sign of the meaning
MOST_TITLE_LINES, MOST_LINES, SWEEPS = 3, 3, 8


@dataclass(frozen=True)
class Box:
    """A node's place: left, top, width, height, and its words as they fit."""

    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


@dataclass
class Layout:
    """All boxes, the bands of lanes and columns, and the size of the whole."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lanes: list[tuple[str, float, float]] = field(default_factory=list)  # code, top, height
    columns: list[tuple[str, float, float]] = field(default_factory=list)  # code, left, width
    width: float = 0.0
    height: float = 0.0


def lay_out(canvas: Canvas) -> Layout:
    """Return where everything lies."""
    found = Layout()
    left = LANE_HEAD if canvas.lanes else 0.0
    top = COLUMN_HEAD if any(str(each.label) for each in canvas.columns) else 0.0
    for code in canvas.column_codes:
        width = _cell_width(canvas, code)
        found.columns.append((code, left, width))
        left += width + ROOM
    found.width = left - ROOM
    for code in canvas.lane_codes:
        height = max([_cell_height(canvas, canvas.cell(code, column)) for column in canvas.column_codes] or [0.0])
        height = max(height, 40.0) + (2 * LANE_ROOM if canvas.lanes else 0.0)
        found.lanes.append((code, top, height))
        _fill(canvas, found, code, top + (LANE_ROOM if canvas.lanes else 0.0))
        top += height
    if not canvas.lanes and canvas.flow == "down":
        _pull(canvas, found, found.lanes[0][1])
        top = max([each.y + each.height for each in found.boxes.values()] or [top])
    found.height = top + 2
    return found


def _cell_width(canvas: Canvas, column: str) -> float:
    if canvas.flow == "down":
        return WIDTH
    most = max([len(canvas.cell(lane, column)) for lane in canvas.lane_codes] or [1])
    return max(1, most) * (WIDTH + ASIDE) - ASIDE


def _cell_height(canvas: Canvas, cell: Sequence[Node]) -> float:
    heights = [_height(each) for each in cell]
    if canvas.flow == "across":
        return max(heights, default=0.0)
    return sum(heights) + GAP * max(0, len(heights) - 1)


def _height(node: Node) -> float:
    title, lines = _title(node), node.lines[:MOST_LINES]
    return 2 * PADDING + len(title) * TITLE_LINE + len(lines) * LINE - 4


def _title(node: Node) -> tuple[str, ...]:
    return tuple(wrapped(node.title, LETTERS, MOST_TITLE_LINES))


def _fill(canvas: Canvas, found: Layout, lane: str, top: float) -> None:
    for column, left, _width in found.columns:
        x, y = left, top
        for node in canvas.cell(lane, column):
            height = _height(node)
            lines = tuple(cut(each, SMALL) for each in node.lines[:MOST_LINES])
            found.boxes[node.key] = Box(x, y, WIDTH, height, _title(node), lines)
            if canvas.flow == "across":
                x += WIDTH + ASIDE
            else:
                y += height + GAP


def _pull(canvas: Canvas, found: Layout, top: float) -> None:
    """Move each column's boxes towards what they are tied to; their order stays."""
    tied: dict[str, list[str]] = {each.key: [] for each in canvas.nodes}
    for arrow in canvas.drawn_arrows:
        tied[arrow.start].append(arrow.target)
        tied[arrow.target].append(arrow.start)
    columns = [canvas.cell(canvas.lane_codes[0], column) for column in canvas.column_codes]
    for sweep in range(SWEEPS):
        for cell in columns if sweep % 2 else reversed(columns):
            wishes = []
            for node in cell:
                others = [found.boxes[key].middle for key in tied[node.key] if key in found.boxes]
                box = found.boxes[node.key]
                wishes.append((sum(others) / len(others) if others else box.middle) - box.height / 2)
            tops = apart(wishes, [found.boxes[each.key].height for each in cell], GAP)
            for node, y in zip(cell, tops, strict=True):
                box = found.boxes[node.key]
                found.boxes[node.key] = Box(box.x, y, box.width, box.height, box.title, box.lines)
    lowest = min((each.y for each in found.boxes.values()), default=top)
    for key, box in found.boxes.items():
        found.boxes[key] = Box(box.x, box.y - lowest + top, box.width, box.height, box.title, box.lines)


def apart(wishes: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return tops in the same order, as near to the wishes as can be (least squares), none upon another.

    >>> apart([0, 0], [10, 10], 2)
    [-6.0, 6.0]
    >>> apart([0, 50], [10, 10], 2)
    [0.0, 50.0]
    """
    offsets, below = [], 0.0
    for height in heights:
        offsets.append(below)
        below += height + gap
    # Less the room that those above need, only the order is left to keep: pool what violates it.
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, n), (second, m) = blocks[-2], blocks[-1]
            blocks[-2:] = [((first * n + second * m) / (n + m), n + m)]
    levels = [level for level, n in blocks for _each in range(n)]
    return [float(level + offset) for level, offset in zip(levels, offsets, strict=True)]


def letters(text: str) -> float:
    """Count letters; a Chinese or other wide one takes the room of two."""
    return sum(1.85 if ord(letter) > 0x2E7F else 1.0 for letter in text)


def cut(text: str, room: float) -> str:
    """Return the text, shortened with … where it is longer than its room.

    >>> cut("service restored", 9)
    'service…'
    """
    if letters(text) <= room:
        return text
    kept = ""
    for letter in text:
        if letters(kept + letter) > room - 1:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, room: float, most: int) -> list[str]:
    """Return the text in lines; what has no spaces breaks anywhere, what is too much ends in ….

    >>> wrapped("quicker back to work", 12, 2)
    ['quicker back', 'to work']
    >>> wrapped("员工能够工作", 6, 2)
    ['员工能', '够工作']
    """
    lines: list[str] = [""]
    for word in _pieces(text, room):
        longer = _followed(lines[-1], word)
        if letters(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(reduce(_followed, lines[most - 1 :]), room)]
    return lines


def _followed(line: str, word: str) -> str:
    """Between Chinese letters no blank."""
    is_glued = not line or (ord(line[-1]) > 0x2E7F and ord(word[0]) > 0x2E7F)
    return f"{line}{word}" if is_glued else f"{line} {word}"


def _pieces(text: str, room: float) -> list[str]:
    """Words; Chinese ones letter by letter, words longer than a line in parts."""
    found: list[str] = []
    for word in text.split():
        part = ""
        for letter in word:
            if ord(letter) > 0x2E7F:
                found += [part, letter] if part else [letter]
                part = ""
            elif letters(part + letter) > room:
                found.append(part)
                part = letter
            else:
                part += letter
        if part:
            found.append(part)
    return found
