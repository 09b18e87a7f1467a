"""CSV: one row per case and event, in UTF-8 with a byte order mark, so that spreadsheets read it right.

**Formula cells.** A spreadsheet runs a cell that begins with = + - @ (or a tab or line break). Such a cell
gets an apostrophe in front, which spreadsheets show as text; numbers stay as they are. In rows where that
happened every cell that began with an apostrophe gets one more, and the column `hansei_defused` says 1:
the reader takes exactly these apostrophes off again (`reading.defusing`).
"""

from __future__ import annotations

from pathlib import Path

from ibis.expr.types import Table
from pyarrow import csv

from hansei.analytics.log import BASE, Log
from hansei.analytics.reading.defusing import defused
from hansei.analytics.reading.flat import flat_table
from hansei.analytics.reading.relations import batches, table_from
from hansei.analytics.reading.settling import KIND_MARK, RECORDED_MARK
from hansei.analytics.sql import ident
from hansei.analytics.whole import whole
from hansei.analytics.writing.cases import CaseRows
from hansei.analytics.writing.outgoing import IN_UTC, iso_utc
from hansei.analytics.writing.written import Written


def write_csv(log: Log, path: Path, case_type: str | None = None) -> Written:
    """Write the cases of a log, event by event, as CSV that opens safely and comes back equal as text."""
    cases = CaseRows(log, case_type)
    flat = flat_table(cases.con, _marked(log, cases), *cases.kinds(), changes=cases.changes, undated=True)
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


def _marked(log: Log, cases: CaseRows) -> dict[str, Table]:
    """The log's base tables, with values for what its events and cases say beyond the columns of the table."""
    base = {name: getattr(log, name) for name in BASE}
    of_events = f"""
        SELECT event, name, type, {IN_UTC} FROM {cases.base["event_values"]}
        UNION ALL SELECT event, '{KIND_MARK}', 'string', kind FROM {cases.base["events"]} WHERE kind <> 'case.activity'
        UNION ALL SELECT event, '{RECORDED_MARK}', 'time', {iso_utc("recorded_at")} FROM {cases.base["events"]}
        WHERE recorded_at IS NOT NULL"""
    of_objects = f"""
        SELECT object, "at", name, type, {IN_UTC} FROM {cases.base["object_values"]}
        UNION ALL SELECT object, NULL, '{KIND_MARK}', 'string', kind FROM {cases.base["objects"]}
        WHERE kind <> 'case'"""
    values = {"event_values": of_events, "object_values": of_objects}
    return {**base, **{name: table_from(cases.con, query) for name, query in values.items()}}
