"""Removing a data set: rows in batches, then files, then one event of our own history. Goes on after kill -9."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from hansei.kernel import sequencer, sources
from hansei.kernel.actions import Act
from hansei.kernel.bulk import Turns
from hansei.kernel.jobs import Running, job
from hansei.kernel.models import EventRow, Identity, Source
from hansei.rooms.mining.actions.imports import folder_of
from hansei.rooms.mining.actions.removal import finish_removal
from hansei.rooms.mining.models import Extract

# In this order: each row goes before the rows it points at.
_REMOVED = (
    ("kernel_sequenced", "seq", "source_id = %s"),
    ("kernel_event_object", "id", "event_id IN (SELECT id FROM kernel_event WHERE source_id = %s)"),
    ("kernel_object_value", "id", "object_id IN (SELECT id FROM kernel_identity WHERE source_id = %s)"),
    ("kernel_object_link", "id", "object_id IN (SELECT id FROM kernel_identity WHERE source_id = %s)"),
    ("kernel_event", "id", "source_id = %s"),
    ("kernel_identity", "id", "source_id = %s"),
    ("kernel_label", "id", "source_id = %s"),
)
REMOVE_BATCH = 10_000


@job("mining.remove")
def remove(running: Running) -> dict[str, Any]:
    """Delete a source's rows, files and Parquet in batches; its chain's head is kept in our own history."""
    source = running.inputs["source"]
    if not Source.objects.filter(pk=source).exists():
        return {}
    if "head" not in running.progress:
        running.report(
            head=sequencer.head_of(source).hex(),
            events=EventRow.objects.filter(source=source).count(),
            objects=Identity.objects.filter(source=source).count(),
        )
    sources.empty(source)
    turns = Turns()
    for table, key, where in _REMOVED:
        while _delete_batch(table, key, where, source):
            running.report(step=table)
            turns()
    for extract in Extract.objects.filter(data_set=source):
        shutil.rmtree(folder_of(extract), ignore_errors=True)
    shutil.rmtree(Path(settings.PARQUET_ROOT) / f"source-{source}", ignore_errors=True)
    kept = {name: running.progress[name] for name in ("events", "objects", "head")}
    finish_removal(Act(by=running.job.account, via="job"), source=source, **kept)
    return kept


def _delete_batch(table: str, key: str, where: str, source: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {where} LIMIT {REMOVE_BATCH})",
            [source],
        )
        return int(cursor.rowcount)
