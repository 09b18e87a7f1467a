"""Approving an improvement asks the decision rights: by its effort and the risks tied to it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from django.test import Client

from hansei.kernel import links
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.matrix import STARTER
from hansei.rooms.governance.models import Risk, Taken
from hansei.rooms.improvement import actions, deciding
from hansei.rooms.improvement.models import Improvement
from hansei.rooms.improvement.tests.filled import filled
from hansei.rooms.improvement.tests.test_life import MEASURE, a_baseline
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> Act:
    return Act(by=make_account("manager"), via="web")


@pytest.fixture
def people(act: Act) -> dict[str, Account]:
    made = {}
    for role in ("team_lead", "service_owner", "governing_body"):
        made[role] = make_account("agent", f"{role}@test.example")
        governance.give_seat(act, account=made[role].pk, role=role)
    return made


def planned(act: Act, effort: int, owner: Account) -> Improvement:
    found = actions.propose(act, fields={"title": "Ω", "owner": owner.pk, "effort": effort})
    a_baseline(found, date(2025, 3, 2))
    plan = {"target_percent": 20, "intervention_on": date(2025, 4, 1), "measure": MEASURE, "data_set": 7}
    Improvement.objects.filter(pk=found.pk).update(state="planned", risk="It stays bad.", **plan)
    found = Improvement.objects.select_related("identity", "owner").get(pk=found.pk)
    filled(act, found)
    return Improvement.objects.select_related("identity", "owner").get(pk=found.pk)


def approve(account: Account, found: Improvement) -> None:
    version = Improvement.objects.select_related("identity").get(pk=found.pk).identity.version
    actions.move(Act(by=account, via="web"), pk=found.pk, version=version, to="approved")


def test_an_improvement_of_medium_effort_is_approved_by_the_team_lead(
    act: Act, people: dict[str, Account], client: Client
):
    doer = make_account("agent", "doer@test.example")
    found = planned(act, 2, doer)
    for other in (doer, act.by):
        assert other is not None
        with pytest.raises(NotAllowed, match="Team lead decides"):
            approve(other, found)
    assert Improvement.objects.get().state == "planned"
    assert not EventRow.objects.filter(kind="decision.taken").exists()
    client.force_login(doer)
    assert "This is not yours to decide. Team lead decides" in client.get(f"/improvements/{found.pk}/").content.decode()
    approve(people["team_lead"], found)
    assert Improvement.objects.get().state == "approved"
    taken = Taken.objects.get()
    assert (taken.kind, taken.level, taken.by_role) == ("improvement.approve", "moderate", "team_lead")


def test_a_changed_right_asks_the_new_decider_at_the_next_approval(act: Act, people: dict[str, Account]):
    content = deepcopy(STARTER)
    content["kinds"]["improvement.approve"] = deepcopy(content["kinds"]["any"])
    content["kinds"]["improvement.approve"]["moderate"]["decider"] = "service_owner"
    governance.set_matrix(act, seen=0, content=content, why="Too much went wrong")
    found = planned(act, 2, people["team_lead"])
    with pytest.raises(NotAllowed, match="Service owner decides"):
        approve(people["team_lead"], found)
    approve(people["service_owner"], found)


def test_low_effort_is_the_doers_and_a_tied_risk_over_the_appetite_the_governing_bodys(
    act: Act, people: dict[str, Account]
):
    doer = make_account("agent", "doer@test.example")
    approve(doer, planned(act, 1, doer))
    found = planned(act, 1, doer)
    risk = governance.open_risk(act, fields={"title": "Ω"})
    governance.score_risk(act, pk=risk.pk, version=1, likelihood=5, impact=5)
    links.link(act, record=risk.pk, role="threatens", target=found.identity.key)
    assert deciding.level_of(found) == "over_appetite"
    with pytest.raises(NotAllowed, match="Governing body decides"):
        approve(doer, found)
    approve(people["governing_body"], found)


def test_while_it_waits_for_approval_what_says_who_approves_it_stays(
    act: Act, people: dict[str, Account], client: Client
):
    """Else whoever may edit it makes themselves the one who decides."""
    doer = make_account("agent", "doer@test.example")
    found = planned(act, 2, doer)
    tries: list[actions.Fields] = [{"effort": 1}, {"owner": people["team_lead"].pk}, {"service": "Ω"}]
    for fields in tries:
        with pytest.raises(Refusal, match="It waits for approval") as no:
            actions.edit(act, pk=found.pk, version=found.identity.version, fields=fields)
        assert no.value.code == "improvement.waits"
        assert no.value.details["fields"] == {name: [no.value.message] for name in fields}
    assert act.by is not None
    client.force_login(act.by)
    form = client.get(f"/improvements/{found.pk}/edit/").context["form"]
    assert {name for name, field in form.fields.items() if field.disabled} == {"effort", "owner", "service"}
    row = client.get("/improvements/").context["rows"][0]
    assert [(each["name"], each["is_quick"]) for each in row["cells"] if each["name"] == "owner"] == [("owner", False)]
    quick = f"/improvements/{found.pk}/quick/effort/"
    sent = {"version": found.identity.version, "effort": "1"}
    answer = client.post(quick, sent, headers={"HX-Request": "true"})
    assert (answer.status_code, "Take it back to analysis" in answer.content.decode()) == (409, True)
    bulk: dict[str, object] = {"pick": [found.pk], "what": "effort", "effort": "1"}
    client.post("/improvements/bulk/", bulk)
    found = Improvement.objects.select_related("identity").get(pk=found.pk)
    assert (found.effort, found.owner, found.service) == (2, doer, "")

    fields = {"title": "Ω Ω", "owner": doer.pk, "effort": 2}
    actions.edit(act, pk=found.pk, version=found.identity.version, fields=fields)
    found.identity.refresh_from_db()
    actions.move(act, pk=found.pk, version=found.identity.version, to="analysed")
    found.identity.refresh_from_db()
    assert actions.edit(act, pk=found.pk, version=found.identity.version, fields={"effort": 1}) == ["effort"]


def test_what_waits_for_approval_is_edited_though_its_owner_is_gone(act: Act, client: Client):
    """The owner is held, so nobody could choose another one there."""
    doer = make_account("agent", "doer@test.example")
    found = planned(act, 2, doer)
    Account.objects.filter(pk=doer.pk).update(is_active=False)
    assert act.by is not None
    client.force_login(act.by)
    form = client.get(f"/improvements/{found.pk}/edit/").context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = client.post(f"/improvements/{found.pk}/edit/", {**sent, "title": "Ω Ω"})
    assert (answer.status_code, Improvement.objects.get(pk=found.pk).title) == (302, "Ω Ω")


def test_a_risk_stays_tied_while_the_improvement_waits_for_approval(act: Act, people: dict[str, Account]):
    """Untied, it would lower the level, and the doer could approve their own work."""
    found = planned(act, 1, make_account("agent", "doer@test.example"))
    risk = governance.open_risk(act, fields={"title": "Ω"})
    links.link(act, record=found.pk, role="relates_to", target=risk.identity.key)
    [tie] = links.links_of(act.by, found.pk)
    for end in (found.pk, risk.pk):
        with pytest.raises(Refusal) as no:
            links.unlink(act, record=end, link=tie.link)
        assert no.value.code == "link.kept"
    version = Improvement.objects.select_related("identity").get(pk=found.pk).identity.version
    actions.move(act, pk=found.pk, version=version, to="analysed")
    assert links.unlink(act, record=found.pk, link=tie.link)


@pytest.mark.parametrize("how", ["scored lower", "closed"])
def test_a_risk_made_smaller_meanwhile_leaves_the_approval_where_it_was_asked(
    act: Act, people: dict[str, Account], how: str
):
    """Else the doer scores it lower, and approves their own work."""
    doer = make_account("agent", "doer@test.example")
    found = planned(act, 1, doer)
    actions.move(act, pk=found.pk, version=found.identity.version, to="analysed")
    risk = governance.open_risk(act, fields={"title": "Ω"})
    governance.score_risk(act, pk=risk.pk, version=1, likelihood=5, impact=5)
    links.link(act, record=found.pk, role="relates_to", target=risk.identity.key)
    actions.move(act, pk=found.pk, version=again(found).identity.version, to="planned")
    version = Risk.objects.select_related("identity").get().identity.version
    if how == "closed":
        governance.close_risk(act, pk=risk.pk, version=version, end="gone", reason="Ω")
    else:
        governance.score_risk(act, pk=risk.pk, version=version, likelihood=1, impact=1)
    with pytest.raises(NotAllowed, match="Governing body decides"):
        approve(doer, found)

    actions.move(act, pk=found.pk, version=again(found).identity.version, to="analysed")
    actions.move(act, pk=found.pk, version=again(found).identity.version, to="planned")
    assert again(found).asked_level == "low"
    approve(doer, found)


def again(found: Improvement) -> Improvement:
    return Improvement.objects.select_related("identity").get(pk=found.pk)
