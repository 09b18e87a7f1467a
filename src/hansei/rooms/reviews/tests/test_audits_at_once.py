"""Two auditors work on one audit at the same moment, and two people open a case for one finding."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from hansei.blocks.checklist import actions as checklists
from hansei.blocks.checklist import queries as tasks
from hansei.kernel import check, triggers
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.reviews import actions, independence
from hansei.rooms.reviews.tests.audited_world import a_capa, an_area, answer, by, move, planned, write
from tests.accounts import make_account


@pytest.fixture
def people(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[list[Account]]:
    yield [make_account("manager"), make_account("administrator"), make_account("agent")]
    triggers.lift()


def both(*run: Callable[[], object]) -> list[Exception | None]:
    """Run at the same moment, each on its own connection; what each rose."""
    start = threading.Barrier(len(run))

    def one(each: Callable[[], object]) -> Exception | None:
        start.wait(20)
        try:
            each()
        except Refusal as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(run)) as pool:
        return list(pool.map(one, run))


def test_two_auditors_who_type_at_once_lose_nothing(people: list[Account]):
    """Different questions: both answers stand. The same question: one stands, the other is told."""
    lead, second, auditee = people
    audit = planned(by(lead), an_area(by(lead), auditee), lead, lists="9 10")
    actions.name_auditor(by(lead), audit=audit.pk, account=second.pk)
    audit = move(by(lead), audit, "running")

    def types(who: Account, clause: str, sign: str, last: int) -> None:
        for at in range(1, last + 1):
            answer(by(who), audit, f"{clause}.{at}", note=f"{sign}{at}")

    told = both(lambda: types(lead, "9", "Α", 4), lambda: types(second, "10", "Β", 2))
    assert told == [None, None]
    said = [each.note.text for code in ("9", "10") for each in tasks.tasks_of(audit.pk, f"audit.{code}") if each.note]
    assert said == ["Α1", "Α2", "Α3", "Α4", "Β1", "Β2"]
    task = tasks.tasks_of(audit.pk, "audit.9")[0]
    same: dict[str, Any] = {"record": audit.pk, "task": task.pk, "version": task.version, "state": "done"}
    told = both(
        lambda: checklists.settle(by(lead), **same, note="Πρώτος"),
        lambda: checklists.settle(by(second), **same, note="Δεύτερος"),
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "Outdated"]
    assert any(isinstance(each, Outdated) for each in told)
    assert list(check.check()) == []


def test_two_who_open_a_case_for_one_finding_open_one(people: list[Account]):
    lead, second, auditee = people
    audit = move(by(lead), planned(by(lead), an_area(by(lead), auditee), lead), "running")
    finding = write(by(lead), audit)
    told = both(lambda: a_capa(by(second), finding), lambda: a_capa(by(auditee), finding))
    assert [each.code for each in told if isinstance(each, Refusal)] == ["audit_finding.has_capa"]
    assert len(independence.capas(finding)) == 1
    assert EventRow.objects.filter(kind="record.created", facts__record_kind="capa").count() == 1
