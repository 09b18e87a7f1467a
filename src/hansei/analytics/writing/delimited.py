"""CSV: one row per case and event, in UTF-8 with a byte order mark, so that spreadsheets read it right.

**Formula cells.** A spreadsheet runs a cell that begins with = + - @ (or a tab or line break). Such a cell
gets an apostrophe in front, which spreadsheets show as text; numbers stay as they are. In rows where that
happened every cell that began with an apostrophe gets one more, and the column `hansei_defused` says 1:
the reader takes exactly these apostrophes off again (`reading.defusing`).
"""

from __future__ import annotations

from pathlib import Path

from pyarrow import csv

from hansei.analytics.log import BASE, Log
from hansei.analytics.reading.defusing import defused
from hansei.analytics.reading.flat import flat_table
from hansei.analytics.reading.relations import batches
from hansei.analytics.sql import ident
from hansei.analytics.whole import whole
from hansei.analytics.writing.cases import CaseRows
from hansei.analytics.writing.written import Written


def write_csv(log: Log, path: Path, case_type: str | None = None) -> Written:
    """Write the cases of a log, event by event, as CSV that opens safely and comes back equal as text."""
    cases = CaseRows(log, case_type)
    flat = flat_table(cases.con, {name: getattr(log, name) for name in BASE}, *cases.kinds())
    columns = [name for name in flat.columns if name != "_row"]
    query = f"SELECT {defused(columns)} FROM {ident(flat.get_name())} ORDER BY _row"
    count = 0
    try:
        with whole(path) as draft, draft.open("wb") as file:
            file.write(b"\xef\xbb\xbf")
            writer = None
            for batch in batches(cases.con, query):
                writer = writer or csv.CSVWriter(file, batch.schema)
                writer.write_batch(batch)
                count += batch.num_rows
            if writer is not None:
                writer.close()
    finally:
        cases.con.drop_table(flat.get_name())
    return Written(count, cases.left_out())
