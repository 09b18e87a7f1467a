"""Put rows that Python makes (workbooks, JSON) into DuckDB as text, a page at a time, columns as they turn up."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.reading.naming import free_name
from hansei.analytics.reading.plain import plain, text_array
from hansei.analytics.reading.raw import refuse_too_wide
from hansei.analytics.sql import ident

PAGE: Final = 5_000


class Loading:
    """One table in the making. `add` takes rows as column → text; `finish` gives the table, None when nothing came."""

    def __init__(self, con: Backend, name: str) -> None:
        self._con, self._name = con, name
        self._table = f"raw_{uuid4().hex[:12]}"
        self._columns: dict[str, str] = {}  # the source's name → the table's
        self._page: list[dict[str, str | None]] = []
        self.rows = 0

    def add(self, row: dict[str, str | None]) -> None:
        """Take one row; columns it does not name are empty."""
        self._page.append(row)
        if len(self._page) >= PAGE:
            self._flush()

    def finish(self) -> Table | None:
        """Write what is left; the table has `_row` in front."""
        self._flush()
        return self._con.table(self._table) if self.rows else None

    def _flush(self) -> None:
        if not self._page:
            return
        self._widen()
        pages = {"_row": pa.array(range(self.rows + 1, self.rows + len(self._page) + 1), pa.int64())}
        for source, column in self._columns.items():
            pages[column] = text_array([row.get(source) for row in self._page])
        self._con.con.register("loaded_page", pa.table(pages))
        self._con.raw_sql(f"INSERT INTO {self._table} BY NAME SELECT * FROM loaded_page")
        self._con.con.unregister("loaded_page")
        self.rows += len(self._page)
        self._page = []

    def _widen(self) -> None:
        if not self._columns:
            self._con.raw_sql(f"CREATE TABLE {self._table} (_row BIGINT)")
        taken = {"_row", *(column.lower() for column in self._columns.values())}
        for row in self._page:
            for source in row:
                if source in self._columns:
                    continue
                name = " ".join(plain(source).split()) or "column"
                self._columns[source] = column = free_name(name, taken)
                self._con.raw_sql(f"ALTER TABLE {self._table} ADD COLUMN {ident(column)} VARCHAR")
        refuse_too_wide(self._name, len(self._columns))
