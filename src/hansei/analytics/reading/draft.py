"""A log as its file spells it, on its way into the base tables.

The parsers of XES and OCEL add rows here in whatever order their format has them; nothing is looked
up while reading, so memory stays the same for a thousand events and for ten million. References
between rows are the file's own words (`ref`) and are resolved at the end, by `settling.settle`.
"""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.util import gen_name

from hansei.analytics.reading.plain import text_array
from hansei.analytics.reading.relations import first_row

# Rows held in Python before they move on to DuckDB. At 50,000 a wide event costs about 100 MB at worst.
PAGE: Final = 50_000

_TEXT: Final = pa.string()
_NUMBER: Final = pa.int64()
DRAFT: Final[dict[str, list[tuple[str, pa.DataType]]]] = {
    "events": [
        ("event", _NUMBER),
        ("key", _TEXT),
        ("activity", _TEXT),
        ("time", _TEXT),  # as written; read when settled
    ],
    "event_values": [("event", _NUMBER), ("name", _TEXT), ("type", _TEXT), ("value", _TEXT)],
    "relations": [("event", _NUMBER), ("ref", _TEXT), ("role", _TEXT)],
    "objects": [("position", _NUMBER), ("ref", _TEXT), ("kind", _TEXT), ("key", _TEXT)],
    "object_values": [("ref", _TEXT), ("time", _TEXT), ("name", _TEXT), ("type", _TEXT), ("value", _TEXT)],
    "links": [("ref", _TEXT), ("target", _TEXT), ("role", _TEXT)],
    # What the file declares: the type of an attribute of an event type or object type.
    "types": [("scope", _TEXT), ("owner", _TEXT), ("name", _TEXT), ("type", _TEXT)],
}
Row = tuple[Any, ...]


class Draft:
    """Rows of a log being read, paged into DuckDB tables named `{name}_{table}`."""

    def __init__(self, con: Backend) -> None:
        self.con = con
        self.name = gen_name("draft")
        self._pages: dict[str, list[Row]] = {table: [] for table in DRAFT}
        self.counts: dict[str, int] = dict.fromkeys(DRAFT, 0)
        for table, columns in DRAFT.items():
            shape = ", ".join(f'"{column}" {"BIGINT" if kind == _NUMBER else "VARCHAR"}' for column, kind in columns)
            con.con.execute(f'CREATE TABLE "{self.table(table)}" ({shape})')

    def table(self, table: str) -> str:
        """The DuckDB name of a draft table."""
        return f"{self.name}_{table}"

    def add(self, table: str, row: Row) -> None:
        """Add one row, its cells in the order of `DRAFT`."""
        page = self._pages[table]
        page.append(row)
        if len(page) >= PAGE:
            self._flush(table)

    def add_all(self, table: str, rows: list[Row]) -> None:
        """Add several rows at once: a third faster than one by one."""
        page = self._pages[table]
        page.extend(rows)
        if len(page) >= PAGE:
            self._flush(table)

    def event(self, key: str | None, activity: str | None, time: str | None) -> int:
        """Add an event and return its number, 1, 2, 3 … in file order."""
        number = self.counts["events"] + len(self._pages["events"]) + 1
        self.add("events", (number, key, activity, time))
        return number

    def object(self, ref: str, kind: str | None, key: str | None) -> int:
        """Add an object under the word by which the file refers to it; return its position in the file."""
        position = self.counts["objects"] + len(self._pages["objects"]) + 1
        self.add("objects", (position, ref, kind, key))
        return position

    def finish(self) -> None:
        """Move the last pages on."""
        for table in DRAFT:
            self._flush(table)

    def close_gaps(self) -> None:
        """Number events 1, 2, 3 … where the file's own numbers (a database's) have gaps."""
        execute = self.con.con.execute
        row = first_row(self.con, f"SELECT count(*), min(event), max(event) FROM {self.table('events')}")
        if row is None or row[0] == 0 or (row[1] == 1 and row[2] == row[0]):
            return
        execute(
            f"""CREATE TEMP TABLE {self.name}_dense AS
                SELECT event, row_number() OVER (ORDER BY event) AS dense FROM {self.table("events")}"""
        )
        for table in ("events", "event_values", "relations"):
            name = self.table(table)
            execute(f"UPDATE {name} SET event = d.dense FROM {self.name}_dense d WHERE d.event = {name}.event")
        execute(f"DROP TABLE {self.name}_dense")

    def drop(self) -> None:
        """Forget everything, after settling or after a refusal."""
        for table in DRAFT:
            self.con.con.execute(f'DROP TABLE IF EXISTS "{self.table(table)}"')
            self._pages[table] = []

    def _flush(self, table: str) -> None:
        page = self._pages[table]
        if not page:
            return
        columns = DRAFT[table]
        arrays = [
            text_array(cells) if kind == _TEXT else pa.array(cells, kind)
            for cells, (_, kind) in zip(zip(*page, strict=True), columns, strict=True)
        ]
        batch = pa.table(arrays, names=[name for name, _ in columns])
        self.con.con.register(f"{self.name}_page", batch)
        self.con.con.execute(f'INSERT INTO "{self.table(table)}" SELECT * FROM "{self.name}_page"')
        self.con.con.unregister(f"{self.name}_page")
        self.counts[table] += len(page)
        page.clear()
