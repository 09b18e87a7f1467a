"""Insert many rows at once: COPY on PostgreSQL, one prepared statement on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

Rows = Sequence[tuple[Any, ...]]


def insert(table: str, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert rows of plain values in the order of `columns`; to be called inside a transaction."""
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        raw = connection.connection
        assert raw is not None, "inside a transaction there is a connection"
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
