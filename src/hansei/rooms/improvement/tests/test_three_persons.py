"""The three persons of a control sheet where somebody acts for somebody else: in every order of naming and doing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow, Revision
from hansei.rooms.governance.models import Deputy
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import control, rechecks
from hansei.rooms.improvement.models import ControlItem, DutyHeld, Improvement, Recheck, Supervision
from hansei.rooms.improvement.queries import checking, rechecks_for, to_check
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
PLANNED_ON = date(2025, 9, 1)


def act(by: Account | None, day: int = 0) -> Act:
    """An act so many days after the item was planned, at noon."""
    return Act(by=by, via="cli", at=noon(day), told_at=timezone.now())


def noon(day: float) -> datetime:
    return datetime(2025, 9, 1, 12, tzinfo=UTC) + timedelta(days=day)


@pytest.fixture
def people() -> list[Account]:
    return [make_account("manager", f"{n}@test.example") for n in range(5)]


def an_item(doer: Account, checker: Account, supervisor: Account | None = None) -> ControlItem:
    found = actions.propose(act(doer), fields={"title": "Ω", "owner": doer.pk})
    if supervisor is not None:
        control.name_supervisor(act(doer), pk=found.pk, version=1, supervisor=supervisor.pk)
    fields: control.ItemFields = {"improvement": found.pk, "title": "Порядок", "check_on": PLANNED_ON}
    return control.plan_item(act(doer), fields={**fields, "implementer": doer.pk, "checker": checker.pk})


def lets(principal: Account, account: Account, first: float, last: float, matters: list[str] | None = None) -> Deputy:
    """One acts for the other, from the noon of one day until the noon of another, whenever that was named."""
    why = Revision.objects.create(field="governance.deputy", text="Ω", at=noon(0))
    given = {"since": noon(first), "until": noon(last), "matters": matters or ["checks"], "reason": why}
    return Deputy.objects.create(principal=principal, account=account, **given)


def checks(account: Account, item: ControlItem, day: int = 10, result: str = "met") -> None:
    version = ControlItem.objects.select_related("identity").get(pk=item.pk).identity.version
    control.check_item(act(account, day), pk=item.pk, version=version, result=result, observed="Ω")


def test_a_deputy_checks_for_the_checker_and_the_sheet_says_so(people: list[Account], client: Client):
    anna, boris, chen, *_others = people
    boris.name, chen.name = "Борис", "Чэнь"
    boris.save()
    chen.save()
    item = an_item(anna, boris)
    with pytest.raises(Refusal, match="Борис checks this item"):
        checks(chen, item)
    lets(boris, chen, 5, 2000)
    assert list(to_check(chen)) == [item]
    client.force_login(chen)
    assert "you act for Борис" in client.get("/").content.decode()
    assert (
        reverse("control:check", args=[item.pk]) in client.get(f"/improvements/{item.improvement_id}/").content.decode()
    )
    checks(chen, item)
    item = ControlItem.objects.get(pk=item.pk)
    assert (item.state, item.checker, item.deputy) == ("closed", boris, chen)
    fact = EventRow.objects.get(kind="control.item_checked")
    assert (fact.actor, fact.facts["acting_for"]) == (chen, boris.pk)
    assert [(each.duty, each.account) for each in DutyHeld.objects.all()] == [("checker", chen)]
    assert "checked for them by Чэнь" in client.get(f"/improvements/{item.improvement_id}/").content.decode()
    assert "Чэнь for Борис" in client.get(reverse("control:record", args=[item.pk])).content.decode()
    assert list(check.check()) == []


def test_a_deputy_in_other_matters_checks_nothing(people: list[Account]):
    anna, boris, chen, *_others = people
    item = an_item(anna, boris)
    lets(boris, chen, 0, 50, ["decisions", "papers"])
    with pytest.raises(Refusal) as no:
        checks(chen, item)
    assert no.value.code == "control.not_checker"


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("way", ["checker acts for doer", "doer acts for checker"])
def test_who_does_and_who_checks_are_one_person_whenever_the_deputy_was_named(
    people: list[Account], is_first: bool, way: str
):
    anna, boris, *_others = people
    pair = (anna, boris) if way == "checker acts for doer" else (boris, anna)
    if is_first:
        lets(*pair, -5, 3, ["decisions"])
        with pytest.raises(Refusal) as no:
            an_item(anna, boris)
        assert (no.value.code, ControlItem.objects.count()) == ("control.same_person", 0)
        return
    item = an_item(anna, boris)
    lets(*pair, 2, 3, ["decisions"])
    with pytest.raises(Refusal) as no:
        checks(boris, item)
    assert no.value.code == "control.same_person"
    assert ControlItem.objects.get().state == "planned"
    assert not EventRow.objects.filter(kind="control.item_checked").exists()


def test_what_ended_before_the_item_was_planned_does_not_count(people: list[Account]):
    anna, boris, *_others = people
    lets(anna, boris, -9, -1)
    item = an_item(anna, boris)
    checks(boris, item)
    assert ControlItem.objects.get().state == "closed"


def test_a_deputy_of_the_doer_neither_checks_for_the_checker_nor_after_closing(people: list[Account]):
    anna, boris, chen, *_others = people
    item = an_item(anna, boris)
    lets(boris, chen, 5, 2000)
    lets(anna, chen, 5, 6, ["papers"])
    with pytest.raises(Refusal) as no:
        checks(chen, item)
    assert no.value.code == "control.same_person"
    checks(boris, item)
    due = Recheck.objects.create(improvement=item.improvement, closing=1, days=30, due_on=PLANNED_ON, state="due")
    assert list(rechecks_for(chen)) == [due]
    with pytest.raises(Refusal) as no:
        rechecks.recheck(act(chen, 40), pk=item.improvement_id, recheck=due.pk, unmet=[], text="Ω")
    assert no.value.code == "control.same_person"


def test_a_check_after_closing_is_made_for_who_checked(people: list[Account]):
    anna, boris, chen, *_others = people
    item = an_item(anna, boris)
    checks(boris, item)
    lets(boris, chen, 30, 2000)
    due = Recheck.objects.create(improvement=item.improvement, closing=1, days=30, due_on=PLANNED_ON, state="due")
    rechecks.recheck(act(chen, 40), pk=item.improvement_id, recheck=due.pk, unmet=[], text="Ω")
    due.refresh_from_db()
    assert (due.by, due.acting_for) == (chen, boris)
    assert EventRow.objects.get(kind="control.recheck_decided").facts["acting_for"] == boris.pk


@pytest.mark.parametrize("end", ["effective", "without_proof"])
def test_the_owner_does_not_say_alone_that_it_holds(people: list[Account], end: str):
    """Neither who handed it over just before, nor a deputy; what somebody else says in words counts in no share."""
    anna, boris, chen, dmitri, *_others = people
    found = actions.propose(act(anna), fields={"title": "Ω", "owner": anna.pk})
    actions.edit(act(anna), pk=found.pk, version=1, fields={"owner": chen.pk})
    lets(chen, dmitri, 5, 6, ["papers"])
    Improvement.objects.filter(pk=found.pk).update(state="closed", end=end)
    due = Recheck.objects.create(improvement=found, closing=1, days=90, due_on=PLANNED_ON, state="due")
    before = EventRow.objects.count()
    for who in (anna, chen, dmitri):
        with pytest.raises(Refusal) as no, transaction.atomic():
            rechecks.recheck(act(who, 40), pk=found.pk, recheck=due.pk, unmet=[], text="Стоит.")
        assert no.value.code == "control.owner_alone"
    assert EventRow.objects.count() == before
    assert rechecks.recheck(act(boris, 40), pk=found.pk, recheck=due.pk, unmet=[], text="Смотрел.") == "passed"
    told = checking(anna)
    assert (told.sustained.whole, told.rechecks.whole, told.by_words) == (0, 0, 1)


def test_the_supervisor_acted_for_nobody_on_the_sheet(people: list[Account]):
    anna, boris, chen, *_others = people
    item = an_item(anna, boris)
    lets(boris, chen, 1, 2)
    with pytest.raises(Refusal) as no:
        control.name_supervisor(act(anna, 5), pk=item.improvement_id, version=1, supervisor=chen.pk)
    assert (no.value.code, Supervision.objects.count()) == ("control.supervisor_involved", 0)


class Stretch(NamedTuple):
    """One acts for the other on these days."""

    principal: int
    account: int
    first: int
    last: int


STRETCHES = st.lists(
    st.builds(
        lambda pair, days: Stretch(*pair, *days),
        st.sampled_from([(one, other) for one in range(4) for other in range(4) if one != other]),
        st.tuples(st.integers(-6, 12), st.integers(1, 8)).map(lambda given: (given[0], given[0] + given[1])),
    ),
    max_size=3,
)


def are_one(stretches: list[Stretch], one: int, other: int, day: int) -> bool:
    """Whether two were one person at some noon or between two, from the planning until a day: asked day by day."""
    days = [*range(day + 1), *(sum(pair) / 2 for pair in pairwise(range(day + 1)))]
    met = [each for each in stretches if {each.principal, each.account} == {one, other}]
    return one == other or any(each.first <= when < each.last for each in met for when in days)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stretches=STRETCHES, checker=st.integers(1, 2), actor=st.integers(0, 3), day=st.integers(0, 9))
def test_no_order_of_naming_lets_one_person_do_and_check(
    people: list[Account], stretches: list[Stretch], checker: int, actor: int, day: int
):
    """Person 0 does it, 1 or 2 checks it, 3 supervises; whoever acts for whom was named after all of that."""
    with transaction.atomic():
        item = an_item(people[0], people[checker], people[3])
        for each in stretches:
            lets(people[each.principal], people[each.account], each.first, each.last)
        may = actor == checker or any(
            (each.principal, each.account) == (checker, actor) and each.first <= day < each.last for each in stretches
        )
        pairs = [(0, checker), (0, actor), *((3, each) for each in (0, checker, actor))]
        expected = may and actor != 0 and not any(are_one(stretches, *pair, day) for pair in pairs)
        try:
            checks(people[actor], item, day)
            done = True
        except Refusal:
            done = False
        assert done == expected
        assert ControlItem.objects.get(pk=item.pk).state == ("closed" if done else "planned")
        transaction.set_rollback(True)


def test_a_deputys_own_check_is_theirs_again_next_time(people: list[Account]) -> Any:
    anna, boris, chen, *_others = people
    item = an_item(anna, boris)
    lets(boris, chen, 5, 11)
    checks(chen, item, result="not_met")
    version = ControlItem.objects.select_related("identity").get(pk=item.pk).identity.version
    again = PLANNED_ON + timedelta(days=20)
    control.analyse_item(act(anna, 12), pk=item.pk, version=version, cause="Ω", measure="Ω", check_on=again)
    checks(boris, item, 21)
    assert ControlItem.objects.get().deputy is None
