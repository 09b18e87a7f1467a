"""Open any export: `open_raw` sniffs, streams, guards against hostile files, and keeps every cell as text.

    raw = open_raw([Path("incidents.csv.gz")], folder=Path("scratch"))

A format's reader is registered in `READERS`; `folder` takes spilled pages and cleaned copies and
belongs to the caller, who removes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.engine import connect
from hansei.analytics.reading.archive import unpacked
from hansei.analytics.reading.clock_columns import with_clocks
from hansei.analytics.reading.defusing import MARK, restored
from hansei.analytics.reading.merging import Delivered, merged
from hansei.analytics.reading.ocel import read_ocel_csv, read_ocel_json, read_ocel_sqlite, read_ocel_xml
from hansei.analytics.reading.own_table import as_log
from hansei.analytics.reading.profile import profile
from hansei.analytics.reading.raw import (
    LIMITS,
    Column,
    FileFacts,
    Limits,
    Part,
    Piece,
    Raw,
    Reader,
    Rejected,
    UnreadableFile,
    opened,
)
from hansei.analytics.reading.records import read_json_array, read_json_lines
from hansei.analytics.reading.sniffing import OBJECTS, sniff
from hansei.analytics.reading.text_table import read_text_table
from hansei.analytics.reading.workbook import read_workbook
from hansei.analytics.reading.xes import read_xes

__all__ = [
    "LIMITS",
    "READERS",
    "TEXT",
    "Column",
    "FileFacts",
    "Limits",
    "Part",
    "Raw",
    "Rejected",
    "UnreadableFile",
    "open_raw",
    "opened",
    "sniff",
]

TEXT: Final = "csv"  # the format of delimited text
# Format as `sniff` names it → its reader. Text tables have one that heeds what a person says of their encoding.
READERS: Final[dict[str, Reader]] = {
    "xlsx": read_workbook,
    "xls": read_workbook,
    "json_lines": read_json_lines,
    "json_array": read_json_array,
    "xes": read_xes,
    "ocel_json": read_ocel_json,
    "ocel_xml": read_ocel_xml,
    "ocel_sqlite": read_ocel_sqlite,
    "ocel_csv": read_ocel_csv,
}


def open_raw(
    paths: Sequence[Path],
    *,
    folder: Path,
    con: Backend | None = None,
    encoding: str | None = None,
    by_hand: bool = False,
) -> Raw:
    """Read files that belong together (issues and their change log, say) into one `Raw`.

    `folder` must exist. `encoding`: of text tables, where a person says it; a table in UTF-8 stays UTF-8, but where it
    is the only one and the encoding was chosen `by_hand` for it. Raises UnreadableFile with a sentence.
    """
    con = con or connect(spill=folder)
    parts = _parts(paths, con, folder, encoding, by_hand=by_hand)
    if len(parts) == 1:  # with other files it is a table among tables
        parts = [as_log(con, parts[0])]
    base = [part.base for part in parts if part.base is not None]
    if base and len(parts) > 1:
        raise UnreadableFile(
            "file.one_log_at_a_time", f"{paths[0].name} comes with others, but an XES or OCEL log is read alone."
        )
    tables: dict[str, Table] = {}
    origins: dict[str, str] = {}
    pieces: dict[str, tuple[Piece, ...]] = {}
    delivered = [Delivered(name, part.facts.name, table) for part in parts for name, table in part.tables.items()]
    for each, made_of in merged(con, delivered):
        unique = _unique(each.name, tables)
        tables[unique], origins[unique] = with_clocks(con, each.table), each.file
        if made_of:
            pieces[unique] = made_of
    return Raw(
        con=con,
        tables=tables,
        base=base[0] if base else None,
        columns=tuple(column for name, table in tables.items() for column in profile(con, name, table)),
        files=tuple(part.facts for part in parts),
        origins=origins,
        rejected=tuple(row for part in parts for row in part.rejected),
        rejected_rows=sum(part.rejected_rows for part in parts),
        pieces=pieces,
    )


def _parts(paths: Sequence[Path], con: Backend, folder: Path, encoding: str | None, *, by_hand: bool) -> list[Part]:
    """Read every file, those inside archives too; an OCEL table of events together with its tables of objects."""
    with ExitStack() as stack:
        found: list[tuple[str, Path, str]] = []  # format, path, name to show
        for path in paths:
            if (kind := sniff(path)) != "zip":
                found.append((kind, path, path.name))
                continue
            members = stack.enter_context(unpacked(path, folder))
            for member in members:
                shown = path.name if len(members) == 1 else f"{path.name}/{member.name}"
                found.append((sniff(member), member, shown))
        beside = [path for kind, path, _ in found if kind == OBJECTS]
        together = [each for each in found if each[0] != OBJECTS or not any(one[0] == "ocel_csv" for one in found)]
        holds = by_hand and sum(kind == TEXT for kind, _, _ in together) == 1
        as_text = partial(read_text_table, encoding=encoding, holds=holds)
        read = partial(_read_as, con=con, folder=folder, beside=beside, as_text=as_text)
        return [_named(read(kind, path), shown) for kind, path, shown in together]


def _named(part: Part, shown: str) -> Part:
    rejected = tuple(replace(row, file=shown) for row in part.rejected)
    return replace(part, facts=replace(part.facts, name=shown), rejected=rejected)


def _read_as(found: str, path: Path, con: Backend, folder: Path, *, beside: Sequence[Path], as_text: Reader) -> Part:
    if found == "ocel_csv" and beside:
        return read_ocel_csv(path, con, folder, beside)
    reader = as_text if found == TEXT else READERS.get(found)
    if reader is None:
        raise UnreadableFile(
            "file.no_reader", f"{path.name} is of a kind ({found}) that cannot be read yet.", file=path.name
        )
    part = reader(path, con, folder)
    # What our own CSV writer made harmless for spreadsheets is taken back; other tables stay as they are.
    ours = any(MARK in table.columns for table in part.tables.values())
    return replace(part, tables={name: restored(con, table) for name, table in part.tables.items()}, is_ours=ours)


def _unique(name: str, taken: dict[str, Table]) -> str:
    count, candidate = 2, name
    while candidate in taken:
        candidate, count = f"{name} ({count})", count + 1
    return candidate
