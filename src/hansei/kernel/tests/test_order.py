"""No event is lost to a late commit, and followers read in order, at least once."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from hansei.kernel import followers, loop, sequencer
from hansei.kernel.models import Cursor, EventRow, Sequenced
from hansei.kernel.tests.settling import settle

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)


def an_event(kind: str = "case.activity") -> EventRow:
    return EventRow.objects.create(
        kind=kind, occurred_at=NOON, recorded_at=NOON, via="cli", trace=uuid.uuid4(), facts={}
    )


@pytest.mark.usefixtures("committed")
def test_an_event_that_commits_late_still_gets_its_place():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nothing commits late")
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            an_event("late")
            begun.set()
            finish.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    an_event("quick")
    assert sequencer.sequence_pending() == 0  # an older transaction is still open
    finish.set()
    thread.join()
    assert settle() == 2
    order = Sequenced.objects.order_by("seq").values_list("event__kind", flat=True)
    assert list(order) == ["late", "quick"]


@pytest.mark.usefixtures("committed")
def test_a_restored_database_numbers_what_it_has_before_going_on():
    if connection.vendor != "postgresql":
        pytest.skip("transaction ids exist on PostgreSQL only")
    an_event()
    settle()
    Cursor.objects.filter(name=sequencer.NAME).update(cluster="another", tx=2**40)
    an_event()
    settle()
    assert Sequenced.objects.count() == 2
    an_event()
    assert settle() == 1


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    heard: list[int] = []
    named = followers.Follower("test.ear", frozenset({"case.activity"}), lambda event: heard.append(event.pk))
    monkeypatch.setattr(followers, "FOLLOWERS", {"test.ear": named})
    return heard


@pytest.mark.usefixtures("committed")
def test_what_concerns_nobody_is_passed_without_being_read(seen: list[int], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(followers, "WINDOW", 2)
    monkeypatch.setattr(followers, "BATCH", 1)
    wanted = [an_event(kind).pk for kind in ("other", "other", "case.activity", "case.activity", "other")][2:4]
    settle()
    assert followers.follow_pending() == 5
    assert seen == wanted
    assert followers.lag() == {"test.ear": 0}


@pytest.mark.usefixtures("committed")
def test_a_follower_hears_its_kinds_in_order_and_once(seen: list[int]):
    first, _, third = an_event(), an_event("other"), an_event()
    settle()
    assert followers.lag() == {"test.ear": 3}
    followers.follow_pending()
    followers.follow_pending()
    assert seen == [first.pk, third.pk]
    assert followers.lag() == {"test.ear": 0}


@pytest.mark.usefixtures("committed")
def test_a_failing_follower_waits_and_the_others_go_on(seen: list[int], monkeypatch: pytest.MonkeyPatch):
    def stumble(event: EventRow) -> None:
        raise RuntimeError("boom")

    bad = followers.Follower("test.bad", frozenset({"case.activity"}), stumble)
    monkeypatch.setitem(followers.FOLLOWERS, "test.bad", bad)
    event = an_event()
    settle()
    followers.follow_pending()
    held = Cursor.objects.get(name="test.bad")
    assert (seen, held.seq, held.failures) == ([event.pk], 0, 1)
    assert held.retry_at is not None


@pytest.mark.usefixtures("committed")
def test_the_head_of_each_chain_goes_to_the_log_once_a_day(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    an_event()
    settle()
    caplog.set_level("INFO", "hansei.loop")
    monkeypatch.setattr(loop, "_told_on", date(2020, 1, 1))
    loop.tick()
    loop.tick()
    told = [each.getMessage() for each in caplog.records if each.name == "hansei.loop"]
    assert len(told) == 1
    assert told[0].endswith(f": {sequencer.head_of(1).hex()}")
