"""Decision rights: one function answers who decides; a change is a version with its difference and its undo."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.governance import actions, differences, queries
from hansei.rooms.governance import appetite as appetites
from hansei.rooms.governance.matrix import STARTER
from hansei.rooms.governance.models import Risk, Seat, Setting
from hansei.rooms.governance.queries import settings
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


@pytest.fixture
def people(act: Act) -> dict[str, Account]:
    """One person for each role."""
    made = {}
    for role in ("front_line", "team_lead", "service_owner", "governing_body"):
        made[role] = make_account("agent", f"{role}@test.example")
        actions.give_seat(act, account=made[role].pk, role=role)
    return made


def who(kind: str, level: str, **more: Any) -> tuple[str, str, list[str]]:
    found = queries.deciders(None, kind=kind, level=level, **more)
    return found.level, found.filled_by, [each.email.partition("@")[0] for each in found.people]


@pytest.mark.parametrize(
    ("amount", "hours", "expected"),
    [
        (100, 4, ("low", "front_line")),  # both limits met exactly
        (101, None, ("moderate", "team_lead")),
        (None, Decimal("4.5"), ("moderate", "team_lead")),
        (1001, None, ("high", "service_owner")),
        (10_001, None, ("over_appetite", "governing_body")),
        (None, None, ("low", "front_line")),
    ],
)
def test_a_front_line_amount_over_the_limit_asks_the_next_one(
    people: dict[str, Account], amount: int | None, hours: Decimal | None, expected: tuple[str, str]
):
    given = Decimal(amount) if amount is not None else None
    level, role, names = who("remedy", "low", amount=given, hours=hours)
    assert ((level, role), names) == (expected, [expected[1]])


def test_the_doer_decides_about_low_risk_and_a_higher_role_always_may(people: dict[str, Account]):
    doer = make_account("agent", "doer@test.example")
    assert who("any", "low", doer=doer) == ("low", "doer", ["doer"])
    assert queries.why_not(doer, "any", "low", doer=doer) is None
    assert queries.why_not(people["team_lead"], "any", "low", doer=doer) is None
    assert "Doer" not in str(queries.why_not(doer, "any", "moderate", doer=doer))
    assert queries.why_not(people["front_line"], "any", "moderate") is not None
    assert queries.why_not(people["service_owner"], "any", "moderate") is None
    assert queries.why_not(people["team_lead"], "any", "high") is not None


def test_where_nobody_holds_a_role_the_next_one_up_decides_and_at_last_whoever_may_set_rights(
    act: Act, manager: Account
):
    agent = make_account("agent")
    assert who("any", "moderate") == ("moderate", "", [])
    assert queries.why_not(manager, "any", "over_appetite") is None
    assert queries.why_not(agent, "any", "moderate") is not None
    owner = make_account("agent", "owner@test.example")
    actions.give_seat(act, account=owner.pk, role="service_owner")
    assert who("any", "moderate") == ("moderate", "service_owner", ["owner"])
    assert queries.why_not(manager, "any", "moderate") is not None


def test_a_role_for_one_service_goes_before_one_for_everything_and_ends(act: Act, people: dict[str, Account]):
    own = make_account("agent", "own@test.example")
    seat = actions.give_seat(act, account=own.pk, role="team_lead", service="Payroll")
    assert who("any", "moderate", service="payroll")[2] == ["own"]
    assert who("any", "moderate", service="Mail")[2] == ["team_lead"]
    actions.end_seat(act, seat=seat.pk)
    assert who("any", "moderate", service="payroll")[2] == ["team_lead"]
    earlier = timezone.now() - timedelta(minutes=1)
    Seat.objects.filter(account=people["team_lead"]).update(since=earlier, until=earlier)
    assert who("any", "moderate")[2] == ["service_owner"]  # the deputy's time is over
    people["service_owner"].is_active = False
    people["service_owner"].save()
    assert who("any", "moderate")[2] == ["governing_body"]


def test_a_changed_right_asks_the_new_decider_and_can_be_undone(act: Act, people: dict[str, Account]):
    content = deepcopy(STARTER)
    content["kinds"]["any"]["moderate"]["decider"] = "service_owner"
    assert actions.set_matrix(act, seen=0, content=content, why="Too much went wrong") == 1
    assert who("any", "moderate")[2] == ["service_owner"]
    [(place, was, now)] = differences.between("matrix", STARTER, content)
    assert (place, was.partition(";")[0].partition(",")[0].partition(" ·")[0] != now, "Team lead" in was) == (
        "Any other decision, risk moderate",
        True,
        True,
    )
    assert "Service owner" in now
    with pytest.raises(Outdated):
        actions.set_matrix(act, seen=0, content=deepcopy(STARTER), why="Me too")
    assert actions.undo(act, name="matrix", seen=1, number=0, why="It was better") == 2
    assert who("any", "moderate")[2] == ["team_lead"]
    assert Setting.objects.count() == 2
    assert EventRow.objects.filter(kind="governance.set").count() == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda c: c["kinds"]["any"]["high"].update(decider="doer"), "matrix.falls"),
        (lambda c: c["kinds"]["any"]["over_appetite"].update(amount="5"), "matrix.no_end"),
        (lambda c: c["kinds"]["any"]["low"].update(amount="-5"), "matrix.limit"),
        (lambda c: c["kinds"]["any"]["low"].update(decider="king"), "matrix.wrong"),
        (lambda c: c["kinds"]["any"].pop("low"), "matrix.wrong"),
        (lambda c: c["kinds"].pop("any"), "matrix.wrong"),
        (lambda c: c.update(overload_percent=0), "matrix.wrong"),
        (lambda c: None, "setting.same"),
    ],
)
def test_rights_that_could_not_be_asked_are_refused(act: Act, change: Any, code: str):
    content = deepcopy(STARTER)
    change(content)
    with pytest.raises(Refusal) as no:
        actions.set_matrix(act, seen=0, content=content, why="x")
    assert (no.value.code, Setting.objects.count(), EventRow.objects.filter(kind="governance.set").count()) == (
        code,
        0,
        0,
    )


def test_only_who_may_decide_sets_rights_and_roles(people: dict[str, Account]):
    agent = Act(by=people["team_lead"], via="web")
    with pytest.raises(NotAllowed):
        actions.set_matrix(agent, seen=0, content=deepcopy(STARTER), why="x")
    with pytest.raises(NotAllowed):
        actions.give_seat(agent, account=people["team_lead"].pk, role="governing_body")
    assert Setting.objects.count() == 0


def test_a_lower_appetite_escalates_open_risks_at_once(act: Act):
    found = actions.open_risk(act, fields={"title": "Ω"})
    actions.score_risk(act, pk=found.pk, version=1, likelihood=2, impact=3)  # 6 points; borne up to 8
    assert Risk.objects.get().raised_to == ""
    content = deepcopy(appetites.STARTER)
    content["limits"]["service"]["operations"]["points"] = 5
    actions.set_appetite(act, seen=0, content=content, why="We bear less")
    assert Risk.objects.get().raised_to == "programme"
    actions.undo(act, name="appetite", seen=1, number=0, why="Back")
    assert Risk.objects.get().raised_to == ""


def test_an_appetite_that_shrinks_towards_strategy_is_refused(act: Act):
    content = deepcopy(appetites.STARTER)
    content["limits"]["service"]["strategy"]["money"] = 1
    with pytest.raises(Refusal, match="farther horizon"):
        actions.set_appetite(act, seen=0, content=content, why="x")
    assert settings.number("appetite") == 0


def test_everybody_sees_what_they_may_decide_and_asks_for_more(people: dict[str, Account], client: Client):
    lead = people["team_lead"]
    assert [each.is_mine for each in dict(queries.scope_of(lead).rows)["remedy"]] == [True, True, False, False]
    client.force_login(lead)
    page = client.get("/governance/mine/").content.decode()
    assert "up to €\u00a01\u202f000" in page
    given = {"title": "More", "kind": "remedy", "level": "high", "reason": "Often", "without": "Customers wait"}
    assert client.post("/governance/mine/", given).status_code == 302
    owner = queries.waiting_for(people["governing_body"])
    assert [each.title for each, _name in owner] == ["More"]
    assert queries.waiting_for(lead) == []


def test_the_matrix_is_edited_and_undone_on_its_pages(manager: Account, client: Client):
    client.force_login(manager)
    page = client.get("/governance/rights/remedy/edit/")
    form = page.context["form"]
    given = {each.html_name: each.value() for each in form}
    given = {name: value for name, value in given.items() if value is not None}
    assert client.post("/governance/rights/remedy/edit/", {**given, "why": ""}).status_code == 422
    done = client.post("/governance/rights/remedy/edit/", {**given, "amount_low": "250", "why": "Prices rose"})
    assert done.status_code == 302
    assert queries.matrix().cell("remedy", "low").amount == Decimal(250)
    page_ = client.get("/governance/rights/?kind=remedy&level=low&amount=200").content.decode()
    assert "Prices rose" in page_
    assert "up to €\u00a0250" in page_
    assert client.post("/governance/undo/matrix/?number=0", {"seen": 1, "number": 0, "why": "No"}).status_code == 302
    assert queries.matrix().cell("remedy", "low").amount == Decimal(100)


def test_the_pages_speak_no_bare_english(manager: Account, pseudo: Any, client: Client):
    from hansei.rooms.governance.tests.pages import the_rights

    Account.objects.update(name="Ωμέγα")
    client.force_login(manager)
    address = the_rights(manager)
    for path in (address, "/governance/mine/", "/governance/appetite/", "/governance/rights/any/edit/"):
        assert bare_words(client.get(path).content.decode().replace("EUR", "")) == [], path
