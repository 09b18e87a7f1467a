"""Write and read many rows at once: COPY on PostgreSQL, statements of many rows each on SQLite.

Columns go over as Arrow arrays. On PostgreSQL they become one piece of CSV text outside Python, and come back as one.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import pyarrow as pa
from django.db import connection
from pyarrow import csv

# A statement a row costs as much as the row itself; SQLite before 3.32 takes 999 values in one statement.
VALUES_A_STATEMENT: Final = 999
READ_BATCH: Final = 50_000
Columns = Mapping[str, Any]


def insert(table: str, columns: Columns, count: int) -> None:
    """Insert `count` rows, to be called inside a transaction: a column is an Arrow array or one value for all rows."""
    if connection.vendor == "postgresql":
        _copy_in(table, columns, count)
    else:
        _insert_many(table, columns, count)


class Turns:
    """Let other writers in between the transactions of a long piece of work; call it after each.

    SQLite has no queue: who waits tries again every tenth of a second, and finds the lock taken each time where one
    transaction follows the other at once.
    """

    HELD_SECONDS = 1.0
    PAUSE_SECONDS = 0.11

    def __init__(self) -> None:
        self.since = time.monotonic()

    def __call__(self) -> None:
        if connection.vendor == "sqlite" and time.monotonic() - self.since > self.HELD_SECONDS:
            time.sleep(self.PAUSE_SECONDS)
            self.since = time.monotonic()


def _copy_in(table: str, columns: Columns, count: int) -> None:
    arrays = [each if isinstance(each, pa.Array) else pa.repeat(each, count) for each in columns.values()]
    text = pa.BufferOutputStream()
    # Quoted is a text, even an empty one; nothing at all is a null.
    csv.write_csv(pa.table(arrays, names=list(columns)), text, csv.WriteOptions(include_header=False))
    into = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with _raw().cursor() as cursor, cursor.copy(into) as copy:
        copy.write(text.getvalue())


def _insert_many(table: str, columns: Columns, count: int) -> None:
    values = (
        each.to_pylist() if isinstance(each, pa.Array) else itertools.repeat(each, count) for each in columns.values()
    )
    rows = list(zip(*values, strict=True))
    together = VALUES_A_STATEMENT // len(columns)
    whole = count - count % together
    into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    row = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        parts = [list(itertools.chain(*rows[at : at + together])) for at in range(0, whole, together)]
        cursor.executemany(into + ", ".join([row] * together), parts)
        cursor.executemany(into + row, rows[whole:])


def select(sql: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """Run a query without parameters, inside a transaction; yield its rows in tables of plain or of text columns."""
    if connection.vendor == "postgresql":
        yield from _copy_out(sql, names)
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(READ_BATCH):
            yield pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def _copy_out(sql: str, names: Sequence[str]) -> Iterator[pa.Table]:
    with _raw().cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)") as copy:
        for text in _pieces(copy):
            yield csv.read_csv(
                BytesIO(text),
                csv.ReadOptions(column_names=list(names), block_size=max(len(text), 1)),
                csv.ParseOptions(newlines_in_values=True),
                # All as text: what a number or an instant is, the reader of the table knows.
                csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                ),
            )


def _pieces(rows: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """Gather rows, which come one by one, into pieces of some megabytes."""
    gathered = iter(rows)
    while piece := list(itertools.islice(gathered, READ_BATCH)):
        yield b"".join(piece)


def _raw() -> Any:
    raw = connection.connection
    assert raw is not None, "inside a transaction there is a connection"
    return raw
