"""Give committed events their place in the log and their link in their source's hash chain.

A cursor on the event's id would lose an event whose transaction commits late. On PostgreSQL the sequencer reads by
(transaction, id) below the oldest running transaction; on SQLite, with one writer at a time, the id is that order.
Every other reader goes by `seq`.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Max

from hansei.kernel import bulk
from hansei.kernel.models import Cursor, EventRow, Sequenced


class Said(NamedTuple):
    """An event as the database holds it: `text` is everything it says and touches, as its link is made from."""

    tx: int
    id: int
    source: int
    text: str


_INSTANT = """to_char({0}, 'YYYY-MM-DD HH24:MI:SS')
    || CASE WHEN {0} = date_trunc('second', {0}) THEN '' ELSE to_char({0}, '.US') END || '+00:00'"""
_VALUES = ("e.id", "e.source_id", "e.kind", "{occurred}", "{recorded}", "COALESCE({actor}, 'None')", "e.via")
_TOUCHED = "o.object_id || ':' || COALESCE(o.role, 'None') || ';'"
_OF = "FROM kernel_event_object o WHERE o.event_id = e.id"
_FORMS = {
    "postgresql": {
        "occurred": _INSTANT.format("e.occurred_at"),
        "recorded": _INSTANT.format("e.recorded_at"),
        "actor": "e.actor_id::text",
        "facts": "e.facts::text",
        "mark": "chr(31)",
        "touched": f"(SELECT string_agg({_TOUCHED}, '' ORDER BY o.id) {_OF})",
    },
    "sqlite": {
        "occurred": "e.occurred_at",
        "recorded": "e.recorded_at",
        "actor": "e.actor_id",
        "facts": "e.facts",
        "mark": "char(31)",
        "touched": f"(SELECT group_concat(said, '') FROM (SELECT {_TOUCHED} AS said {_OF} ORDER BY o.id))",
    },
}
# The database puts an event's text together: in Python a hundred thousand of them cost seconds.
_TEXT = " || {mark} || ".join((*_VALUES, "e.trace", "{facts}", "COALESCE({touched}, '')"))
_SELECT = f"SELECT e.tx, e.id, e.source_id, {_TEXT} FROM kernel_event e"
# Asked by the index, event by event: a join would read every place ever given.
_UNNUMBERED = "(SELECT s.seq FROM kernel_sequenced s WHERE s.event_id = e.id) IS NULL"
NAME = "sequencer"
BATCH = 5000
MOST_COUNTED = 10_001
LOCK = 0x48414E53  # any constant: one sequencer at a time on PostgreSQL


def sequence_pending() -> int:
    """Number every committed event that has no place yet; return how many. One sequencer at a time."""
    total, turns = 0, bulk.Turns()
    while numbered := _sequence_batch():
        total += numbered
        if numbered < BATCH:
            break
        turns()
    return total


def pending(most: int = MOST_COUNTED) -> int:
    """Return how many events wait for their number (the lag on the health page), counted up to `most`.

    Counted behind the sequencer's cursor, by its index: a million events that have their place cost nothing.
    """
    tx, event = Cursor.objects.filter(name=NAME).values_list("tx", "event").first() or (0, 0)
    behind, values = "e.id > %s", [event]
    if connection.vendor == "postgresql":
        behind, values = f"(e.tx, e.id) > (%s, %s) AND {_UNNUMBERED}", [tx, event]
    with connection.cursor() as sql:
        sql.execute(f"SELECT count(*) FROM (SELECT 1 FROM kernel_event e WHERE {behind} LIMIT %s) w", [*values, most])
        return int(sql.fetchone()[0])


def passed_over() -> list[int]:
    """Return events that stand before the sequencer's cursor without a place: nobody acted, somebody wrote them in."""
    with connection.cursor() as sql:
        sql.execute(
            "SELECT e.id FROM kernel_event e JOIN kernel_cursor c ON c.name = %s AND (e.tx, e.id) <= (c.tx, c.event)"
            " WHERE NOT EXISTS (SELECT 1 FROM kernel_sequenced s WHERE s.event_id = e.id) ORDER BY e.id",
            [NAME],
        )
        return [row[0] for row in sql.fetchall()]


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
    left = f"{_SELECT} WHERE {_UNNUMBERED} ORDER BY e.id LIMIT %s"
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
    with connection.cursor() as sql:
        # In the order of the index: without fresh statistics the planner sorts all that wait, for every batch anew.
        sql.execute("SET LOCAL enable_sort = off")
    return _fetch(
        f"{_SELECT} WHERE (e.tx, e.id) > (%s, %s) AND e.tx < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint"
        f" AND {_UNNUMBERED} ORDER BY e.tx, e.id LIMIT %s",
        [cursor.tx, cursor.event, BATCH],
    )


def _fetch(sql: str, values: list[int]) -> list[Said]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**_FORMS[connection.vendor]), values)
        return [Said(*row) for row in cursor.fetchall()]


def _append(cursor: Cursor, events: list[Said]) -> None:
    # The last place given is kept apart: removing a source must not free places that followers have passed.
    seq = max(cursor.seq, Sequenced.objects.aggregate(last=Max("seq"))["last"] or 0)
    heads: dict[int, bytes] = {}
    digests = []
    for event in events:
        heads[event.source] = link(heads.get(event.source) or head_of(event.source), event)
        digests.append(heads[event.source])
    places = {
        "seq": pa.array(range(seq + 1, seq + 1 + len(events))),
        "event_id": pa.array([each.id for each in events]),
        "source_id": pa.array([each.source for each in events]),
        "digest": pa.array(_bytes(digests)),
    }
    bulk.insert("kernel_sequenced", places, len(events))
    cursor.seq = seq + len(events)


def _bytes(digests: list[bytes]) -> list[bytes] | list[str]:
    return [f"\\x{each.hex()}" for each in digests] if connection.vendor == "postgresql" else digests


def said(events: list[int]) -> dict[int, Said]:
    """Return what these events say and touch, by id, in the form that their links were made from."""
    marks = ", ".join(["%s"] * len(events))
    return {each.id: each for each in _fetch(f"{_SELECT} WHERE e.id IN ({marks})", events)}


def head_of(source: int) -> bytes:
    """Return the last link of a source's chain; 32 zero bytes before its first event."""
    last = Sequenced.objects.filter(source_id=source).order_by("-seq").values_list("digest", flat=True).first()
    return bytes(last) if last is not None else bytes(32)


def link(previous: bytes, event: Said) -> bytes:
    """Return SHA-256 over the previous link and everything the event says."""
    return hashlib.sha256(previous + event.text.encode()).digest()
