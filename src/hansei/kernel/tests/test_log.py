"""The event log keeps what was written, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from hansei.kernel import check, sequencer, triggers
from hansei.kernel.models import OWN, EventObject, EventRow, Identity, Label, ObjectValue, Sequenced, Source
from hansei.kernel.tests.settling import settle

pytestmark = pytest.mark.usefixtures("committed")
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


def an_event(source: int = OWN, **facts: object) -> EventRow:
    row = EventRow.objects.create(
        source_id=source,
        kind="case.activity",
        occurred_at=NOON,
        recorded_at=NOON,
        via="cli",
        trace=uuid.uuid4(),
        facts=facts,
    )
    thing, _ = Identity.objects.get_or_create(source_id=source, kind="case", key="INC1")
    EventObject.objects.create(event=row, object=thing, role="case")
    return row


def a_removable_source() -> Source:
    return Source.objects.create(key="last-year", name="Last year", kind="import", state="ready")


@contextmanager
def past_keys() -> Iterator[CursorWrapper]:
    """Foreign keys look away, as they do for somebody who means harm."""
    with connection.cursor() as sql:
        if connection.vendor == "sqlite":
            with connection.constraint_checks_disabled():
                yield sql
        else:
            sql.execute("SET session_replication_role = replica")
            yield sql
            sql.execute("RESET session_replication_role")


def refused(sql: str, *values: str | int) -> None:
    with pytest.raises(DatabaseError, match=r"append-only|removable|truncated|replaced"), transaction.atomic():
        connection.cursor().execute(sql, values)


@pytest.mark.parametrize("table", ["kernel_event", "kernel_event_object", "kernel_sequenced"])
@pytest.mark.parametrize("removable", [False, True], ids=["own", "removable"])
def test_a_fact_is_never_changed(table: str, removable: bool):
    an_event(a_removable_source().pk if removable else OWN)
    settle()
    column = {"kernel_event": "kind", "kernel_event_object": "role", "kernel_sequenced": "digest"}[table]
    refused(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("table", ["kernel_sequenced", "kernel_event_object", "kernel_event"])
def test_our_own_facts_are_never_deleted(table: str):
    an_event()
    settle()
    refused(f"DELETE FROM {table}")
    assert EventRow.objects.count() == EventObject.objects.count() == Sequenced.objects.count() == 1


def test_a_removable_source_goes_with_its_facts():
    source = a_removable_source()
    event = an_event(source.pk)
    thing = Identity.objects.get(source=source)
    name = Label.objects.create(source=source, digest=b"1" * 16, text="colour")
    ObjectValue.objects.create(object=thing, said=[[name.pk, "string", name.pk]])
    settle()
    for table, where in [
        ("kernel_sequenced", f"event_id = {event.pk}"),
        ("kernel_event_object", f"event_id = {event.pk}"),
        ("kernel_object_value", f"object_id = {thing.pk}"),
        ("kernel_event", f"id = {event.pk}"),
    ]:
        connection.cursor().execute(f"DELETE FROM {table} WHERE {where}")
    assert EventRow.objects.count() == 0


def test_our_own_source_never_becomes_removable():
    refused("UPDATE kernel_source SET is_removable = %s, kind = 'import' WHERE id = 1", True)
    refused("DELETE FROM kernel_source WHERE id = 1")
    assert not Source.objects.get(pk=OWN).is_removable


def test_a_fact_is_not_replaced_by_one_with_its_number():
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's own statement; PostgreSQL has no such way round the triggers")
    event = an_event()
    refused(
        "INSERT OR REPLACE INTO kernel_event (id, tx, source_id, kind, occurred_at, recorded_at, via, trace, facts)"
        " SELECT id, tx, source_id, 'forged', occurred_at, recorded_at, via, trace, facts"
        " FROM kernel_event WHERE id = %s",
        event.pk,
    )
    assert EventRow.objects.get(pk=event.pk).kind == "case.activity"


def test_nothing_is_truncated():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    for table in triggers.APPEND_ONLY:
        refused(f"TRUNCATE {table} CASCADE")


def test_a_missing_trigger_is_reported_and_comes_back():
    name = "hansei_kernel_event__update"
    on = " ON kernel_event" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER {name}{on}")
    assert triggers.missing() == [name]
    assert [str(each) for each in check.check()] == [f"trigger.missing {name}: log None, found None"]
    triggers.install()
    assert triggers.missing() == []


def test_events_get_dense_places_and_a_chain_per_source():
    source = a_removable_source()
    first, second, third = an_event(n=1), an_event(source.pk, n=2), an_event(n=3)
    assert settle() == 3
    places = list(Sequenced.objects.order_by("seq"))
    assert [(each.seq, each.event_id) for each in places] == [(1, first.pk), (2, second.pk), (3, third.pk)]
    said = sequencer.said([first.pk, third.pk])
    start = sequencer.link(bytes(32), said[first.pk])
    assert bytes(places[2].digest) == sequencer.link(start, said[third.pk])
    assert settle() == 0


def test_a_link_is_made_from_the_same_text_for_ever():
    event = EventRow.objects.create(
        source=a_removable_source(),
        kind="case.activity",
        occurred_at=datetime(2025, 3, 3, 12, 0, 5, 70, tzinfo=UTC),
        recorded_at=datetime(2025, 3, 3, 12, tzinfo=UTC),
        via="import",
        trace=uuid.UUID(int=7),
        facts={"activity": None},
    )
    things = [Identity.objects.create(source=event.source, kind="ticket", key=key) for key in ("b", "a")]
    for thing, role in zip(things, ("case", None), strict=True):
        EventObject.objects.create(event=event, object=thing, role=role)
    zone, trace = ("+00:00", event.trace) if connection.vendor == "postgresql" else ("", event.trace.hex)
    parts: list[object] = [event.pk, event.source_id, "case.activity", f"2025-03-03 12:00:05.000070{zone}"]
    parts += [f"2025-03-03 12:00:00{zone}", None, "import", trace, '{"activity": null}']
    parts.append(f"{things[0].pk}:case;{things[1].pk}:None;")
    assert sequencer.said([event.pk])[event.pk].text == "\x1f".join(map(str, parts))


def test_tampering_breaks_the_chain():
    for n in range(3):
        an_event(n=n)
    settle()
    assert list(check.check()) == []
    victim = EventRow.objects.order_by("pk")[1]
    with triggers.lifted():
        EventRow.objects.filter(pk=victim.pk).update(facts={"n": 99})
    assert [(each.code, each.subject) for each in check.check()] == [("chain.broken", f"event {victim.pk}")]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's own")
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT OR REPLACE INTO kernel_sequenced (seq, event_id, source_id, digest)"
        " SELECT 99, event_id, 1, digest FROM kernel_sequenced",
        "INSERT OR REPLACE INTO kernel_source (id, key, name, kind, state, is_removable, created_at)"
        " SELECT 99, key, name, 'import', 'ready', 1, created_at FROM kernel_source WHERE id = 1",
        "UPDATE OR REPLACE kernel_source SET key = (SELECT key FROM kernel_source WHERE id = 1) WHERE id <> 1",
    ],
    ids=["a place", "our own source", "our own source by its key"],
)
def test_nothing_protected_is_thrown_out_by_a_row_in_its_way(sql: str):
    an_event()
    settle()
    a_removable_source()
    refused(sql)


def test_a_trigger_that_is_there_and_does_nothing_is_reported():
    on = connection.cursor()
    if connection.vendor == "sqlite":
        on.execute("DROP TRIGGER hansei_kernel_event__update")
        on.execute("CREATE TRIGGER hansei_kernel_event__update BEFORE UPDATE ON kernel_event BEGIN SELECT 1; END")
        assert triggers.missing() == ["hansei_kernel_event__update"]
    else:
        on.execute("ALTER TABLE kernel_event ENABLE REPLICA TRIGGER hansei_kernel_event__update")
        assert triggers.missing() == ["hansei_kernel_event__update"]
        on.execute(
            "CREATE OR REPLACE FUNCTION hansei_kernel_event_delete() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN OLD; END $$"
        )
        assert triggers.missing() == ["hansei_kernel_event__delete", "hansei_kernel_event__update"]
    triggers.install()
    assert triggers.missing() == []


def test_an_event_that_was_taken_out_or_slipped_in_is_reported():
    taken, _kept = an_event(n=1), an_event(n=2)
    settle()
    slipped_in = taken.pk - 1
    with triggers.lifted(), past_keys() as sql:
        sql.execute("DELETE FROM kernel_event WHERE id = %s", [taken.pk])
        said = {"tx": 0, "kind": "case.activity", "occurred_at": NOON, "recorded_at": NOON, "via": "cli"}
        EventRow.objects.create(pk=slipped_in, trace=uuid.uuid4(), facts={}, **said)
    found = {(each.code, each.subject) for each in check.check()}
    assert {("event.missing", f"event {taken.pk}"), ("event.without_place", f"event {slipped_in}")} <= found
