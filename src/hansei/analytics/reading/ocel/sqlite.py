"""OCEL 2.0 in SQLite. The file is somebody else's program: it is opened so that it can only be read.

Read-only and immutable (no journal is replayed, nothing beside the file is touched), its schema not
trusted, every statement but plain reading denied by an authorizer, triggers and extensions therefore
inert, tables that are views or virtual refused, lengths bounded, and a watch on the work a query does.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from ibis.backends.duckdb import Backend

from hansei.analytics.reading.draft import Draft
from hansei.analytics.reading.ocel.declared import declared_type
from hansei.analytics.reading.ocel.part import part_of
from hansei.analytics.reading.raw import MEGABYTE, Part, UnreadableFile, copied
from hansei.analytics.sql import ident

COLUMN_NAMES: Final = "hansei_column_names"  # which attribute a renamed column holds; our own writer's
OWN_COLUMNS: Final = frozenset({"ocel_id", "ocel_time", "ocel_changed_field"})
_ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
# Steps of SQLite's machine for one file: some 20 a row, so 500 M rows, and an end to queries that have none.
_STEPS: Final = 10_000_000_000
_STEPS_EACH: Final = 1_000_000


def read_ocel_sqlite(path: Path, con: Backend, folder: Path) -> Part:
    """Read one OCEL 2.0 SQLite file, plain or packed."""
    draft = Draft(con)
    try:
        with _database(path, folder) as database:
            _Tables(database, path.name).fill(draft)
        return part_of(draft, path, "ocel_sqlite")
    except sqlite3.Error as error:
        raise UnreadableFile(
            "file.damaged", f"{path.name} is not a sound SQLite database: {error}.", file=path.name
        ) from error
    finally:
        draft.drop()


@contextmanager
def _database(path: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read; packed files are unpacked into `folder` for as long as that takes."""
    # Always a copy: SQLite needs a real file, and nobody can change this one while we read.
    with (
        copied(path, folder) as copy,
        closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database,
    ):
        _restrict(database)
        yield database


