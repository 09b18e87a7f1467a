"""The company's own metrics come once, whatever was killed in between, and go without a trace in the records."""

from __future__ import annotations

import pytest

from hansei.analytics.demonstration import STEPS
from hansei.kernel import check, demonstration
from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.measures import actions, collecting, entered
from hansei.rooms.measures import demonstration as here
from hansei.rooms.measures.models import Collector, Dashboard, DashboardShare, EnteredValue, FormulaVersion, Metric
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts() -> Account:
    for role, who in (("manager", "manager"), ("agent", "agent"), ("administrator", "admin")):
        made = make_account(role, f"{who}@demo.example")
    return made


def test_it_comes_once_and_goes_whole(accounts: Account):
    actions.ship(Act(by=None, via="cli"), names=["cases"])
    for _again in range(2):
        here.load(accounts, print, STEPS[-1])
    calls = Metric.objects.get(title="Calls offered")
    assert (calls.state, calls.identity.source.key) == ("published", demonstration.RECORDS)
    assert [each.value for each in entered.in_force(calls)][:2] == [2140.0, 2185.0]  # the correction holds
    assert EnteredValue.objects.filter(value=2085).count() == 1  # and what it corrects stays
    (plan,) = Collector.objects.all()
    gaps = collecting.line_of(plan, STEPS[-1]).gaps
    assert [(each.step.month, bool(each.error)) for each in gaps] == [(5, True)]
    community = Dashboard.objects.get(audience="users")
    assert sorted(Dashboard.objects.values_list("audience", flat=True)) == ["desk", "executives", "team", "users"]
    assert [each.dashboard for each in DashboardShare.objects.all()] == [community]
    assert list(check.check()) == []
    here.remove(print)
    assert not Dashboard.objects.exists() and not DashboardShare.objects.exists()
    assert not Metric.objects.filter(shipped="").exists() and not Collector.objects.exists()
    assert FormulaVersion.objects.count() == Metric.objects.count() == 1
