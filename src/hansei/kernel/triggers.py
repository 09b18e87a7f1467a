"""Append-only, enforced by the database. SQLite table remakes drop triggers, so they are made after every migrate.

The rules: an event row, what it touches and its place in the chain are never updated; they are deleted only
with a removable source; nothing is truncated; a source that is not removable never becomes so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# table -> SQL that finds the source id of the row OLD
APPEND_ONLY = {
    "kernel_event": "OLD.source_id",
    "kernel_event_object": "(SELECT source_id FROM kernel_event WHERE id = OLD.event_id)",
    "kernel_object_value": "(SELECT source_id FROM kernel_identity WHERE id = OLD.object_id)",
    "kernel_sequenced": "OLD.source_id",
}
# table -> every column that must be its own: REPLACE throws out whatever row stands in the way of one
KEYS: dict[str, tuple[str, ...]] = dict.fromkeys(APPEND_ONLY, ("id",)) | {"kernel_sequenced": ("seq", "event_id")}


def protect(table: str, source: str, *, keys: tuple[str, ...] = ("id",)) -> None:
    """Make a room's table append-only too, from its app's `ready()`; `source` finds the source id of the row OLD."""
    APPEND_ONLY[table], KEYS[table] = source, keys


def install(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Make every trigger anew."""
    with connection.cursor() as cursor:
        for name, sql in _triggers(connection).items():
            cursor.execute(_drop(connection.vendor, name))
            cursor.execute(sql)
        if connection.vendor == "postgresql" and not _knows_transactions(cursor):
            # The sequencer reads in order of transactions; only the database knows them.
            cursor.execute("ALTER TABLE kernel_event ALTER COLUMN tx SET DEFAULT (pg_current_xact_id()::text::bigint)")


def _knows_transactions(cursor: CursorWrapper) -> bool:
    cursor.execute(
        "SELECT column_default LIKE '%pg_current_xact_id%' FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = 'kernel_event' AND column_name = 'tx'"
    )
    return bool(cursor.fetchall()[0][0])


def missing(connection: BaseDatabaseWrapper = default_connection) -> list[str]:
    """Return the names of the triggers that are not there, not in force, or not as they were made."""
    present = _sqlite_present(connection) if connection.vendor == "sqlite" else _postgresql_present(connection)
    wanted = {name: _plain(sql) for name, sql in _triggers(connection).items()}
    return sorted(name for name, sql in wanted.items() if present.get(name) != sql)


def _sqlite_present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: _plain(sql) for name, sql in cursor.fetchall()}


def _postgresql_present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    # Enabled for replicas only (R), a trigger is there and does nothing.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.proname, p.prosrc, pg_get_triggerdef(t.oid, true) FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
        return {name: _plain(f"{_function(named, body)}; {sql}") for name, named, body, sql in cursor.fetchall()}


def _plain(sql: str) -> str:
    """The statement without what a database may write otherwise: blanks, brackets, capitals."""
    return re.sub(r"[\s()]+", "", sql).lower()


def lift(connection: BaseDatabaseWrapper = default_connection) -> None:
    """Tests only: take the triggers away, so that a flush can empty the tables; its hook brings them back."""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(_drop(connection.vendor, name))


