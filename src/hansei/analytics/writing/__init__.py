"""Write a log out again, so that nobody is locked in: OCEL 2.0 (JSON, SQLite), XES, CSV and Parquet.

What goes out comes back equal when read by `hansei.analytics.reading` (Parquet: by `engine.load`). A
format that cannot hold all of a log says so: every writer returns `Written`, whose `left_out` counts
what has no place in it. Columns of ours that a standard does not know travel as values whose names
begin with `hansei_`. A file appears whole or not at all; rows are streamed.
"""

from __future__ import annotations

from hansei.analytics.writing.delimited import write_csv
from hansei.analytics.writing.ocel_json import write_ocel_json
from hansei.analytics.writing.ocel_sqlite import write_ocel_sqlite
from hansei.analytics.writing.parquet import write_parquet
from hansei.analytics.writing.written import UnwritableLog, Written
from hansei.analytics.writing.xes import write_xes

__all__ = [
    "UnwritableLog",
    "Written",
    "write_csv",
    "write_ocel_json",
    "write_ocel_sqlite",
    "write_parquet",
    "write_xes",
]
