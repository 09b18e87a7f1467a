"""Every refused row as its file holds it, with its line and the reason: for a person to mend and to bring again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
from ibis.backends.duckdb import Backend

from hansei.analytics.reading.dialect import unique_names
from hansei.analytics.reading.lines import file_of, line_numbers
from hansei.analytics.reading.raw import Raw
from hansei.analytics.shaping.cells import Typed
from hansei.analytics.sql import ident, text

# Our columns stand in front of the source's own.
FILE: Final = "_file"
LINE: Final = "_line"
REASON: Final = "_reason"
WHOLE: Final = "_whole"  # the line of a row that could not be parted into cells


def write_refused(con: Backend, raw: Raw, tables: Sequence[Typed], path: Path) -> None:
    """Write the refused rows of all tables as Parquet; of lines that could not be parted, those that were kept."""
    unparted = pa.table(
        {
            FILE: pa.array([row.file for row in raw.rejected], pa.string()),
            LINE: pa.array([row.line for row in raw.rejected], pa.int64()),
            REASON: pa.array([row.reason for row in raw.rejected], pa.string()),
            WHOLE: pa.array([row.example for row in raw.rejected], pa.string()),
        }
    )
    con.con.register("refused_unparted", unparted)
    parts = ["SELECT * FROM refused_unparted"]
    for at, table in enumerate(tables):
        rows = [
            row
            for (row,) in con.raw_sql(f"SELECT _row FROM {table.table} WHERE _bad IS NOT NULL ORDER BY 1").fetchall()
        ]
        if not rows:
            continue
        lines = line_numbers(raw, table.name, rows)
        numbered = pa.table(
            {
                "_row": pa.array(rows, pa.int64()),
                FILE: pa.array([file_of(raw, table.name, row) for row in rows], pa.string()),
                LINE: pa.array([lines[row] for row in rows], pa.int64()),
            }
        )
        con.con.register(f"refused_lines_{at}", numbered)
        parts.append(
            f"SELECT l.{FILE}, l.{LINE}, t._bad AS {REASON}, "
            f"{_own_columns(con, table.source)} FROM {table.source} s JOIN {table.table} t ON t._row = s._row "
            f"JOIN refused_lines_{at} l ON l._row = s._row WHERE t._bad IS NOT NULL ORDER BY s._row"
        )
    union = " UNION ALL BY NAME ".join(f"({part})" for part in parts)
    con.raw_sql(f"COPY ({union}) TO {text(str(path))} (FORMAT parquet)")
    for at in range(len(parts) - 1):
        con.con.unregister(f"refused_lines_{at}")
    con.con.unregister("refused_unparted")


def _own_columns(con: Backend, source: str) -> str:
    """SQL for the source's columns; one that is called like ours gets a number (refused rows brought again)."""
    columns = [column for column in con.table(source).columns if column != "_row"]
    names = unique_names([FILE, LINE, REASON, WHOLE, *columns])[4:]
    return ", ".join(f"s.{ident(column)} AS {ident(name)}" for column, name in zip(columns, names, strict=True))
