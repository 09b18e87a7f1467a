"""Rows written in bulk are the rows that were meant, and others write in between."""

from __future__ import annotations

import threading
import time

import pyarrow as pa
import pytest
from django.db import connection, transaction

from hansei.kernel import bulk
from hansei.kernel.models import OWN, Cursor, EventObject, EventRow, Identity
from hansei.kernel.tests.test_order import an_event

pytestmark = pytest.mark.usefixtures("committed")


def test_texts_nulls_and_many_rows_arrive_as_they_are():
    keys = ["", "a,b", 'q"q', "two\nlines", "\\N", "Ω服务", *(f"k{n}" for n in range(700))]
    columns = {"kind": "ticket", "key": pa.array(keys), "source_id": OWN, "version": 1, "is_confidential": False}
    numbers = {"number": pa.array([None, *range(1, len(keys))], pa.int64())}
    with transaction.atomic():
        bulk.insert("kernel_identity", {**columns, **numbers}, len(keys))
    found = list(Identity.objects.filter(kind="ticket").order_by("pk").values_list("key", "number"))
    assert found == list(zip(keys, numbers["number"].to_pylist(), strict=True))
    with transaction.atomic():
        (read,) = bulk.select("SELECT key, number FROM kernel_identity WHERE kind = 'ticket' ORDER BY id", ["k", "n"])
    assert read["k"].to_pylist() == keys
    assert [None if n is None else int(n) for n in read["n"].to_pylist()] == numbers["number"].to_pylist()


def test_a_missing_role_is_not_an_empty_one():
    event = an_event()
    things = [Identity.objects.create(kind="ticket", key=key) for key in ("a", "b")]
    objects = {"event_id": event.pk, "object_id": pa.array([each.pk for each in things]), "role": pa.array([None, ""])}
    with transaction.atomic():
        bulk.insert("kernel_event_object", objects, 2)
    assert list(EventObject.objects.order_by("pk").values_list("role", flat=True)) == [None, ""]
    assert EventRow.objects.count() == 1


def test_somebody_who_waits_to_write_gets_a_turn(monkeypatch: pytest.MonkeyPatch):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    monkeypatch.setattr(bulk.Turns, "HELD_SECONDS", 0.3)
    stop = threading.Event()

    def long_work() -> None:
        turns = bulk.Turns()
        while not stop.is_set():
            with transaction.atomic():
                Cursor.objects.update_or_create(name="long", defaults={"seq": 1})
                time.sleep(0.1)
            turns()
        connection.close()

    thread = threading.Thread(target=long_work)
    thread.start()
    time.sleep(0.2)
    begun = time.monotonic()
    try:
        for name in ("a", "b", "c"):
            Cursor.objects.create(name=name)
    finally:
        stop.set()
        thread.join()
    assert time.monotonic() - begun < 10  # a turn every third of a second; without turns it is chance
