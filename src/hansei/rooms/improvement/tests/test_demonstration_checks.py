"""The demonstration's sheets come, come once, and go with everything that followers tied to them."""

from __future__ import annotations

import pytest

from hansei.analytics.demonstration import STEPS
from hansei.kernel import check, demonstration
from hansei.kernel.models import Account, Identity
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import rechecks
from hansei.rooms.improvement.demonstration import checks
from hansei.rooms.improvement.models import Capa, ControlItem, Improvement, Kata, Recheck
from hansei.rooms.improvement.queries import cases, checking, learning
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def nothing(said: str) -> None:
    return


@pytest.fixture
def people() -> Account:
    for who, role in (("manager", "manager"), ("agent", "agent"), ("admin", "administrator")):
        make_account(role, f"{who}@demo.example")
    return demonstration.account_of("admin")


def test_they_come_once_and_go_with_all_that_hangs_on_them(people: Account):
    for title in ("Ω", "Ψ"):
        act = demonstration.act_of("manager", STEPS[-1], 8)
        found = actions.propose(act, fields={"title": title, "owner": demonstration.account_of("manager").pk})
        Improvement.objects.filter(pk=found.pk).update(state="in_work")
    last = Improvement.objects.order_by("-pk")[0]
    Improvement.objects.filter(pk=last.pk).update(state="closed", end="effective")
    assert rechecks.plan_rechecks(demonstration.act_of("manager", STEPS[-1], 9), pk=last.pk, closed_on=STEPS[-1]) == 2
    for _ in range(2):
        checks.load(people, nothing, STEPS[-1])
    manager = demonstration.account_of("manager")
    assert list(ControlItem.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "again", "planned"]
    assert (checking(manager).first.part, checking(manager).first.whole) == (1, 2)
    assert (Capa.objects.count(), cases(manager).shared.share) == (2, 1.0)
    kata = Kata.objects.get()
    assert learning(kata, STEPS[-1]).surprises.share == 1.0
    told = [each for each in check.check() if "IMP-" not in each.subject]  # their states were set by hand above
    assert told == []
    checks.remove(nothing)
    left = Identity.objects.filter(source__key=demonstration.RECORDS, kind__in=checks.KINDS)
    assert (Recheck.objects.count(), Capa.objects.count(), ControlItem.objects.count()) == (0, 0, 0)
    assert left.exists()  # numbers and events go with their source
    Improvement.objects.all().delete()
