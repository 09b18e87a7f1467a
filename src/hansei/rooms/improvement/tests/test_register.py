"""The register of improvements: propose, list, edit beside others, move, look back, take along."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Improvement
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def agent() -> Account:
    return make_account("agent")


@pytest.fixture
def web(client: Client, manager: Account) -> Client:
    client.force_login(manager)
    return client


def an_idea(account: Account, title: str = "Fewer night calls") -> Improvement:
    return actions.propose(Act(by=account, via="web"), fields={"title": title, "owner": account.pk})


def written(title: str, version: int, **more: object) -> dict[str, object]:
    return {"title": title, "version": version, "element": "process", "margin_percent": 10, **more}


def test_an_idea_gets_a_number_and_stands_in_the_list(web: Client):
    response = web.post("/improvements/new/", written("Fewer night calls", 0), follow=True)
    assert response.status_code == 200
    assert Improvement.objects.get().identity.key == "IMP-1"
    page = web.get("/improvements/").content.decode()
    assert "IMP-1" in page
    assert "Fewer night calls" in page
    assert list(check.check()) == []


def test_a_form_that_lacks_its_title_comes_back_and_writes_nothing(web: Client):
    response = web.post("/improvements/new/", written("", 0))
    assert response.status_code == 422
    assert Improvement.objects.count() == 0


def test_the_second_of_two_editors_sees_both_texts(web: Client, manager: Account, agent: Account):
    found = an_idea(manager)
    actions.edit(Act(by=agent, via="web"), pk=found.pk, version=1, fields={"title": "Ask the night shift"})
    response = web.post(f"/improvements/{found.pk}/edit/", written("Fewer calls", 1))
    page = response.content.decode()
    assert response.status_code == 412
    assert "Ask the night shift" in page
    assert "Fewer calls" in page
    assert Improvement.objects.get().title == "Ask the night shift"
    again = web.post(f"/improvements/{found.pk}/edit/", written("Fewer calls", 2))
    assert again.status_code == 302
    assert Improvement.objects.get().title == "Fewer calls"
    assert list(check.check()) == []


def test_an_action_on_an_old_version_is_refused(manager: Account):
    found = an_idea(manager)
    actions.edit(Act(by=manager, via="api"), pk=found.pk, version=1, fields={"service": "Payroll"})
    with pytest.raises(Outdated):
        actions.move(Act(by=manager, via="api"), pk=found.pk, version=1, to="triage")


def test_history_says_who_changed_what_from_what(web: Client, manager: Account, agent: Account):
    found = an_idea(manager)
    actions.edit(Act(by=agent, via="web"), pk=found.pk, version=1, fields={"title": "Ask first", "value": 3})
    actions.move(Act(by=manager, via="web"), pk=found.pk, version=2, to="triage")
    page = web.get(f"/improvements/{found.pk}/").content.decode()
    lines = page[page.index('id="history"') :]
    for said in ("Agent", "Title", "Fewer night calls", "Ask first", "high", "Proposed", "In triage", "created"):
        assert said in lines
    assert lines.index("In triage") < lines.index("Ask first")


def test_a_guard_says_what_is_missing_and_the_button_is_locked(web: Client, manager: Account):
    act = Act(by=manager, via="web")
    found = actions.propose(act, fields={"title": "Fewer calls"})
    actions.move(act, pk=found.pk, version=1, to="triage")
    page = web.get(f"/improvements/{found.pk}/").content.decode()
    assert "Name an owner." in page
    response = web.post(f"/improvements/{found.pk}/move/", {"version": 2, "to": "analysed"})
    assert response.status_code == 409
    assert "Name an owner." in response.content.decode()
    assert Improvement.objects.get().state == "triage"


def test_no_state_is_jumped_over(manager: Account):
    found = an_idea(manager)
    with pytest.raises(Refusal) as refused:
        actions.move(Act(by=manager, via="api"), pk=found.pk, version=1, to="approved")
    assert refused.value.code == "lifecycle.no_way"


def test_an_agent_does_not_approve(agent: Account, manager: Account):
    found = an_idea(manager)
    Improvement.objects.filter(pk=found.pk).update(state="planned")
    with pytest.raises(NotAllowed):
        actions.move(Act(by=agent, via="api"), pk=found.pk, version=1, to="approved")


def test_who_holds_no_right_sees_nothing(client: Client, manager: Account):
    found = an_idea(manager)
    nobody = Account.objects.create_user("nobody@test.example", "x", name="Nobody")
    client.force_login(nobody)
    for address in ("/improvements/", f"/improvements/{found.pk}/", "/improvements/new/", "/improvements/export/csv/"):
        assert client.get(address).status_code == 403
    with pytest.raises(NotFound):
        actions.move(Act(by=nobody, via="api"), pk=found.pk, version=1, to="triage")


def test_the_list_pages_by_key_and_counts_no_further_than_a_thousand(web: Client, manager: Account):
    for n in range(55):
        an_idea(manager, f"Idea {n:03d}")
    first = web.get("/improvements/")
    rows = [row["title"] for row in first.context["rows"]]
    assert rows == [f"Idea {n:03d}" for n in range(54, 4, -1)]
    page = first.context["page"]
    second = web.get("/improvements/", {"after": page.after})
    assert [row["title"] for row in second.context["rows"]] == [f"Idea {n:03d}" for n in range(4, -1, -1)]
    back = web.get("/improvements/", {"before": second.context["page"].before})
    assert [row["title"] for row in back.context["rows"]] == rows
    assert back.context["page"].before == ""
    assert web.get("/improvements/", {"after": "9" * 40}).status_code == 200


def test_a_filter_keeps_only_its_state(web: Client, manager: Account):
    kept, _other = an_idea(manager, "Kept"), an_idea(manager, "Left out")
    actions.move(Act(by=manager, via="web"), pk=kept.pk, version=1, to="triage")
    rows = web.get("/improvements/", {"state": "triage"}).context["rows"]
    assert [row["title"] for row in rows] == ["Kept"]
    assert len(web.get("/improvements/", {"state": "no such"}).context["rows"]) == 2


def test_a_cell_that_a_spreadsheet_would_run_is_defused(web: Client, manager: Account):
    import python_calamine

    an_idea(manager, '=HYPERLINK("http://evil.example")')
    text = b"".join(web.get("/improvements/export/csv/")).decode()
    assert "'=HYPERLINK" in text
    sheet = python_calamine.load_workbook(io.BytesIO(web.get("/improvements/export/xlsx/").content)).get_sheet_by_index(
        0
    )
    rows = sheet.to_python()
    assert rows[1][:2] == ["IMP-1", '=HYPERLINK("http://evil.example")']
