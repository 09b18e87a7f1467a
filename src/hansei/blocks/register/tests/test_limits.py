"""Limits of work in progress: a full state lets nobody in, says so, and lets go of what it holds."""

from __future__ import annotations

import pytest
from django.test import Client

from hansei.blocks.register.actions.limiting import limit
from hansei.blocks.register.limits import limits_of
from hansei.blocks.register.tests.any_kind import a_record, address, register_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.kernel.records import Record
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
KIND = "improvement"


@pytest.fixture
def administrator() -> Account:
    return make_account("administrator")


def set_to(account: Account, most: int, seen: int = 0, state: str = "triage") -> bool:
    return limit(Act(by=account, via="test"), kind=KIND, state=state, seen=seen, most=most)


def to_triage(found: Record, manager: Account) -> None:
    ACTIONS["improvement.move"].run(Act(by=manager, via="test"), pk=found.pk, version=1, to="triage")


def test_a_full_state_refuses_the_next_and_keeps_what_it_holds(manager: Account, administrator: Account):
    first, second, third = (a_record(register_of(KIND), manager, each) for each in "ΑΒΓ")
    to_triage(first, manager)
    to_triage(second, manager)
    assert set_to(administrator, 1)
    before = EventRow.objects.count()
    with pytest.raises(Refusal, match="“In triage” is full: 1 at once"):
        to_triage(third, manager)
    third.refresh_from_db()
    assert (third.state, EventRow.objects.count()) == ("proposed", before)
    assert set_to(administrator, 3, seen=1)
    to_triage(third, manager)
    third.refresh_from_db()
    assert third.state == "triage"


def test_the_board_says_how_many_may_be_there_and_refuses_in_words(
    web: Client, manager: Account, administrator: Account
):
    first, second = (a_record(register_of(KIND), manager, each) for each in "ΑΒ")
    to_triage(first, manager)
    set_to(administrator, 1)
    page = web.post(
        address(register_of(KIND), "card", second.pk) + "?shape=board",
        {"to": "triage", "version": 1},
        headers={"HX-Request": "true"},
    )
    assert page.status_code == 409
    said = page.content.decode()
    assert "“In triage” is full" in said
    assert "of at most 1" in said
    assert [each["column"].is_full for each in page.context["columns"]].count(True) == 1


@pytest.mark.parametrize(
    ("state", "most"), [("proposed", 1), ("closed", 1), ("nowhere", 1), ("triage", -1), ("triage", 1000)]
)
def test_a_limit_that_means_nothing_is_refused(administrator: Account, state: str, most: int):
    with pytest.raises(Refusal):
        set_to(administrator, most, state=state)
    assert limits_of(KIND) == {}
    assert not EventRow.objects.filter(kind="register.limit_set").exists()


def test_only_an_administrator_sets_limits_and_over_what_they_saw(
    web: Client, manager: Account, administrator: Account
):
    with pytest.raises(NotAllowed):
        set_to(manager, 1)
    assert web.post(address(register_of(KIND), "limits"), {"most-triage": "2"}).status_code == 403
    set_to(administrator, 2)
    with pytest.raises(Outdated):
        set_to(administrator, 3, seen=0)
    assert not set_to(administrator, 2, seen=2)
    assert limits_of(KIND) == {"triage": 2}


def test_limits_are_set_on_the_page_of_the_states_and_their_changes_stay(client: Client, administrator: Account):
    client.force_login(administrator)
    page = address(register_of(KIND), "limits")
    assert client.post(page, {"seen-triage": "0", "most-triage": "4"}).status_code == 302
    assert client.post(page, {"seen-triage": "4", "most-triage": "", "most-planned": "x"}).status_code == 409
    assert limits_of(KIND) == {"triage": 4}
    assert client.post(page, {"seen-triage": "4", "most-triage": ""}).status_code == 302
    assert limits_of(KIND) == {}
    changes = client.get(address(register_of(KIND), "life")).context["changes"]
    assert [(each["was"], each["now"]) for each in changes] == [("4", "–"), ("–", "4")]
