"""What a document is made of: plain values in one language, with no word about how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from hansei.ui.components import Figure
from hansei.ui.marks import Picture


@dataclass(frozen=True)
class Cell:
    """One cell. `value` is what a workbook keeps (a number, a day), `text` what everybody reads.

    `is_data`: words of the data's own, which are not translated. `url`: from the site's root, or whole. `tone`: bad,
    soon or good, drawn with its glyph.
    """

    text: str
    numeric: bool = False
    value: float | int | date | None = None
    url: str = ""
    is_data: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words. `kind`: plain, voice (the one conclusion), quiet (a remark), warning, or quote (somebody's own words)."""

    shape: ClassVar[str] = "paragraph"
    text: str
    kind: str = "plain"
    by: str = ""  # whose words they are


@dataclass(frozen=True)
class Bullets:
    """Short lines, one thing each."""

    shape: ClassVar[str] = "bullets"
    lines: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """Figures side by side, each with its n, interval and note; a link leads to what is behind it."""

    shape: ClassVar[str] = "figures"
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Table:
    """A table; its first column names the rows. Cells may be given as plain text."""

    shape: ClassVar[str] = "table"
    title: str
    head: Sequence[Cell | str]
    rows: Sequence[Sequence[Cell | str]]
    note: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture. Its table, if any, stands in the workbook, on the page to unfold, and on paper where `with_table`."""

    shape: ClassVar[str] = "drawing"
    picture: Picture
    note: str = ""
    with_table: bool = False


@dataclass(frozen=True)
class Signature:
    """Who stands for the document. Without `at` it is a line to sign on."""

    role: str
    name: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Signatures:
    """Who signed, or is to sign."""

    shape: ClassVar[str] = "signatures"
    lines: Sequence[Signature]


Part = Paragraph | Bullets | Figures | Table | Drawing | Signatures


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it. `number` is printed before the heading where there is one."""

    title: str
    parts: Sequence[Part]
    number: int | None = None
    code: str = ""  # the address within the page
    breaks: bool = False  # begins a new page on paper


@dataclass(frozen=True)
class Document:
    """A whole document. `mark` is said on every page (“Draft”); `template` is the template with its version."""

    title: str
    sections: Sequence[Section]
    kicker: str = ""  # what kind of document, above the title
    facts: Sequence[tuple[str, str]] = ()
    conclusion: str = ""
    preface: str = ""  # the template's words before the first section
    running: str = ""  # at the foot of every page
    mark: str = ""
    template: str = ""
    seal: str = ""
    name: str = "document"  # of the file, without its ending
    language: str = field(default="")  # filled in when it is rendered
