"""Where a node stands after it was moved one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hansei.blocks.canvas.declaration import Canvas, Node

NEAREST = 1e-6  # places nearer than this are told apart no more: the cell is numbered anew


@dataclass(frozen=True)
class Spot:
    """A place in the picture. `others` are nodes of the cell that must be numbered anew to make room: key → place."""

    lane: str
    column: str
    place: float
    others: tuple[tuple[str, float], ...] = ()


def moved(canvas: Canvas, key: str, way: str) -> Spot | None:
    """Return where a node stands after one step up, down, left or right; None where nothing lies that way.

    Along its cell it changes places with its neighbour; at the cell's end, or across, it goes to the next cell's end.
    """
    node = canvas.node(key)
    if node is None or way not in ("up", "down", "left", "right"):
        return None
    along = ("up", "down") if canvas.flow == "down" else ("left", "right")
    step = -1 if way in ("up", "left") else 1
    if way in along:
        cell = canvas.cell(node.lane, node.column)
        at = [each.key for each in cell].index(key) + step
        if 0 <= at < len(cell):
            return _among([each for each in cell if each.key != key], at, node)
    lane, column = node.lane, node.column
    if way in ("up", "down"):
        lane = _next(canvas.lane_codes, lane, step)
    else:
        column = _next(canvas.column_codes, column, step)
    if (lane, column) == (node.lane, node.column):
        return None
    there = canvas.cell(lane, column)
    at_start = way in along and step == 1
    return _spot(lane, column, there, 0 if at_start else len(there))


def _among(others: list[Node], at: int, node: Node) -> Spot:
    return _spot(node.lane, node.column, others, at)


def _next(codes: Sequence[str], code: str, step: int) -> str:
    at = codes.index(code) + step if code in codes else 0
    return codes[at] if 0 <= at < len(codes) else code


def _spot(lane: str, column: str, cell: Sequence[Node], at: int) -> Spot:
    """The place between the neighbours at this position."""
    before = cell[at - 1].place if at > 0 else None
    after = cell[at].place if at < len(cell) else None
    if before is None:
        return Spot(lane, column, 0.0 if after is None else after - 1)
    if after is None:
        return Spot(lane, column, before + 1)
    middle = (before + after) / 2
    if min(middle - before, after - middle) > NEAREST:
        return Spot(lane, column, middle)
    places = [(each.key, float(order if order < at else order + 1)) for order, each in enumerate(cell)]
    return Spot(lane, column, float(at), tuple(places))
