"""OCEL 2.0 in SQLite: a table per type, the maps to their names, relations with qualifiers.

SQLite takes column names that differ in case only for one, and knows no more than 2,000 of them in a
table. Where an attribute cannot give its name to a column, the column is called something near it and
the table `hansei_column_names` says what it holds; readers that do not know that table see the column.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from hansei.analytics.log import Log
from hansei.analytics.reading.ocel.sqlite import COLUMN_NAMES, OWN_COLUMNS
from hansei.analytics.sql import ident
from hansei.analytics.whole import whole
from hansei.analytics.writing.ocel_json import native
from hansei.analytics.writing.outgoing import BEGINNING, Outgoing, Row, together
from hansei.analytics.writing.written import UnwritableLog, Written

MOST_COLUMNS: Final = 1_990
_PAGE: Final = 10_000
_DECLARED: Final = {
    "string": "TEXT",
    "integer": "INTEGER",
    "float": "REAL",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMP",
}
_FIXED: Final = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
    ocel_event_id TEXT REFERENCES event (ocel_id), ocel_object_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
    ocel_source_id TEXT REFERENCES object (ocel_id), ocel_target_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""


def write_ocel_sqlite(log: Log, path: Path) -> Written:
    """Write the whole log, all objects and all changes of their values, as an OCEL 2.0 SQLite database."""
    out = Outgoing(log)
    with whole(path) as draft, closing(sqlite3.connect(draft)) as database:
        # The file is new and replaces the old one only when whole: no journal is needed.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _FIXED)
        event_tables = _type_tables(database, "event", out.event_types())
        object_tables = _type_tables(database, "object", out.object_types())
        _objects(database, out, object_tables)
        events = _events(database, out, event_tables)
        database.commit()
    missing = out.count('SELECT count(*) FROM {events} WHERE "at" IS NULL')
    return Written(events, {"times_missing": missing} if missing else {})


class _TypeTable:
    """The table of one event or object type: where each attribute goes and as what."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.types = attributes
        self.columns = _column_names(attributes)
        self.places = {attribute: place for place, attribute in enumerate(attributes)}

    def insert(self, width: int) -> str:
        return f"INSERT INTO {ident(self.name)} VALUES ({', '.join('?' * (width + len(self.columns)))})"


def _type_tables(database: sqlite3.Connection, scope: str, types: dict[str, dict[str, str]]) -> dict[str, _TypeTable]:
    own = "ocel_id TEXT, ocel_time TIMESTAMP" + (", ocel_changed_field TEXT" if scope == "object" else "")
    tables: dict[str, _TypeTable] = {}
    taken: set[str] = set()
    for type_, attributes in types.items():
        if len(attributes) > MOST_COLUMNS:
            raise UnwritableLog(
                "log.too_many_attributes",
                f"“{type_}” has {len(attributes)} attributes; SQLite holds {MOST_COLUMNS}. Choose JSON instead.",
            )
        mapped = _free(re.sub(r"\W", "", type_, flags=re.ASCII) or "Type", taken)
        table = tables[type_] = _TypeTable(f"{scope}_{mapped}", attributes)
        columns = "".join(f", {ident(table.columns[name])} {_DECLARED[kind]}" for name, kind in attributes.items())
        database.execute(
            f"CREATE TABLE {ident(table.name)} ({own}{columns}, FOREIGN KEY (ocel_id) REFERENCES {scope} (ocel_id))"
        )
        database.execute(f"INSERT INTO {scope}_map_type VALUES (?, ?)", (type_, mapped))
        _say_renamed(database, table)
    return tables


def _say_renamed(database: sqlite3.Connection, table: _TypeTable) -> None:
    renamed = [(table.name, column, name) for name, column in table.columns.items() if column != name]
    if renamed:
        columns = "table_name TEXT, column_name TEXT, attribute TEXT"
        database.execute(f"CREATE TABLE IF NOT EXISTS {COLUMN_NAMES} ({columns})")
        database.executemany(f"INSERT INTO {COLUMN_NAMES} VALUES (?, ?, ?)", renamed)


def _column_names(attributes: Iterable[str]) -> dict[str, str]:
    taken = set(OWN_COLUMNS)
    shown = {name: "".join(sign if sign.isprintable() else "_" for sign in name) for name in attributes}
    return {name: _free(column or "_", taken) for name, column in shown.items()}


def _free(name: str, taken: set[str]) -> str:
    # SQLite folds case in ASCII only; folding all letters is on the safe side.
    candidate, count = name, 2
    while candidate.casefold() in taken:
        candidate, count = f"{name}_{count}", count + 1
    taken.add(candidate.casefold())
    return candidate


def _objects(database: sqlite3.Connection, out: Outgoing, tables: dict[str, _TypeTable]) -> None:
    objects = ((row["id"], row["type"]) for row in out.objects())
    database.executemany("INSERT INTO object VALUES (?, ?)", objects)
    for page in _pages(together(out.objects(), "object", out.object_values(), out.links())):
        for holder, values, links in page:
            table = tables[holder["type"]]
            database.executemany(table.insert(3), _object_rows(holder["id"], values, table))
            related = [(holder["id"], link["id"], link["role"]) for link in links]
            database.executemany("INSERT OR IGNORE INTO object_object VALUES (?, ?, ?)", related)


def _object_rows(id_: str, values: list[Row], table: _TypeTable) -> Iterator[list[Any]]:
    """One row with what holds from the beginning, then one for each change."""
    first: list[Any] = [id_, BEGINNING, None, *[None] * len(table.places)]
    changes: list[list[Any]] = []
    for value in values:
        place = 3 + table.places[value["name"]]
        cell = _cell(table.types[value["name"]], value["value"])
        if value["time"] == BEGINNING and first[place] is None:
            first[place] = cell
        else:
            change = [id_, value["time"], value["name"], *[None] * len(table.places)]
            change[place] = cell
            changes.append(change)
    yield first
    yield from changes


def _events(database: sqlite3.Connection, out: Outgoing, tables: dict[str, _TypeTable]) -> int:
    count = 0
    for page in _pages(together(out.events(), "event", out.event_values(), out.relations())):
        count += len(page)
        database.executemany("INSERT INTO event VALUES (?, ?)", [(row["id"], row["type"]) for row, _, _ in page])
        database.executemany(
            "INSERT OR IGNORE INTO event_object VALUES (?, ?, ?)",
            [(row["id"], related["id"], related["role"]) for row, _, relations in page for related in relations],
        )
        for row, values, _ in page:
            table = tables[row["type"]]
            cells: list[Any] = [row["id"], row["time"], *[None] * len(table.places)]
            for value in values:
                cells[2 + table.places[value["name"]]] = _cell(table.types[value["name"]], value["value"])
            database.execute(table.insert(2), cells)
    return count


def _cell(type_: str, text: str) -> Any:
    # SQLite has no booleans; the words survive in a column of any affinity.
    return text if type_ == "boolean" else native(type_, text)


def _pages(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while page := list(islice(rows, _PAGE)):
        yield page
