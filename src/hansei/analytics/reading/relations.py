"""DuckDB relations by name: the few lines of SQL plumbing that readers and writers share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table
from ibis.util import gen_name


def view_of(con: Backend, table: Table) -> str:
    """Give an Ibis table a name that SQL can use."""
    name: str = gen_name("view")
    con.con.execute(f"CREATE VIEW {name} AS {con.compile(table)}")
    return name


def table_from(con: Backend, query: str) -> Table:
    """An Ibis table over a query, computed when asked."""
    # Not con.sql: it asks the driver for a method that DuckDB 2.0 no longer has.
    name: str = gen_name("view")
    con.con.execute(f"CREATE VIEW {name} AS {query}")
    return con.table(name)


def batches(con: Backend, query: str, rows: int = 20_000) -> Iterator[pa.RecordBatch]:
    """Stream a query's rows, `rows` at a time, while the connection goes on being used for other things."""
    # A cursor of its own: a second query on the same one would end the first. Not Ibis's
    # to_pyarrow_batches: it asks the driver for a method that DuckDB 2.0 no longer has.
    cursor = con.con.cursor()
    try:
        yield from cursor.sql(query).to_arrow_reader(rows)
    finally:
        cursor.close()


def rows_of(con: Backend, query: str) -> Iterator[dict[str, Any]]:
    """Stream a query's rows as dictionaries."""
    for batch in batches(con, query):
        yield from batch.to_pylist()


def first_row(con: Backend, query: str) -> tuple[Any, ...] | None:
    """A query's first row, or None."""
    # All rows are fetched: DuckDB refuses other work while a result is unfinished.
    rows = con.con.execute(query).fetchall()
    return tuple(rows[0]) if rows else None
