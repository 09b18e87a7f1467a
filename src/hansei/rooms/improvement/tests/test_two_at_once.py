"""Two people change the same improvement at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from hansei.kernel import triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated
from hansei.kernel.models import Account, EventRow
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Improvement
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
