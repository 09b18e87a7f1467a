"""The demonstration's audits: told once, one closed with its case, one with an overdue finding, and gone again."""

from __future__ import annotations

import pytest

from hansei.analytics.demonstration import STEPS
from hansei.blocks.checklist.models import Task
from hansei.kernel import check, demonstration
from hansei.kernel.models import Account, Identity, Revision
from hansei.kernel.records import KINDS, Record
from hansei.rooms.improvement.models import Capa
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
OURS = ("reviews.audits", "improvement.audits")


def nothing(said: str) -> None:
    return


@pytest.fixture
def people() -> Account:
    for who, role in (("manager", "manager"), ("agent", "agent"), ("admin", "administrator")):
        make_account(role, f"{who}@demo.example")
    return demonstration.account_of("admin")


def load(people: Account) -> None:
    for name in OURS:
        demonstration.PARTS[name].load(people, nothing, STEPS[-1])


def states(kind: str) -> list[str]:
    model: type[Record] = KINDS[kind].model
    return list(model._default_manager.order_by("pk").values_list("state", flat=True))


def test_they_come_once_and_go_with_all_that_hangs_on_them(people: Account):
    before = Revision.objects.count()
    for _ in range(2):
        load(people)
    assert states("audit") == ["closed", "reported", "running", "planned"]
    assert states("audit_finding") == ["closed", "closed", "open", "open"]
    assert states("capa") == ["closed", "contained"]
    assert (len(states("audit_area")), Task.objects.filter(state="open").count()) == (5, 2)
    assert list(check.check()) == []
    demonstration.PARTS["improvement.sheets"].remove(nothing)
    for name in reversed(OURS):
        demonstration.PARTS[name].remove(nothing)
    assert (states("audit"), states("audit_finding"), states("audit_area")) == ([], [], [])
    assert (Capa.objects.count(), Task.objects.count(), Revision.objects.count()) == (0, 0, before)
    assert Identity.objects.filter(source__key=demonstration.RECORDS).exists()  # numbers go with their source
