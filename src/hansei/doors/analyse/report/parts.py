"""What a page of the report is made of: parts with figures, notes, pictures and tables, all text already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

LONG: Final = 30


@dataclass(frozen=True)
class Column:
    title: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table as it is read: every cell a text in the reader's language, the first of a row its header."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    is_cards: bool = False  # on a phone each row becomes a card
    is_quiet: bool = False  # the caption is for screen readers only

    @property
    def is_long(self) -> bool:
        """Too long for paper: left out in print, where nothing can be folded."""
        return len(self.rows) > LONG

    @property
    def filled(self) -> list[list[tuple[Column, str]]]:
        """Rows of (column, cell)."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Figure:
    """One number with its name, and beside it its n, spread or basis."""

    name: str
    value: str
    beside: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class Drawn:
    """A drawing with heading, text alternative, legend, one sentence that says the finding, and its table."""

    label: str
    drawing: str
    heading: str = ""
    legend: str = ""
    says: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Note:
    """Something about the data that a reader must know, and which measures it bends."""

    says: str
    distorts: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A numbered section of the report. `folds` are tables that open on demand."""

    id: str
    title: str
    lead: str = ""
    aside: str = ""
    count: str = ""
    notes: Sequence[Note] = ()
    figures: Sequence[Figure] = ()
    findings: Sequence[object] = ()
    pictures: Sequence[Drawn] = ()
    tables: Sequence[Table] = ()
    folds: Sequence[Table] = field(default=())
