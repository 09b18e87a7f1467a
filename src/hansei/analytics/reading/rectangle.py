"""How large a sheet is when it is laid out: the reader makes a rectangle of it, up to the farthest cell with a value.

A workbook of 3 kB with one blank letter in its last cell would ask for seventeen thousand million cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from hansei.analytics.reading.raw import CHUNK, UnreadableFile

MOST_CELLS: Final = 20_000_000
_OTHERS: Final = frozenset({"xl/workbook.bin", "content.xml"})  # XLSB and ODS say their places otherwise
_TAG: Final = 1 << 16  # bytes: a longer tag is none of a workbook
# The place of a cell in its row and column, unless the cell closes at once and so holds nothing.
_PLACE: Final = re.compile(
    rb"""\br\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,9})["'](?!(?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/>)"""
)
# As all spreadsheets write it: found many times faster, and all that is looked for where no tag is written otherwise.
_USUAL: Final = re.compile(rb"""<c r="([A-Z]{1,7})([0-9]{1,9})\"""")
_OTHER: Final = (b":c ", b":c>", b":c/", b":c\t", b":c\r", b":c\n", b"<!")
_UNPLACED: Final = re.compile(rb"""<(?:\w+:)?c(?![^<>]*\br\s*=)[\s/>]""")
_PARTS: Final = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br\s*=\s*["']([0-9]{1,9})["']""")


def refuse_far_cells(plain: Path, name: str) -> None:
    """Refuse a workbook in which a sheet's farthest cell with a value makes it larger than can be laid out."""
    if not zipfile.is_zipfile(plain):
        return  # the old binary format ends at 256 columns and 65,536 rows
    with zipfile.ZipFile(plain) as archive:
        if _OTHERS & {entry.filename.lower() for entry in archive.infolist()}:
            raise UnreadableFile(
                "file.unknown_format",
                f"{name} is a workbook of another kind. Save it as XLSX, then try again.",
                file=name,
            )
        for entry in archive.infolist():
            with archive.open(entry) as part:
                height, width = _extent(part, _roughly)
            if height * width > MOST_CELLS:  # perhaps of empty cells only
                with archive.open(entry) as part:
                    height, width = _extent(part, _exactly)
            if height * width > MOST_CELLS:
                raise UnreadableFile(
                    "file.too_large",
                    f"{name} has a sheet of {height:,} rows and {width:,} columns up to its last cell with a value. "
                    "Delete what stands far below or beside the table, or save the sheet as CSV.",
                    file=name,
                )


@dataclass
class _Seen:
    """What was seen of a part: columns and rows by name; cells without a place, which stand beside the one before."""

    columns: set[bytes] = field(default_factory=set)
    rows: set[bytes] = field(default_factory=set)
    started: int = 0
    run: int = 0
    widest: int = 0


def _extent(part: IO[bytes], look: Callable[[bytes, _Seen], None]) -> tuple[int, int]:
    """Rows and columns up to the farthest cell."""
    seen = _Seen()
    for piece in _pieces(part):
        look(piece, seen)
    height = max((int(row) for row in seen.rows), default=0)
    return max(height, seen.started), max((_number(column) for column in seen.columns), default=0) + seen.widest


def _roughly(piece: bytes, seen: _Seen) -> None:
    """All cells, also those that hold nothing."""
    found = _USUAL.findall(piece)
    if len(found) != piece.count(b"<c") - piece.count(b"<col") or any(mark in piece for mark in _OTHER):
        _exactly(piece, seen)
    seen.columns.update(column for column, _ in found)
    seen.rows.update(row for _, row in found)


def _exactly(piece: bytes, seen: _Seen) -> None:
    """The cells that hold something, however they are written."""
    found = _PLACE.findall(piece)
    seen.columns.update(column for column, _ in found)
    seen.rows.update(row for _, row in found)
    if not _UNPLACED.search(piece):
        return
    seen.rows.update(_ROW.findall(piece))
    for tag in _PARTS.findall(piece):
        if tag == b"row":
            seen.started, seen.run = seen.started + 1, 0
        else:
            seen.run += 1
        seen.widest = max(seen.widest, seen.run)


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a part, never cut inside a tag."""
    left = b""
    while piece := part.read(CHUNK):
        whole = left + piece
        cut = whole.rfind(b"<", max(len(whole) - _TAG, 0))
        cut = len(whole) if cut < 0 else cut
        yield whole[:cut]
        left = whole[cut:]
    yield left


def _number(column: bytes) -> int:
    """The number of a column: A is 1, XFD 16,384."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number
