"""Several deliveries of one table (monthly extracts, sheets of a workbook) as the one table that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.archive import in_order
from hansei.analytics.reading.raw import Piece
from hansei.analytics.sql import ident


@dataclass(frozen=True)
class Delivered:
    """One table as its file gives it."""

    name: str
    file: str
    table: Table


def merged(con: Backend, delivered: Sequence[Delivered]) -> list[tuple[Delivered, tuple[Piece, ...]]]:
    """Put tables with the same columns under one another, in the order of their names; the others stay alone.

    `_row` goes on counting, so that a row's file and line can be told.
    """
    alike: dict[frozenset[str], list[Delivered]] = {}
    for each in delivered:
        alike.setdefault(frozenset(each.table.columns), []).append(each)
    return [
        _merged(con, group) if len(group) > 1 and len(columns) > 2 else (each, ())
        for columns, group in alike.items()
        for each in (group[:1] if len(group) > 1 and len(columns) > 2 else group)
    ]


def _merged(con: Backend, group: list[Delivered]) -> tuple[Delivered, tuple[Piece, ...]]:
    group = sorted(group, key=lambda each: in_order(f"{each.file} {each.name}"))
    columns = ", ".join(ident(name) for name in group[0].table.columns if name != "_row")
    table = f"raw_{uuid4().hex[:12]}"
    pieces: list[Piece] = []
    rows = 0
    for each in group:
        source = each.table.get_name()
        selected = f"SELECT _row + {rows} AS _row, {columns} FROM {source}"
        con.raw_sql(f"INSERT INTO {table} {selected}" if pieces else f"CREATE TABLE {table} AS {selected}")
        pieces.append(Piece(each.file, rows))
        rows += int(con.raw_sql(f"SELECT count(*) FROM {source}").fetchall()[0][0])
        con.drop_table(source)
    names = [each.name for each in group]
    shared = next((at for at, letters in enumerate(zip(*names, strict=False)) if len(set(letters)) > 1), None)
    name = names[0][:shared].rstrip(" -_.(0123456789–") or names[0]
    files = ", ".join(dict.fromkeys(each.file for each in group))
    return Delivered(name, files, con.table(table)), tuple(pieces)
