"""Write staged rows into the database in short transactions, each with the note of how far it came."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from hansei.kernel.bulk import Rows, insert
from hansei.rooms.mining.models import Extract
from hansei.rooms.mining.staging import ORDER, take_ids

# A transaction of this many rows takes well under a second on SQLite: web writes go on between two of them.
BATCH: Final = 10_000
Report = Callable[[int], None]


def write(extract: Extract, source: int, folder: Path, report: Report) -> None:
    """Write what is staged and not yet written. Called again after a crash, it goes on where it was."""
    writers: dict[str, Callable[[Rows], None]] = {
        "labels": lambda rows: _labels(source, rows),
        "objects": lambda rows: _objects(source, rows),
        "object_values": _object_values,
        "links": _links,
        "events": lambda rows: _events(source, extract, rows),
    }
    for name in ORDER:
        for rows in _batches(folder / f"{name}.parquet", extract.staged.get(name, 0)):
            with transaction.atomic():
                writers[name](rows)
                extract.staged = {**extract.staged, name: extract.staged.get(name, 0) + len(rows)}
                extract.save(update_fields=["staged"])
            report(sum(extract.staged.values()))


def _batches(path: Path, done: int) -> Iterable[Rows]:
    import duckdb

    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        cursor = con.execute("SELECT * FROM read_parquet(?) OFFSET ?", [str(path), done])
        while rows := cursor.fetchmany(BATCH):
            yield rows


def _labels(source: int, rows: Rows) -> None:
    insert(
        "kernel_label", ("id", "source_id", "digest", "text"), [(pk, source, bytes(d), text) for pk, d, text in rows]
    )


def _objects(source: int, rows: Rows) -> None:
    columns = ("id", "source_id", "kind", "key", "version", "is_confidential")
    insert("kernel_identity", columns, [(pk, source, kind, key, 1, False) for pk, kind, key in rows])


def _object_values(rows: Rows) -> None:
    insert("kernel_object_value", ("object_id", "at", "said"), rows)


def _links(rows: Rows) -> None:
    insert("kernel_object_link", ("object_id", "target_id", "role"), rows)


def _events(source: int, extract: Extract, rows: Rows) -> None:
    """Events get their ids inside the transaction: on SQLite the id is the order of commits."""
    ids = take_ids("kernel_event", len(rows))
    trace = uuid.UUID(int=extract.pk)
    stamp: Any = trace if connection.vendor == "postgresql" else trace.hex
    columns: tuple[str, ...] = ("id", "source_id", "kind", "occurred_at", "recorded_at", "via", "trace", "facts")
    if connection.vendor == "sqlite":
        columns = (*columns, "tx")  # PostgreSQL fills it in itself
    tail: tuple[Any, ...] = (0,) if connection.vendor == "sqlite" else ()
    made, touched = [], []
    for pk, (_, kind, at, recorded_at, facts, objects) in zip(ids, rows, strict=True):
        made.append((pk, source, kind, at, recorded_at, "import", stamp, facts, *tail))
        touched += [(pk, each["object"], each["role"]) for each in objects or ()]
    insert("kernel_event", columns, made)
    insert("kernel_event_object", ("event_id", "object_id", "role"), touched)
