"""The database as the migrations leave it: made once for these migrations, then copied by every test process.

Migrating takes twenty seconds of processor time, and each worker of each run would do it again. What follows a
migration (rights, triggers, shipped content) is done by every process as ever: that changes more often.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import binaries

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".pytest_cache/migrated"
MIGRATIONS = "src/hansei/**/migrations/*.py"
RESTORE = ("--single-transaction", "--no-owner", "--no-privileges")
LOCK = 58131  # no other part of the product takes this number on a server


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: Any) -> bool:
    """Put the copy where the tests' own database will be, and have it migrated no further than it needs."""
    from django.db import connection

    with django_db_blocker.unblock():
        (_copy_file if connection.vendor == "sqlite" else _copy_on_server)(connection)
    return True


def _copy_file(connection: Any) -> None:
    made = FOLDER / f"{_key()}.sqlite3"
    with _alone():
        if not made.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            part = FOLDER / f"{made.name}.part"
            with _named(connection, str(part)):
                _migrate()
            part.rename(made)
    shutil.copyfile(made, connection.creation._get_test_db_name())


def _copy_on_server(connection: Any) -> None:
    made, own = f"hansei_migrated_{_key()}", connection.creation._get_test_db_name()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [made])
        if cursor.fetchone() is None:
            part = f"{made}_part"
            cursor.execute(f'DROP DATABASE IF EXISTS "{part}"')
            cursor.execute(f'CREATE DATABASE "{part}"')
            _fill_on_server(connection, part)
            cursor.execute(f'ALTER DATABASE "{part}" RENAME TO "{made}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{made}"')


def _fill_on_server(connection: Any, name: str) -> None:
    """From what an earlier server wrote out, where there is one: a throw-away cluster has nothing of the run before."""
    written = FOLDER / f"{_key()}.dump"
    with _alone():
        if written.exists() and _on_server(connection, "pg_restore", name, *RESTORE, str(written)):
            return
        with _named(connection, name):
            _migrate()
        for old in FOLDER.glob("*.dump*"):
            old.unlink()
        part = FOLDER / f"{written.name}.part"
        if _on_server(connection, "pg_dump", name, "--format=custom", f"--file={part}"):
            part.rename(written)


def _on_server(connection: Any, program: str, database: str, *more: str) -> bool:
    """Run one of PostgreSQL's own programs; where it is missing or refuses, the database is migrated each time."""
    folder, reached = binaries(), connection.get_connection_params()
    if folder is None or not (folder / program).exists():
        return False
    named = {"host": reached.get("host"), "port": reached.get("port"), "username": reached.get("user")}
    where = [f"--{name}={value}" for name, value in {**named, "dbname": database}.items() if value]
    secret = {"PGPASSWORD": str(reached.get("password") or "")}
    return subprocess.run([str(folder / program), *where, *more], env={**os.environ, **secret}).returncode == 0


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other process of this clone look for what was kept, nor keep it, meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _named(connection: Any, name: str) -> Iterator[None]:
    """Let the connection lead to another database for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _migrate() -> None:
    """Migrate, and leave what follows a migration to whoever takes the copy."""
    from django.core.management import call_command
    from django.core.management.commands import migrate

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "emit_post_migrate_signal", lambda *_given, **_named: None)
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)


def _key() -> str:
    """Other migrations, another Django, SQLite or PostgreSQL: another database."""
    import sqlite3

    import django

    told = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version} {binaries()}".encode())
    for each in sorted(ROOT.glob(MIGRATIONS)):
        told.update(each.relative_to(ROOT).as_posix().encode() + each.read_bytes())
    return told.hexdigest()[:16]
