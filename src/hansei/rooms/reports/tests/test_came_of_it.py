"""Who approves a report follows from the decision rights; what came of it stands in it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from hansei.kernel import check, jobs, links
from hansei.kernel.actions import Act
from hansei.kernel.erasure import erase_person
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account
from hansei.rooms.goals import actions as goals
from hansei.rooms.goals.models import Outcome
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.models import Taken
from hansei.rooms.reports import actions, came_of_it, figures
from hansei.rooms.reports.models import Report, Snapshot
from hansei.rooms.reports.tests.arranged import count, draft, issue, now
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
MARK = "No outcome shown"


@pytest.fixture
def manager() -> Account:
    return make_account("manager")


@pytest.fixture
def act(manager: Account) -> Act:
    return Act(by=manager, via="web")


def out_for_comment(act: Act, by: Account, **more: object) -> Report:
    found = draft(by, **more)  # type: ignore[arg-type]  # any field of a report
    for code in figures.missing(count(found)):
        actions.explain_figure(act, pk=found.pk, figure=code, text="Δεν μετράται")
    fields: actions.ReportFields = {"findings": "Ω"}
    actions.edit_report(act, pk=found.pk, version=now(found).identity.version, fields=fields)
    actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="commented")
    return now(found)


def test_a_customers_report_is_approved_by_the_team_lead_or_who_acts_for_them(
    act: Act, manager: Account, client: Client
):
    lead, deputy = make_account("manager", "lead@test.example"), make_account("manager", "deputy@test.example")
    governance.give_seat(act, account=lead.pk, role="team_lead")
    found = out_for_comment(act, manager, organisation="Ωμέγα")
    for other in (manager, deputy):
        with pytest.raises(NotAllowed, match="not yours to decide"):
            actions.move_report(Act(by=other, via="web"), pk=found.pk, version=found.identity.version, to="approved")
    assert not Taken.objects.exists() and now(found).state == "commented"
    client.force_login(deputy)
    assert "Reports to approve" not in client.get("/").content.decode()
    day = timedelta(days=1)
    until = timezone.now() + day
    governance.name_deputy(Act(by=lead, via="web"), account=deputy.pk, until=until, matters=["reports"], reason="Away")
    front = client.get("/").content.decode().partition("Reports to approve")[2]
    assert f"</span> · {found.get_kind_display()} · " in front  # two reports of one title differ by it
    actions.move_report(Act(by=deputy, via="web"), pk=found.pk, version=found.identity.version, to="approved")
    taken = Taken.objects.get()
    assert (taken.kind, taken.level, taken.role, taken.by, taken.acting_for) == (
        "report.approve", "moderate", "team_lead", deputy, lead,
    )  # fmt: skip
    assert taken.asked_at < taken.at
    assert list(check.check()) == []


def test_what_was_approved_stays_until_it_is_taken_back(act: Act, manager: Account):
    lead = make_account("manager", "lead@test.example")
    governance.give_seat(act, account=lead.pk, role="team_lead")
    found = out_for_comment(act, manager, organisation="Ωμέγα")
    actions.move_report(Act(by=lead, via="web"), pk=found.pk, version=found.identity.version, to="approved")
    found = now(found)
    fields: actions.ReportFields = {"findings": "Nobody approved this"}
    with pytest.raises(Refusal) as no:
        actions.edit_report(act, pk=found.pk, version=found.identity.version, fields=fields)
    kept = found.reasons.first()
    assert kept is not None
    with pytest.raises(Refusal) as neither:
        actions.explain_figure(act, pk=found.pk, figure=kept.figure, text="Nobody approved this")
    assert no.value.code == neither.value.code == "lifecycle.settled"
    assert (now(found).findings, found.reasons.get(pk=kept.pk).reason.text) == ("Ω", "Δεν μετράται")
    actions.move_report(act, pk=found.pk, version=found.identity.version, to="commented")
    actions.edit_report(act, pk=found.pk, version=now(found).identity.version, fields=fields)
    assert now(found).findings == "Nobody approved this"


def test_a_report_that_stays_in_the_house_is_approved_by_whoever_answers_for_it(act: Act, manager: Account):
    governance.give_seat(act, account=make_account("manager", "lead@test.example").pk, role="team_lead")
    found = out_for_comment(act, manager)
    owner = make_account("manager", "owner@test.example")
    Report.objects.filter(pk=found.pk).update(owner=owner)
    actions.move_report(Act(by=owner, via="web"), pk=found.pk, version=found.identity.version, to="approved")
    assert Taken.objects.get().level == "low"


def test_while_it_waits_for_approval_its_owner_stays(act: Act, manager: Account, client: Client):
    """Else whoever may edit a report that stays in the house makes themselves the one who approves it."""
    other = make_account("manager", "owner@test.example")
    found = out_for_comment(act, manager)
    fields: actions.ReportFields = {"owner": other.pk}
    with pytest.raises(Refusal, match="its owner says who approves it") as no:
        actions.edit_report(act, pk=found.pk, version=found.identity.version, fields=fields)
    assert no.value.code == "report.waits"
    client.force_login(manager)
    page = client.get(f"/reports/{found.pk}/edit/").context["form"]
    assert [name for name, field in page.fields.items() if field.disabled] == ["owner"]
    both: actions.ReportFields = {"owner": manager.pk, "findings": "Ω Ω"}
    assert actions.edit_report(act, pk=found.pk, version=found.identity.version, fields=both) == ["findings"]
    actions.move_report(act, pk=found.pk, version=now(found).identity.version, to="draft")
    assert actions.edit_report(act, pk=found.pk, version=now(found).identity.version, fields=fields) == ["owner"]


def an_outcome(act: Act, found: Report) -> Outcome:
    made = goals.note_outcome(act, fields={"title": "Gates open sooner", "stakeholder": "Stations"})
    links.link(act, record=found.pk, role="brings_about", target=made.identity.key)
    return made


def page_of(client: Client, found: Report) -> str:
    return client.get(f"/reports/{found.pk}/report/").content.decode()


def test_a_measured_outcome_stands_in_the_report_and_is_frozen_with_it(act: Act, manager: Account, client: Client):
    """54 to 38 minutes where 30 were planned: 16 of 24, 67 %. What is counted later does not move it."""
    found = draft(manager)
    outcome = an_outcome(act, found)
    client.force_login(manager)
    count(found)
    assert MARK in page_of(client, found)  # nobody has measured it
    fields = {
        "baseline": 54.0, "current": 38.0, "planned": 30.0, "unit": "min", "method": "Counted by the stations.",
    }  # fmt: skip
    goals.edit_outcome(act, pk=outcome.pk, version=1, fields=fields)  # type: ignore[arg-type]  # one dictionary, read twice
    page = page_of(client, found)
    assert MARK not in page and "Gates open sooner" in page and "38 min" in page and "67" in page
    found = issue(manager, found)
    goals.edit_outcome(act, pk=outcome.pk, version=2, fields={"current": 50.0})
    page = page_of(client, found)
    assert "38 min" in page and "50 min" not in page
    assert "Corrected since" not in page


def test_an_issued_report_says_what_it_said_whatever_the_outcome_is_called_later(
    act: Act, manager: Account, client: Client, settings: LazySettings, tmp_path: Path
):
    """By the numbers of the texts, none of them in what is sealed: so who is erased is erased there too."""
    settings.ERASED_LIST = tmp_path / "erased.jsonl"
    found = draft(manager)
    outcome = an_outcome(act, found)
    measured = {"baseline": 54.0, "current": 38.0, "unit": "min", "method": "Ω", "stakeholder": "Erika Mustermann"}
    goals.edit_outcome(act, pk=outcome.pk, version=1, fields=measured)  # type: ignore[arg-type]  # one dictionary, read twice
    found = issue(manager, found)
    snapshot = Snapshot.objects.get(report=found)
    for text in ("Gates open sooner", "Erika Mustermann", "min"):
        assert text not in json.dumps(snapshot.content["outcomes"])
    changed = {"title": "Written for somebody else", "stakeholder": "Others", "unit": ""}
    goals.edit_outcome(act, pk=outcome.pk, version=2, fields=changed)  # type: ignore[arg-type]  # one dictionary, read twice
    client.force_login(manager)
    page = page_of(client, found)
    assert "Gates open sooner" in page and "Erika Mustermann" in page and "38 min" in page
    assert "Written for somebody else" not in page and "Others" not in page
    jobs.work_once(erase_person(Act(by=make_account("administrator"), via="web"), texts=["Erika Mustermann"]))
    page = page_of(client, found)
    assert "Gates open sooner" in page and "Mustermann" not in page
    snapshot.refresh_from_db()
    assert snapshot.is_intact


def test_a_report_issued_before_texts_were_kept_is_still_read(act: Act, manager: Account):
    """Its rows have the unit among the figures, and a baseline may be missing."""
    outcome = an_outcome(act, draft(manager))
    rows = [[outcome.pk, 54.0, 38.0, None, "min", 0.67], [outcome.pk, None, 38.0, 30.0, "", None]]
    (table,) = came_of_it.outcomes({"outcomes": {"tables": [{"code": "outcomes", "rows": rows}]}})
    said = [[getattr(cell, "text", cell) for cell in row] for row in table.rows]
    assert [row[:2] for row in said] == [["Gates open sooner", "Stations"]] * 2
    assert [row[3] for row in said] == ["38 min", "38"]


def test_words_that_were_taken_away_before_are_not_issued(act: Act, manager: Account, client: Client):
    found = draft(manager)
    outcome = an_outcome(act, found)
    measured = {"baseline": 54.0, "current": 38.0, "unit": "min", "method": "Ω"}
    goals.edit_outcome(act, pk=outcome.pk, version=1, fields=measured)  # type: ignore[arg-type]  # one dictionary, read twice
    goals.edit_outcome(act, pk=outcome.pk, version=2, fields={"unit": ""})
    client.force_login(manager)
    page = page_of(client, issue(manager, found))
    assert "38" in page and "38 min" not in page


def test_a_report_issued_without_an_outcome_says_so_whatever_comes_later(act: Act, manager: Account, client: Client):
    found = issue(manager, draft(manager))
    outcome = an_outcome(act, found)
    goals.edit_outcome(
        act, pk=outcome.pk, version=1, fields={"baseline": 5.0, "current": 4.0, "planned": 1.0, "method": "Ω"}
    )
    client.force_login(manager)
    assert MARK in page_of(client, found)


def test_a_decision_of_the_log_stands_there_once_it_is_taken(act: Act, manager: Account, client: Client):
    found = issue(manager, draft(manager))
    fields: governance.DecisionFields = {
        "title": "A second gateway?",
        "options": "Yes\nNo",
        "without": "Ω",
        "level": "low",
    }
    decision = governance.open_decision(act, fields=fields)
    links.link(act, record=decision.pk, role="relates_to", target=found.identity.key)
    client.force_login(manager)
    assert "A second gateway?" not in page_of(client, found).partition("Decisions taken")[2]
    governance.move_decision(act, pk=decision.pk, version=1, to="asked")
    governance.decide(act, pk=decision.pk, version=2, chosen="Yes", reason="It pays.", check_on=date(2125, 1, 1))
    assert "A second gateway?: Yes" in page_of(client, found).partition("Decisions taken")[2]
