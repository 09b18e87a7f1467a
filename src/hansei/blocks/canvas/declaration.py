"""What a room writes down of a picture: its lanes and columns, its nodes, and the arrows between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
Flow = Literal["down", "across"]


@dataclass(frozen=True)
class Lane:
    """A row of the picture."""

    code: str
    label: Text


@dataclass(frozen=True)
class Column:
    """A column of the picture."""

    code: str
    label: Text


@dataclass(frozen=True)
class Node:
    """One thing in the picture, bound to a record by `key` and `version`, and to live figures by its lines.

    `place` orders nodes of one cell. `lines` are short words under the title, such as “4.2 h · target 4 h · n 312”.
    `meaning` is a tone with its glyph (good, soon, bad, paused; "" for none) and `says` what it means in words.
    `is_assumed` draws it hollow: not agreed, not known. `note` is read in the table and by a screen reader only.
    """

    key: str
    title: str
    column: str = ""
    lane: str = ""
    place: float = 0.0
    lines: tuple[str, ...] = ()
    meaning: str = ""
    says: str = ""
    url: str = ""
    is_assumed: bool = False
    version: int = 0
    note: str = ""


@dataclass(frozen=True)
class Arrow:
    """One node leads to another. `weight` from 1 to 3; dashed where it is assumed, in tone and words where it hurts."""

    start: str
    target: str
    key: str = ""
    weight: int = 1
    label: str = ""
    meaning: str = ""
    is_assumed: bool = False


@dataclass(frozen=True)
class Editing:
    """Where changes are sent, and which a reader may make; an address left empty is not offered.

    `ways` of moving a node: up, down, left, right. `kinds` are the meanings that an arrow may be given.
    """

    move_url: str = ""
    arrow_url: str = ""
    remove_url: str = ""
    ways: tuple[str, ...] = ("up", "down", "left", "right")
    kinds: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class Canvas:
    """A whole picture. In a cell nodes follow each other down, or across where `flow` says so.

    `name` is the file's name of an export; `leads_to` heads the arrows in the table (“contributes to”).
    """

    title: str
    columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...] = ()
    lanes: tuple[Lane, ...] = ()
    flow: Flow = "down"
    description: str = ""
    name: str = "canvas"
    leads_to: Text = ""
    editing: Editing | None = None
    node_words: Text = ""
    _by_key: dict[str, Node] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_key.update({each.key: each for each in self.nodes})

    def node(self, key: str) -> Node | None:
        return self._by_key.get(key)

    @property
    def drawn_arrows(self) -> list[Arrow]:
        """The arrows both of whose ends stand in the picture."""
        return [each for each in self.arrows if each.start in self._by_key and each.target in self._by_key]

    def cells(self) -> Iterator[tuple[str, str, list[Node]]]:
        """Lane, column and nodes in their order, cell after cell; a lane or column nobody declares has none."""
        for lane in self.lane_codes:
            for column in self.column_codes:
                yield lane, column, self.cell(lane, column)

    def cell(self, lane: str, column: str) -> list[Node]:
        """The nodes of one cell, in their order."""
        here = [each for each in self.nodes if (each.lane, each.column) == (lane, column)]
        return sorted(here, key=lambda each: (each.place, len(each.key), each.key))

    @property
    def lane_codes(self) -> Sequence[str]:
        return [each.code for each in self.lanes] or [""]

    @property
    def column_codes(self) -> Sequence[str]:
        return [each.code for each in self.columns] or [""]
