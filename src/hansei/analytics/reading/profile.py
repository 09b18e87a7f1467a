"""Look at every column once: how full it is, how many values differ, and what they look like."""

from __future__ import annotations

from typing import Final

from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.raw import Column
from hansei.analytics.sql import ident

_SAMPLES: Final = 60
_LOOKED_AT: Final = 4000
_SHOWN: Final = 200  # letters of a sample


def profile(con: Backend, name: str, table: Table) -> tuple[Column, ...]:
    """Describe each column of a raw table; samples are spread over the whole file, in file order, each value once."""
    columns = [column for column in table.columns if column != "_row"]
    source = table.get_name()
    rows = int(con.raw_sql(f"SELECT count(*) FROM {source}").fetchall()[0][0])
    quoted = [ident(column) for column in columns]
    counts = ", ".join(f"count({column}), approx_count_distinct({column})" for column in quoted)
    figures = con.raw_sql(f"SELECT {counts} FROM {source}").fetchall()[0]
    step = max(rows // _LOOKED_AT, 1)
    shown = ", ".join(f"left({column}, {_SHOWN})" for column in quoted)
    looked = con.raw_sql(f"SELECT {shown} FROM {source} WHERE _row % {step} = 0 OR _row <= 20 ORDER BY _row").fetchall()
    return tuple(
        Column(name, column, rows, figures[2 * at], figures[2 * at + 1], _different([row[at] for row in looked]))
        for at, column in enumerate(columns)
    )


def _different(values: list[str | None]) -> tuple[str, ...]:
    seen = dict.fromkeys(value for value in values if value is not None and value.strip())
    return tuple(seen)[:_SAMPLES]
