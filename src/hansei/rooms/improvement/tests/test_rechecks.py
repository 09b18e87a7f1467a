"""Checks after closing: from the closing to the page, past a full state, one after the other, and which comes last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from hansei.blocks.register.models import WorkLimit
from hansei.kernel import check, followers
from hansei.kernel.models import Account, EventRow
from hansei.kernel.tests.settling import settle
from hansei.rooms.improvement import actions, jobs
from hansei.rooms.improvement.actions import control, rechecks
from hansei.rooms.improvement.models import ControlItem, End, Improvement, Recheck
from hansei.rooms.improvement.queries import culture
from hansei.rooms.improvement.queries.control import Share
from hansei.rooms.improvement.tests.filled import handed_on
from hansei.rooms.improvement.tests.test_control import CLOSED_ON, act, an_item, closed
from hansei.rooms.improvement.tests.test_inputs import NoJob
from hansei.rooms.improvement.tests.test_life import answered
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
DUE = date(2025, 10, 1)


@pytest.fixture
def anna() -> Account:
    return make_account("manager")


@pytest.fixture
def boris() -> Account:
    return make_account("manager", "boris@test.example")


def another_in_work(anna: Account) -> None:
    """Work that already holds the only place."""
    other = actions.propose(act(anna), fields={"title": "Ψ", "owner": anna.pk})
    Improvement.objects.filter(pk=other.pk).update(state="in_work")
    WorkLimit.objects.create(kind="improvement", state="in_work", most=1)


def another_not_met(anna: Account, boris: Account) -> None:
    """An item not met that already holds the only place."""
    item = an_item(anna, boris)
    control.check_item(act(boris), pk=item.pk, version=1, result="not_met", observed="Нет.")
    WorkLimit.objects.create(kind="control_item", state="not_met", most=1)


def passed_limits(state: str) -> int:
    return EventRow.objects.filter(kind="record.limit_passed", facts__state=state).count()


def test_a_loss_reopens_past_a_full_state_and_the_history_says_so(anna: Account, boris: Account, client: Client):
    item = closed(anna, boris)
    sheet, first = item.improvement_id, Recheck.objects.get(days=30)
    rechecks.come_due(act(None, DUE), recheck=first.pk)
    another_not_met(anna, boris)
    Improvement.objects.exclude(pk=sheet).update(owner=boris)
    another_in_work(anna)
    told: dict[str, Any] = {"pk": sheet, "recheck": first.pk, "unmet": [item.pk], "text": "Снова ночью."}
    assert rechecks.recheck(act(boris, DUE), **told) == "failed"
    item.refresh_from_db()
    assert (Improvement.objects.get(pk=sheet).state, item.state) == ("in_work", "not_met")
    assert (passed_limits("in_work"), passed_limits("not_met")) == (1, 1)
    client.force_login(anna)
    assert "past the limit of work in progress" in client.get(f"/improvements/{sheet}/").content.decode()


def test_an_item_found_not_met_waits_for_no_place(anna: Account, boris: Account):
    another_not_met(anna, boris)
    item = an_item(anna, boris)
    control.check_item(act(boris), pk=item.pk, version=1, result="not_met", observed="Нет.")
    assert ControlItem.objects.get(pk=item.pk).state == "not_met"
    assert passed_limits("not_met") == 1
    free = an_item(anna, boris)
    WorkLimit.objects.update(most=9)
    control.check_item(act(boris), pk=free.pk, version=1, result="not_met", observed="Нет.")
    assert passed_limits("not_met") == 1


def test_a_reopened_improvement_has_not_ended(anna: Account, boris: Account):
    item = closed(anna, boris)
    sheet, first = item.improvement_id, Recheck.objects.get(days=30)
    assert culture(anna).key_person == Share(0, 0)
    rechecks.come_due(act(None, DUE), recheck=first.pk)
    rechecks.recheck(act(boris, DUE), pk=sheet, recheck=first.pk, unmet=[item.pk], text="Снова ночью.")
    assert Improvement.objects.get().ended_at is None
    assert culture(anna).key_person == Share(1, 1)
    assert list(check.check()) == []


def test_one_refusal_stops_no_other_check_of_the_timer(anna: Account, boris: Account, monkeypatch: Any):
    """The verdict itself is tested with the evidence; of two lost effects one record cannot be changed."""
    spoilt, whole = (closed(anna, boris, End.EFFECTIVE).improvement for _each in "ΑΒ")
    given = answered(whole, "worse", reached=False)
    monkeypatch.setattr(rechecks, "_answer_now", lambda act, it: given)
    Improvement.objects.filter(pk=spoilt.pk).update(title="")
    told = jobs.let_come_due(NoJob())  # type: ignore[arg-type]
    assert told == {"rechecks": 1, "refused": 2}
    states = dict(Improvement.objects.values_list("pk", "state"))
    assert (states[spoilt.pk], states[whole.pk]) == ("closed", "in_work")
    assert set(Recheck.objects.filter(improvement=spoilt).values_list("state", flat=True)) == {"planned"}


@pytest.mark.parametrize("written_first", [30, 90])
def test_the_later_check_of_a_closing_says_whether_the_next_is_looked_at(
    anna: Account, boris: Account, written_first: int
):
    sheet = closed(anna, boris).improvement
    Recheck.objects.all().delete()
    for days in (written_first, 120 - written_first):
        state = "failed" if days == 90 else "passed"
        Recheck.objects.create(improvement=sheet, closing=1, days=days, due_on=CLOSED_ON, state=state)
    assert rechecks.plan_rechecks(act(None), pk=sheet.pk, closed_on=CLOSED_ON) == 2
    assert set(Recheck.objects.filter(state="planned").values_list("closing", flat=True)) == {2}


@pytest.mark.django_db(transaction=True)  # events are put in order once they are committed
def test_from_closing_to_the_page_of_the_check(anna: Account, boris: Account, client: Client):
    item = an_item(anna, boris)
    control.check_item(act(boris), pk=item.pk, version=1, result="met")
    sheet = item.improvement_id
    handed_on(act(anna), item.improvement)
    Improvement.objects.filter(pk=sheet).update(state="in_work")
    actions.close(act(anna), pk=sheet, version=1, end="without_proof", reason="Не измерялось.")
    settle()
    followers.follow_pending()
    planned = list(Recheck.objects.order_by("days").values_list("days", "due_on", "state"))
    assert planned == [(30, DUE, "planned"), (90, date(2025, 11, 30), "planned")]
    assert jobs.let_come_due(NoJob()) == {"rechecks": 2, "refused": 0}  # type: ignore[arg-type]
    first = Recheck.objects.get(days=30)
    client.force_login(boris)
    address = f"/improvements/{sheet}/control/recheck/{first.pk}/"
    assert address in client.get("/").content.decode()
    page = client.get(address).content.decode()
    assert "Check 30 days after closing" in page
    assert "By the same measure: no verdict yet." in page
    assert item.title in page
    assert client.post(address, {"unmet": [item.pk], "text": "Снова ночью."}).status_code == 302
    assert (Improvement.objects.get().state, Recheck.objects.get(days=90).state) == ("in_work", "dropped")
    assert list(check.check()) == []
