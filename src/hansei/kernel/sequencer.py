"""Give committed events their place in the log and their link in their source's hash chain.

A cursor on the event's id would lose an event whose transaction commits late. On PostgreSQL the sequencer reads by
(transaction, id) below the oldest running transaction; on SQLite, with one writer at a time, the id is that order.
Every other reader goes by `seq`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max

from hansei.kernel import bulk
from hansei.kernel.models import Cursor, EventRow, Sequenced


class Said(NamedTuple):
    """An event as the database holds it; `tx` is not part of what it says."""

    tx: int
    id: int
    source: int
    kind: str
    occurred_at: object
    recorded_at: object
    actor: int | None
    via: str
    trace: object
    facts: str


# Raw rows: a hundred thousand model instances and their JSON would cost ten times as much as the hashing.
_SELECT = (
    "SELECT e.tx, e.id, e.source_id, e.kind, e.occurred_at, e.recorded_at, e.actor_id, e.via, e.trace, {facts}"
    " FROM kernel_event e"
)
NAME = "sequencer"
BATCH = 5000
LOCK = 0x48414E53  # any constant: one sequencer at a time on PostgreSQL


def sequence_pending() -> int:
    """Number every committed event that has no place yet; return how many. One sequencer at a time."""
    total = 0
    while numbered := _sequence_batch():
        total += numbered
        if numbered < BATCH:
            break
    return total


def pending() -> int:
    """Return how many events wait for their number (the lag on the health page)."""
    return EventRow.objects.count() - Sequenced.objects.count()


@transaction.atomic
def _sequence_batch() -> int:
    cursor = _locked_cursor()
    if cursor is None:
        return 0
    events = _next_events(cursor)
    if events:
        _append(cursor, events)
        cursor.tx, cursor.event = events[-1].tx, events[-1].id
        cursor.save()
    return len(events)


def _locked_cursor() -> Cursor | None:
    if connection.vendor == "postgresql":
        with connection.cursor() as sql:
            sql.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not sql.fetchone()[0]:
                return None
    cursor, _ = Cursor.objects.select_for_update().get_or_create(name=NAME)
    if connection.vendor == "postgresql" and cursor.cluster != (cluster := _cluster()):
        _after_restore(cursor, cluster)
    return cursor


def _cluster() -> str:
    with connection.cursor() as sql:
        sql.execute("SELECT system_identifier::text FROM pg_control_system()")
        return str(sql.fetchone()[0])


def _after_restore(cursor: Cursor, cluster: str) -> None:
    """Number all events present before going on: transaction ids of another cluster mean nothing here."""
    if not cursor.cluster and not Sequenced.objects.exists():  # a new database, not a restored one
        cursor.cluster = cluster
        cursor.save()
        return
    left = (
        f"{_SELECT} WHERE NOT EXISTS (SELECT 1 FROM kernel_sequenced s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s"
    )
    while batch := _fetch(left, [BATCH]):
        _append(cursor, batch)
    with connection.cursor() as sql:
        sql.execute("SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint - 1")
        cursor.tx = sql.fetchone()[0]
    cursor.event = EventRow.objects.aggregate(last=Max("pk"))["last"] or 0
    cursor.cluster = cluster
    cursor.save()


def _next_events(cursor: Cursor) -> list[Said]:
    if connection.vendor != "postgresql":
        return _fetch(f"{_SELECT} WHERE e.id > %s ORDER BY e.id LIMIT %s", [cursor.event, BATCH])
    return _fetch(
        f"{_SELECT} WHERE (e.tx, e.id) > (%s, %s) AND e.tx < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint"
        " AND NOT EXISTS (SELECT 1 FROM kernel_sequenced s WHERE s.event_id = e.id) ORDER BY e.tx, e.id LIMIT %s",
        [cursor.tx, cursor.event, BATCH],
    )


def _fetch(sql: str, values: list[int]) -> list[Said]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(facts="facts::text" if connection.vendor == "postgresql" else "facts"), values)
        return [Said(*row) for row in cursor.fetchall()]


def _append(cursor: Cursor, events: list[Said]) -> None:
    # The last place given is kept apart: removing a source must not free places that followers have passed.
    seq = max(cursor.seq, Sequenced.objects.aggregate(last=Max("seq"))["last"] or 0)
    touched = touches([each.id for each in events])
    heads: dict[int, bytes] = {}
    rows = []
    for place, event in enumerate(events, start=seq + 1):
        head = heads.get(event.source) or head_of(event.source)
        heads[event.source] = link(head, event, touched.get(event.id, ""))
        rows.append((place, event.id, event.source, heads[event.source]))
    bulk.insert("kernel_sequenced", ("seq", "event_id", "source_id", "digest"), rows)
    cursor.seq = seq + len(rows)


def said(events: list[int]) -> dict[int, Said]:
    """Return what these events say, by id, in the form that their links were made from."""
    marks = ", ".join(["%s"] * len(events))
    return {each.id: each for each in _fetch(f"{_SELECT} WHERE e.id IN ({marks})", events)}


def touches(events: list[int]) -> dict[int, str]:
    """Return, by event id, the objects it touches and their roles, as the links hold them."""
    found: dict[int, str] = defaultdict(str)
    marks = ", ".join(["%s"] * len(events))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT event_id, object_id, role FROM kernel_event_object WHERE event_id IN ({marks}) ORDER BY id", events
        )
        for event, touched, role in cursor.fetchall():
            found[event] += f"{touched}:{role};"
    return found


def head_of(source: int) -> bytes:
    """Return the last link of a source's chain; 32 zero bytes before its first event."""
    last = Sequenced.objects.filter(source_id=source).order_by("-seq").values_list("digest", flat=True).first()
    return bytes(last) if last is not None else bytes(32)


def link(previous: bytes, event: Said, touched: str) -> bytes:
    """Return SHA-256 over the previous link and everything the event says."""
    return hashlib.sha256(previous + "\x1f".join((*map(str, event[1:]), touched)).encode()).digest()
