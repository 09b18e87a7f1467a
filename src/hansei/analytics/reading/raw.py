"""What reading a file gives, how a file is opened safely, and how it is refused.

A reader is a function `(path, con, folder) -> Part`. It is registered under the format that `sniffing` finds and gives
text tables; of an event log (XES, OCEL) also its base tables.
"""

from __future__ import annotations

import gzip
import io
import lzma
import shutil
import zlib
from bz2 import BZ2File
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

MEGABYTE: Final = 1 << 20
CHUNK: Final = MEGABYTE


# Each column is looked through for its meaning: the widest known export has some two hundred.
MOST_COLUMNS: Final = 600


class UnreadableFile(Exception):
    """A file we refuse. `code` is stable, `message` an English sentence, `details` its figures."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: dict[str, Any] = details


def refuse_too_wide(name: str, columns: int) -> None:
    """Refuse a table with more columns than anybody could map."""
    if columns > MOST_COLUMNS:
        raise UnreadableFile(
            "file.too_many_columns",
            f"{name} has more than {MOST_COLUMNS} different columns. Export only those you need, then try again.",
            file=name,
            most=MOST_COLUMNS,
        )


@dataclass(frozen=True)
class Limits:
    """How much a file may ask of us before we refuse it. Bytes are counted after decompression."""

    expanded: int = 32 << 30
    # Real logs compress 10 to 60 times; deflate can do 1,032. Judged only past `ratio_from`.
    ratio: int = 400
    ratio_from: int = 256 * MEGABYTE
    line: int = 16 * MEGABYTE

    def refuse_beyond(self, name: str, unpacked: int, packed: int) -> None:
        """Refuse a file of `packed` bytes that has unpacked to more than is safe."""
        bomb = unpacked > self.ratio_from and unpacked > self.ratio * packed
        if bomb or unpacked > self.expanded:
            raise UnreadableFile(
                "file.too_large",
                f"{name} unpacks to more than is safe ({unpacked // MEGABYTE} MB so far).",
                file=name,
                bytes=unpacked,
            )


LIMITS: Final = Limits()


class _Guarded(io.RawIOBase):
    """A readable stream that refuses instead of filling the disk."""

    def __init__(self, inner: IO[bytes], name: str, packed: int, limits: Limits) -> None:
        self._inner, self._name, self._packed, self._limits = inner, name, max(packed, 1), limits
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._inner.read(len(buffer))
        except EOFError as error:
            raise UnreadableFile(
                "file.truncated", f"{self._name} ends in the middle of its compressed data.", file=self._name
            ) from error
        except (zlib.error, gzip.BadGzipFile, lzma.LZMAError, OSError) as error:
            raise UnreadableFile(
                "file.damaged", f"{self._name} is damaged and cannot be unpacked.", file=self._name
            ) from error
        self._seen += len(piece)
        self._limits.refuse_beyond(self._name, self._seen, self._packed)
        buffer[: len(piece)] = piece
        return len(piece)


def _unpacked(file: BinaryIO) -> IO[bytes]:
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if head.startswith(b"BZh"):
        return BZ2File(file)
    if head.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(file)
    return file


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[BinaryIO]:
    """Stream a file's plain bytes, whether gz, bz2, xz or plain; refuse what is truncated, damaged or a bomb."""
    try:
        packed = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            "file.unavailable", f"{path.name} cannot be opened: {error.strerror}.", file=path.name
        ) from error
    with file:
        guarded = _Guarded(_unpacked(file), path.name, packed, limits)
        yield io.BufferedReader(guarded, CHUNK)


@contextmanager
def copied(path: Path, folder: Path) -> Iterator[Path]:
    """A copy of a file's plain bytes in `folder`, for as long as it is read: what needs a real file reads this one."""
    copy = folder / f"{uuid4().hex}.plain"
    try:
        with opened(path) as packed, copy.open("wb") as plain:
            shutil.copyfileobj(packed, plain, CHUNK)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


@dataclass(frozen=True)
class Rejected:
    """One row that was not taken: where, why (a code), what it looked like, and what would repair it (a code)."""

    file: str
    line: int | None
    reason: str
    example: str
    repair: str


@dataclass(frozen=True)
class FileFacts:
    """What we found out about a file's form. `confidence` is that of the encoding, 0 to 1.

    `found`: the encoding that would be taken if nobody said one, with how sure that is.
    """

    name: str
    format: str
    rows: int = 0
    encoding: str | None = None
    confidence: float | None = None
    found: tuple[str, float] | None = None
    delimiter: str | None = None
    first_line: int = 1  # of the first data row
    notes: tuple[str, ...] = ()


FROM_1904: Final = "days_from_1904"  # note of a workbook whose unformatted day numbers count from 1904-01-01


@dataclass(frozen=True)
class Part:
    """What one file gives: text tables by name; of an event log also the base tables, as `log.BASE` names them."""

    facts: FileFacts
    tables: dict[str, Table] = field(default_factory=dict)
    base: dict[str, Table] | None = None
    rejected: tuple[Rejected, ...] = ()
    rejected_rows: int = 0
    is_ours: bool = False  # a table with the mark of our own writer


Reader = Callable[[Path, Backend, Path], Part]


@dataclass(frozen=True)
class Column:
    """A source column over the whole table: how many cells are filled, how many values differ, and a few of them."""

    table: str
    name: str
    rows: int
    filled: int
    distinct: int
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A file that gave a part of a table; its rows follow the first `before` ones."""

    file: str
    before: int


@dataclass(frozen=True)
class Raw:
    """One or more files, read as they are: text columns only, nothing interpreted yet.

    `tables` maps a table's name to its rows; each has `_row` (1, 2, 3 … in file order)
    beside the source's own columns. `base` is set as well when the file was an event log already.
    """

    con: Backend
    tables: dict[str, Table]
    base: dict[str, Table] | None
    columns: tuple[Column, ...]
    files: tuple[FileFacts, ...]
    origins: dict[str, str] = field(default_factory=dict)  # table → file
    rejected: tuple[Rejected, ...] = ()
    rejected_rows: int = 0
    pieces: dict[str, tuple[Piece, ...]] = field(default_factory=dict)  # of tables that several deliveries make up

    def pieces_of(self, table: str) -> tuple[Piece, ...]:
        """The files that a table is made of, one at least."""
        return self.pieces.get(table) or (Piece(self.origins.get(table, table), 0),)

    @property
    def rows(self) -> int:
        """Rows in, the rejected ones included."""
        return sum(facts.rows for facts in self.files) + self.rejected_rows
