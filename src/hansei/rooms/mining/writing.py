"""Write staged rows into the database in short transactions, each with the note of how far it came."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection, transaction

from hansei.kernel.bulk import Turns, insert
from hansei.rooms.mining.models import Extract
from hansei.rooms.mining.staging import ORDER, take_ids

# A transaction of this many rows takes well under a second on SQLite: web writes go on between two of them.
BATCH: Final = 10_000
Report = Callable[[int], None]


def write(extract: Extract, source: int, folder: Path, report: Report, hold: Callable[[], None]) -> None:
    """Write what is staged and not yet written. Called again after a crash, it goes on where it was.

    `hold` rises, in each transaction, where the work is not ours any more: two would write the same rows twice.
    """
    writers: dict[str, Callable[[pa.RecordBatch], None]] = {
        "labels": lambda rows: _labels(source, rows),
        "objects": lambda rows: _objects(source, rows),
        "object_values": lambda rows: _as_staged("kernel_object_value", rows, object="object_id"),
        "links": lambda rows: _as_staged("kernel_object_link", rows, object="object_id", target="target_id"),
        "events": lambda rows: _events(source, extract, rows),
    }
    turns = Turns()
    for name in ORDER:
        for rows in _batches(folder / f"{name}.parquet", extract.staged.get(name, 0)):
            with transaction.atomic():
                hold()
                writers[name](rows)
                extract.staged = {**extract.staged, name: extract.staged.get(name, 0) + rows.num_rows}
                extract.save(update_fields=["staged"])
            report(sum(extract.staged.values()))
            turns()


def _batches(path: Path, done: int) -> Iterable[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH):
            if done < batch.num_rows:
                yield batch.slice(done)
            done = max(0, done - batch.num_rows)


def _as_staged(table: str, rows: pa.RecordBatch, **columns: str) -> None:
    named = [columns.get(name, name) for name in rows.schema.names]
    insert(table, dict(zip(named, rows.columns, strict=True)), rows.num_rows)


def _labels(source: int, rows: pa.RecordBatch) -> None:
    insert("kernel_label", {**_columns(rows), "source_id": source}, rows.num_rows)


def _objects(source: int, rows: pa.RecordBatch) -> None:
    columns = {**_columns(rows), "source_id": source, "version": 1, "is_confidential": False}
    insert("kernel_identity", columns, rows.num_rows)


def _columns(rows: pa.RecordBatch) -> dict[str, pa.Array]:
    return dict(zip(rows.schema.names, rows.columns, strict=True))


def _events(source: int, extract: Extract, rows: pa.RecordBatch) -> None:
    """Events get their ids inside the transaction: on SQLite the id is the order of commits."""
    ids = pa.array(take_ids("kernel_event", rows.num_rows), pa.int64())
    staged = _columns(rows)
    columns = {
        "id": ids,
        "source_id": source,
        "kind": staged["kind"],
        "occurred_at": staged["at"],
        "recorded_at": staged["recorded_at"],
        "via": "import",
        "trace": uuid.UUID(int=extract.pk).hex,
        "facts": staged["facts"],
    }
    if connection.vendor == "sqlite":
        columns["tx"] = 0  # PostgreSQL fills it in itself
    insert("kernel_event", columns, rows.num_rows)
    touched = pc.list_flatten(staged["touched"])
    events = ids.take(pc.list_parent_indices(staged["touched"]))
    objects = {"event_id": events, "object_id": touched.field("object"), "role": touched.field("role")}
    insert("kernel_event_object", objects, len(touched))