def _restrict(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    database.execute("PRAGMA query_only = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 16 * MEGABYTE)
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    database.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
    database.set_authorizer(_allowed)
    left = itertools.repeat(0, _STEPS // _STEPS_EACH)
    # Anything but 0 stops the query.
    database.set_progress_handler(lambda: next(left, 1), _STEPS_EACH)


def _allowed(action: int, first: str | None, *_: str | None) -> int:
    reads = action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first == "table_info")
    return sqlite3.SQLITE_OK if reads else sqlite3.SQLITE_DENY


class _Tables:
    """The tables of the file, by the names the standard gives them."""

    def __init__(self, database: sqlite3.Connection, name: str) -> None:
        self._database, self._name = database, name
        self._kinds: dict[str, str] = {}
        for table, type_, made in database.execute("SELECT name, type, sql FROM sqlite_master"):
            virtual = (made or "").lstrip().upper().startswith("CREATE VIRTUAL")
            self._kinds[table] = "virtual" if virtual else type_
        self._names: dict[tuple[str, str], str] = {}
        if COLUMN_NAMES in self._kinds:
            rows = self._rows(COLUMN_NAMES, ("table_name", "column_name", "attribute"))
            self._names = {(table, column): attribute for table, column, attribute in rows}

    def fill(self, draft: Draft) -> None:
        """Copy all rows into a draft."""
        for ref, kind in self._rows("object", ("ocel_id", "ocel_type")):
            draft.object(_text(ref) or "", _text(kind), _text(ref))
        for kind, mapped in self._rows("object_map_type", ("ocel_type", "ocel_type_map")):
            self._object_values(draft, kind, f"object_{mapped}")
        mapped_events = dict(self._rows("event_map_type", ("ocel_type", "ocel_type_map")))
        for (kind,) in self._ask("SELECT DISTINCT ocel_type FROM event", "event").fetchall():
            self._events(draft, kind, f"event_{mapped_events.get(kind)}")
        joined = "FROM event_object r LEFT JOIN event e ON e.ocel_id = r.ocel_event_id ORDER BY r.rowid"
        for row in self._ask(f"SELECT e.rowid, r.ocel_object_id, r.ocel_qualifier {joined}", "event_object", "event"):
            draft.add("relations", (row[0], _text(row[1]), _text(row[2])))
        if "object_object" in self._kinds:
            for row in self._rows("object_object", ("ocel_source_id", "ocel_target_id", "ocel_qualifier")):
                draft.add("links", tuple(_text(cell) for cell in row))

    def _events(self, draft: Draft, kind: Any, table: str) -> None:
        columns = self._columns(draft, "event", kind, table) if table in self._kinds else {}
        shown = "".join(f", t.{ident(column)}" for column in columns)
        time = "t.ocel_time" if table in self._kinds else "NULL"
        joined = f"LEFT JOIN {ident(table)} t ON t.ocel_id = e.ocel_id" if table in self._kinds else ""
        query = (
            f"SELECT e.rowid, e.ocel_id, {time}{shown} FROM event e {joined} WHERE e.ocel_type IS ? ORDER BY e.rowid"
        )
        last = None
        for number, key, time, *cells in self._ask(query, "event", *([table] if joined else []), bound=(kind,)):
            if number == last:
                continue  # the same event twice in its type's table
            last = number
            draft.add("events", (number, _text(key), _text(kind), _text(time)))
            filled = zip(columns.values(), cells, strict=True)
            draft.add_all(
                "event_values", [(number, name, "string", _text(cell)) for name, cell in filled if cell is not None]
            )

    def _object_values(self, draft: Draft, kind: Any, table: str) -> None:
        if table not in self._kinds:
            return
        columns = self._columns(draft, "object", kind, table)
        changes = "ocel_changed_field" in self._declared(table)
        own = ("ocel_id", "ocel_time", "ocel_changed_field" if changes else "ocel_id")
        for ref, time, changed, *cells in self._rows(table, (*own, *columns)):
            for name, cell in zip(columns.values(), cells, strict=True):
                if cell is not None and (not changes or changed is None or changed == name):
                    draft.add("object_values", (_text(ref), _text(time), name, "string", _text(cell)))

    def _columns(self, draft: Draft, scope: str, kind: Any, table: str) -> dict[str, str]:
        """Columns of a type's table that hold attributes, each with the attribute's name; declares their types."""
        found: dict[str, str] = {}
        for column, declared in self._declared(table).items():
            if column in OWN_COLUMNS:
                continue
            found[column] = self._names.get((table, column), column)
            draft.add("types", (scope, _text(kind), found[column], declared_type(declared)))
        return found

    def _declared(self, table: str) -> dict[str, str]:
        rows = self._ask(f"PRAGMA table_info({ident(table)})", table)
        return {name: declared for _, name, declared, *_ in rows.fetchall()}

    def _rows(self, table: str, columns: Iterable[str]) -> Iterable[tuple[Any, ...]]:
        return self._ask(f"SELECT {', '.join(map(ident, columns))} FROM {ident(table)} ORDER BY rowid", table)

    def _ask(self, query: str, *tables: str, bound: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        for table in tables:
            kind = self._kinds.get(table)
            if kind is None:
                raise UnreadableFile(
                    "file.not_ocel", f"{self._name} is a database without the OCEL table “{table}”.", file=self._name
                )
            if kind != "table":
                raise UnreadableFile(
                    "file.active_database",
                    f"{self._name} is a database in which “{table}” is not a plain table ({kind}): reading it would "
                    "run somebody else's code.",
                    file=self._name,
                )
        return self._database.execute(query, bound)


def _text(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, bytes):
        return cell.hex()
    return cell if isinstance(cell, str) else repr(cell)
