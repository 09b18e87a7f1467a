"""Content that takes long to make: each worker makes it once, and has it back as it was for every test that asks.

What is kept is the whole database and the folders of files, so it is made on an empty database, before any account.
Numbers are never given twice: what a test adds afterwards has other ids than anything a test before it had.

The database as the migrations left it is kept in the same way: what a test committed goes when it has ended.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
FOLDERS = ("UPLOAD_ROOT", "PARQUET_ROOT")
_kept: dict[str, Kept] = {}


@dataclass(frozen=True)
class Kept:
    """What one call made: what it returned, and the folder with the database and the files as it left them."""

    value: Any
    folder: Path


def once(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` returned the first time, with database and files as they were after it."""
    from django.conf import settings
    from django.db import connection

    from hansei.kernel.models import EventRow

    assert not EventRow.objects.exists(), f"“{name}” is made on an empty database: ask for it before anything else"
    save, restore = (_save_file, _restore_file) if connection.vendor == "sqlite" else (_save_rows, _restore_rows)
    if found := _kept.get(name):
        for each in FOLDERS:
            shutil.rmtree(getattr(settings, each), ignore_errors=True)
            shutil.copytree(found.folder / each, getattr(settings, each))
        restore(found.folder)
        return found.value  # type: ignore[no-any-return]
    value = make()
    # Under the home of this process's settings, which goes with it.
    found = Kept(value, Path(tempfile.mkdtemp(prefix="kept-", dir=settings.HOME)))
    for each in FOLDERS:
        shutil.copytree(getattr(settings, each), found.folder / each)
    save(found.folder)
    _kept[name] = found
    return value


_empty: list[Path] = []


def keep_empty() -> None:
    """Keep the database as it is now, before any test committed to it; only the first time."""
    if not _empty:
        from django.conf import settings
        from django.db import connection

        folder = Path(tempfile.mkdtemp(prefix="empty-", dir=settings.HOME))
        (_save_file if connection.vendor == "sqlite" else _save_rows)(folder)
        _empty.append(folder)


def empty_again() -> None:
    """Put the database back as the migrations left it; a flush would do all that follows a migration, each time."""
    from django.db import connection

    from hansei.kernel import triggers

    (_restore_file if connection.vendor == "sqlite" else _restore_rows)(_empty[0])
    if triggers.missing():
        triggers.install()


def _save_file(folder: Path) -> None:
    from django.db import connection

    connection.ensure_connection()
    with sqlite3.connect(folder / "database") as copy:
        connection.connection.backup(copy)
    copy.close()


def _restore_file(folder: Path) -> None:
    from django.db import connection

    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        given = dict(cursor.fetchall())
    copy = sqlite3.connect(folder / "database")
    copy.backup(connection.connection)
    copy.close()
    with connection.cursor() as cursor:
        # A table that was never written to has no row there yet.
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        for table, n in cursor.fetchall():
            given[table] = max(n, given.get(table, 0))
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(given.items()))


def _save_rows(folder: Path) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows, (folder / table).open("wb") as file:
                for part in rows:
                    file.write(part)


def _restore_rows(folder: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        # Neither the append-only triggers nor foreign keys look at what was there before.
        cursor.execute("SET LOCAL session_replication_role = replica")
        tables = list(_tables())
        filled = " UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT 1 FROM \"{each}\")" for each in tables)
        cursor.execute(filled)
        for (table,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{table}"')
        for table in tables:
            if data := (folder / table).read_bytes():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                    rows.write(data)


def _tables() -> Iterator[str]:
    from django.db import connection

    yield from (each for each in connection.introspection.table_names() if each != "django_migrations")