@contextmanager
def lifted(connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """Tests only: run the block without the triggers."""
    lift(connection)
    try:
        yield
    finally:
        install(connection)


@contextmanager
def rewriting(table: str, connection: BaseDatabaseWrapper = default_connection) -> Iterator[None]:
    """The erasure of a person only: let rows of one table be rewritten, within one transaction."""
    assert connection.in_atomic_block, "outside a transaction a crash would leave the table unprotected"
    name = f"hansei_{table}__update"
    with connection.cursor() as cursor:
        cursor.execute(_drop(connection.vendor, name))
        yield
        cursor.execute(_triggers(connection)[name])


def _drop(vendor: str, name: str) -> str:
    if vendor == "sqlite":
        return f"DROP TRIGGER IF EXISTS {name}"
    table = name.removeprefix("hansei_").rsplit("__", 1)[0]
    return f"DROP TRIGGER IF EXISTS {name} ON {table}"


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    # A room's table may not be there yet: only some apps were migrated.
    tables = {each: APPEND_ONLY[each] for each in connection.introspection.table_names() if each in APPEND_ONLY}
    return _sqlite_triggers(tables) if connection.vendor == "sqlite" else _postgresql_triggers(tables)


def _sqlite_triggers(tables: dict[str, str]) -> dict[str, str]:
    made = {}
    for table, source in tables.items():
        removable = f"(SELECT is_removable FROM kernel_source WHERE id = {source})"
        made[f"hansei_{table}__update"] = (
            f"CREATE TRIGGER hansei_{table}__update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        made[f"hansei_{table}__delete"] = (
            f"CREATE TRIGGER hansei_{table}__delete BEFORE DELETE ON {table} WHEN NOT COALESCE({removable}, 0) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        # INSERT OR REPLACE deletes without firing the delete trigger.
        made[f"hansei_{table}__replace"] = (
            f"CREATE TRIGGER hansei_{table}__replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'{key} = NEW.{key}' for key in KEYS[table])}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    made["hansei_kernel_source__keep"] = (
        "CREATE TRIGGER hansei_kernel_source__keep BEFORE UPDATE ON kernel_source "
        "WHEN NEW.id <> OLD.id OR (NEW.is_removable AND NOT OLD.is_removable) "
        # UPDATE OR REPLACE would delete the source whose key is taken.
        "OR EXISTS (SELECT 1 FROM kernel_source WHERE key = NEW.key AND id <> OLD.id) "
        "BEGIN SELECT RAISE(ABORT, 'this source never becomes removable'); END"
    )
    made["hansei_kernel_source__delete"] = (
        "CREATE TRIGGER hansei_kernel_source__delete BEFORE DELETE ON kernel_source WHEN NOT OLD.is_removable "
        "BEGIN SELECT RAISE(ABORT, 'this source is not removable'); END"
    )
    made["hansei_kernel_source__replace"] = (
        "CREATE TRIGGER hansei_kernel_source__replace BEFORE INSERT ON kernel_source "
        "WHEN EXISTS (SELECT 1 FROM kernel_source WHERE id = NEW.id OR key = NEW.key) "
        "BEGIN SELECT RAISE(ABORT, 'a source is not replaced'); END"
    )
    return made


def _postgresql_triggers(tables: dict[str, str]) -> dict[str, str]:
    made = {}
    for table, source in tables.items():
        refuse = f"hansei_refuse('{table} is append-only')"
        made[f"hansei_{table}__update"] = (
            f"CREATE TRIGGER hansei_{table}__update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {refuse}"
        )
        made[f"hansei_{table}__truncate"] = (
            f"CREATE TRIGGER hansei_{table}__truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {refuse}"
        )
        made[f"hansei_{table}__delete"] = _postgresql_delete(table, source)
    made["hansei_kernel_source__keep"] = (
        "CREATE TRIGGER hansei_kernel_source__keep BEFORE UPDATE ON kernel_source FOR EACH ROW "
        "WHEN (NEW.id <> OLD.id OR (NEW.is_removable AND NOT OLD.is_removable)) "
        "EXECUTE FUNCTION hansei_refuse('this source never becomes removable')"
    )
    made["hansei_kernel_source__delete"] = (
        "CREATE TRIGGER hansei_kernel_source__delete BEFORE DELETE ON kernel_source FOR EACH ROW "
        "WHEN (NOT OLD.is_removable) EXECUTE FUNCTION hansei_refuse('this source is not removable')"
    )
    made["hansei_kernel_source__truncate"] = (
        "CREATE TRIGGER hansei_kernel_source__truncate BEFORE TRUNCATE ON kernel_source "
        "FOR EACH STATEMENT EXECUTE FUNCTION hansei_refuse('sources are not truncated')"
    )
    return {name: f"{_REFUSE}; {sql}" if "hansei_refuse(" in sql else sql for name, sql in made.items()}


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"


_REFUSE = _function(
    "hansei_refuse", " BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END "
)


def _postgresql_delete(table: str, source: str) -> str:
    # A trigger's WHEN may not hold a subquery, so each table has its own function.
    function = f"hansei_{table}_delete"
    body = (
        f" BEGIN IF NOT COALESCE((SELECT is_removable FROM kernel_source WHERE id = {source}), false) THEN "
        f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END IF; RETURN OLD; END "
    )
    return (
        f"{_function(function, body)}; "
        f"CREATE TRIGGER hansei_{table}__delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )
