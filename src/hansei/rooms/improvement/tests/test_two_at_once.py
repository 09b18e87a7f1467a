"""Two people change the same improvement, or check it after closing, at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from hansei.kernel import triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import control, rechecks
from hansei.rooms.improvement.models import Improvement, Recheck
from tests.accounts import make_account


@pytest.fixture
def people(transactional_db: None) -> Iterator[list[Account]]:
    yield [make_account("manager"), make_account("administrator")]
    triggers.lift()


def test_who_waited_for_the_other_overwrites_nothing_unseen(people: list[Account]) -> None:
    """The second asks while the first is not committed yet, waits, and is told that the record changed."""
    found = actions.propose(Act(by=people[0], via="web"), fields={"title": "As it was"})
    seen, changed = found.identity.version, threading.Event()

    def first() -> None:
        with transaction.atomic():
            actions.edit(Act(by=people[0], via="web"), pk=found.pk, version=seen, fields={"title": "The first"})
            changed.set()
            time.sleep(0.5)  # the second asks meanwhile

    def second() -> None:
        changed.wait(20)
        with pytest.raises(Outdated):
            actions.edit(Act(by=people[1], via="web"), pk=found.pk, version=seen, fields={"title": "The second"})

    def run(one: Callable[[], None]) -> None:
        try:
            one()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(run, (first, second)))
    assert Improvement.objects.get(pk=found.pk).title == "The first"
    assert EventRow.objects.filter(kind="record.changed").count() == 1


def test_two_checks_after_closing_said_at_once_reopen_it_once(people: list[Account], monkeypatch: pytest.MonkeyPatch):
    """Both fail: the first said reopens the improvement and drops the other, whose person is told so."""
    anna, boris = people
    found = actions.propose(Act(by=anna, via="web"), fields={"title": "Ω", "owner": anna.pk})
    fields: Any = {"improvement": found.pk, "title": "Ω", "implementer": anna.pk, "customer_checker": "Ω"}
    item = control.plan_item(Act(by=anna, via="web"), fields=fields)
    control.check_item(Act(by=boris, via="web"), pk=item.pk, version=1, result="met", observed="Ω")
    Improvement.objects.filter(pk=found.pk).update(state="closed", end="without_proof", end_reason="Ω")
    more: Any = {"improvement": found, "closing": 1, "due_on": date(2025, 1, 1), "state": "due"}
    checks = [Recheck.objects.create(days=days, **more) for days in (30, 90)]
    checkers = [boris, make_account("manager", "chen@test.example")]
    start = threading.Barrier(2)
    real = rechecks._refuse_doer

    def slowly(*given: Any) -> Any:
        time.sleep(0.5)  # the other asks meanwhile
        return real(*given)

    monkeypatch.setattr(rechecks, "_refuse_doer", slowly)

    def say(who: Account, check: Recheck) -> str:
        start.wait(20)
        try:
            act = Act(by=who, via="web")
            return rechecks.recheck(act, pk=found.pk, recheck=check.pk, unmet=[item.pk], text="Ω")
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(say, checkers, checks)) == ["control.recheck_not_due", "failed"]
    assert sorted(Recheck.objects.values_list("state", flat=True)) == ["dropped", "failed"]
