"""Read a workbook: each sheet with rows is a table; a formula gives the value that was saved, and is never computed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.dialect import looks_like_data, unique_names
from hansei.analytics.reading.loading import Loading
from hansei.analytics.reading.raw import FROM_1904, FileFacts, Part, UnreadableFile, copied
from hansei.analytics.reading.rectangle import refuse_far_cells

# A workbook is unpacked into memory, about 100 bytes a cell: this is some 10 million cells.
_MOST_UNPACKED: Final = 2 << 30
_MOST_RATIO: Final = 400
_HEAD: Final = 50
_PROPERTIES: Final = "xl/workbook.xml"
_FROM_1904: Final = re.compile(rb"""<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true|on)["']""")


def read_workbook(path: Path, con: Backend, folder: Path) -> Part:
    """Read an XLSX or XLS workbook, every sheet that holds a table."""
    import python_calamine  # a compiled reader, only for workbooks

    try:
        with copied(path, folder) as plain:
            _refuse_bombs(plain, path.name)
            refuse_far_cells(plain, path.name)
            with python_calamine.load_workbook(str(plain)) as book:
                tables = dict(_sheets(book, con, path))
            notes = (FROM_1904,) if _is_from_1904(plain) else ()
    except python_calamine.PasswordError as error:
        raise UnreadableFile(
            "file.password", f"{path.name} is locked with a password: save it without one.", file=path.name
        ) from error
    except (python_calamine.CalamineError, zipfile.BadZipFile) as error:
        raise UnreadableFile(
            "file.damaged", f"{path.name} is damaged: open it, save it anew.", file=path.name
        ) from error
    if not tables:
        raise UnreadableFile("file.no_rows", f"{path.name} has no sheet with a header and rows.", file=path.name)
    rows = sum(rows for _, rows in tables.values())
    facts = FileFacts(path.name, "xlsx", rows=rows, notes=notes)
    return Part(facts, tables={name: table for name, (table, _) in tables.items()})


def _refuse_bombs(plain: Path, name: str) -> None:
    if not zipfile.is_zipfile(plain):
        return  # the old binary format is not compressed
    with zipfile.ZipFile(plain) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MOST_UNPACKED or unpacked > _MOST_RATIO * max(plain.stat().st_size, 1 << 20):
        raise UnreadableFile(
            "file.too_large", f"{name} unpacks to more than is safe ({unpacked >> 20} MB); export it as CSV.", file=name
        )


def _is_from_1904(plain: Path) -> bool:
    """What the workbook says of its day numbers; the reader honours it only in cells that are formatted as dates."""
    if not zipfile.is_zipfile(plain):
        return False
    with zipfile.ZipFile(plain) as archive:
        if _PROPERTIES not in archive.namelist():
            return False
        with archive.open(_PROPERTIES) as part:
            head = part.read(1 << 16)
    return bool(_FROM_1904.search(head))


def _sheets(book: Any, con: Backend, path: Path) -> Iterator[tuple[str, tuple[Table, int]]]:
    stem = path.name.removesuffix(".gz").rsplit(".", 1)[0]
    names = list(book.sheet_names)
    for name in names:
        sheet = book.get_sheet_by_name(name)
        load = Loading(con, path.name)
        for row in _rows(sheet.iter_rows()):
            load.add(row)
        table = load.finish()
        if table is not None:
            yield (stem if len(names) == 1 else f"{stem} – {name}"), (table, load.rows)


def _rows(source: Iterator[list[Any]]) -> Iterator[dict[str, str | None]]:
    """Rows by column name; titles above the header and empty rows are left out."""
    head: list[list[str | None]] = []
    for row in source:
        head.append([_plain(cell) for cell in row])
        if len(head) == _HEAD:
            break
    widths = sorted(sum(cell is not None for cell in row) for row in head)
    usual = widths[len(widths) // 2] if widths else 0
    start = next((at for at, row in enumerate(head) if sum(c is not None for c in row) >= max(usual * 0.6, 1)), None)
    if start is None:
        return
    header = head[start]
    data_first = looks_like_data([cell or "" for cell in header])
    names = unique_names([""] * len(header) if data_first else [cell or "" for cell in header])
    for row in chain(head[start + (not data_first) :], ([_plain(cell) for cell in later] for later in source)):
        if any(cell is not None for cell in row):
            yield dict(zip(names, row, strict=False))


def _plain(cell: Any) -> str | None:
    """A cell as text: dates as ISO, whole numbers without a fraction, nothing for an empty cell."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds() / 3600)
    text = str(cell) if cell is not None else ""
    return text if text.strip() else None
