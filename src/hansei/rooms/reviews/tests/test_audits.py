"""Audits: nobody audits their own work, a finding is followed up until somebody else has verified it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.checklist import actions as checklists
from hansei.blocks.checklist import queries as tasks
from hansei.kernel import check
from hansei.kernel.actions import ACTIONS
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, ObjectLink, Revision, Role
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance.models import Deputy
from hansei.rooms.governance.tests.deputies import name as name_deputy
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, audited, clauses, independence, queries
from hansei.rooms.reviews.models import AreaPerson, Audit, AuditArea, AuditFinding, AuditMember
from hansei.rooms.reviews.tests.arranged import FIRST, LAST, draft, figures
from hansei.rooms.reviews.tests.audited_world import (
    a_capa,
    an_area,
    answer,
    by,
    close_capa,
    move,
    planned,
    reported,
    version,
    write,
)
from tests.accounts import PASSWORD, make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(manager: Account) -> Account:
    """The manager leads audits of others' work."""
    return manager


@pytest.fixture
def auditee() -> Account:
    return make_account("agent", "auditee@test.example")


@pytest.fixture
def area(lead: Account, auditee: Account) -> AuditArea:
    return an_area(by(lead), auditee)


@pytest.fixture
def running(lead: Account, area: AuditArea) -> Audit:
    return move(by(lead), planned(by(lead), area, lead), "running")


def now(found: AuditFinding) -> AuditFinding:
    return AuditFinding.objects.select_related("identity").get(pk=found.pk)


def refused(code: str, run: Any, *given: Any, **more: Any) -> Refusal:
    """The action is refused with this code, and nothing at all was recorded."""
    before = EventRow.objects.count()
    with pytest.raises(Refusal) as said:
        run(*given, **more)
    assert (said.value.code, EventRow.objects.count()) == (code, before)
    return said.value


def test_an_auditor_of_the_own_area_is_refused(lead: Account, auditee: Account, area: AuditArea):
    """Who answers for it, who works there or did so lately, who decides about its service: none audits it."""
    other = make_account("administrator")
    told = refused("audit.own_area", planned, by(lead), area, auditee)
    assert "lead" in told.details["fields"]  # type: ignore[operator]  # a dict of sentences
    person = actions.name_area_person(by(lead), area=area.pk, account=other.pk)
    refused("audit.own_area", planned, by(lead), area, other)
    actions.release_area_person(by(lead), area=area.pk, person=person)
    refused("audit.own_area", planned, by(lead), area, other)
    today = timezone.localdate()
    AreaPerson.objects.filter(pk=person).update(since=today - timedelta(800), until=today - timedelta(365))
    assert planned(by(lead), area, other).lead == other
    actions.edit_area(by(lead), pk=area.pk, version=version(area.pk), fields={"service": "Ταχυδρομείο"})
    governance.give_seat(by(other), account=other.pk, role="service_owner", service="ΤΑΧΥΔΡΟΜΕΊΟ")
    refused("audit.own_area", planned, by(lead), AuditArea.objects.get(pk=area.pk), other)
    assert list(check.check()) == []


@pytest.mark.parametrize("is_deputy", [True, False])
def test_who_acted_for_somebody_of_the_area_does_not_audit_it_either(
    lead: Account, auditee: Account, area: AuditArea, is_deputy: bool
):
    other = make_account("manager", "other@test.example")
    assert independence.why_not(area, other) is None
    pair = (auditee, other) if is_deputy else (other, auditee)
    ago, now = timezone.now() - timedelta(days=20), timezone.now()
    reason = Revision.objects.create(field="reason", text="Отпуск", at=now)
    Deputy.objects.create(
        principal=pair[0], account=pair[1], matters=["papers"], since=ago, until=ago + timedelta(days=9), reason=reason
    )
    told = refused("audit.own_area", planned, by(lead), area, other)
    assert "acted for" in str(told)
    Deputy.objects.update(since=timezone.now() - timedelta(days=500), until=timezone.now() - timedelta(days=400))
    assert independence.why_not(area, other) is None


def test_who_comes_into_the_area_meanwhile_neither_begins_nor_reports(lead: Account, area: AuditArea):
    found = planned(by(lead), area, lead)
    actions.name_area_person(by(lead), area=area.pk, account=lead.pk)
    told = refused("lifecycle.guarded", move, by(lead), found, "running")
    assert "Nobody audits their own work." in told.message


def test_a_second_auditor_is_independent_and_has_the_right(lead: Account, auditee: Account, area: AuditArea):
    found, admin = planned(by(lead), area, lead), make_account("administrator")
    name = actions.name_auditor
    refused("audit.own_area", name, by(lead), audit=found.pk, account=auditee.pk)
    nobody = Account.objects.create_user("nobody@test.example", PASSWORD, name="Nobody")
    refused("audit.no_right", name, by(lead), audit=found.pk, account=nobody.pk)
    assert [name(by(lead), audit=found.pk, account=admin.pk) for _ in range(2)] == [True, False]
    assert name(by(lead), audit=found.pk, account=lead.pk) is False
    assert actions.release_auditor(by(lead), audit=found.pk, account=admin.pk) is True
    assert not AuditMember.objects.exists()
    refused("account.may_not_see", planned, by(lead), area, nobody)


def test_it_begins_only_with_lead_scope_criteria_and_checklists(lead: Account, area: AuditArea):
    found = planned(by(lead), area, lead, lists="", scope="", planned_on=None)
    told = refused("lifecycle.guarded", move, by(lead), found, "running")
    assert len(told.details["missing"]) == 3  # type: ignore[arg-type]  # a list of sentences
    refused("audit.no_clause", actions.choose_clauses, by(lead), pk=found.pk, version=version(found.pk), names=["11"])


def test_only_the_auditors_answer_the_questions_and_only_while_it_runs(lead: Account, auditee: Account, running: Audit):
    """The auditee may work on audits elsewhere; here they may not answer, add, or give a task away."""
    refused("checklist.others_decide", answer, by(auditee), running, "10.1")
    task = tasks.missing(running.pk, "audit.10")[0]
    given: dict[str, Any] = {"record": running.pk, "task": task.pk, "version": task.version}
    refused("checklist.others_decide", checklists.give, by(auditee), **given, person=auditee.pk)
    refused("checklist.others_decide", checklists.add, by(auditee), record=running.pk, checklist="audit.10", text="Ω")
    refused("checklist.no_answer", answer, by(lead), running, "10.1", note="")
    reported(by(lead), running)
    refused("checklist.others_decide", answer, by(lead), running, "10.2", "failed")


def test_the_report_waits_for_answers_findings_and_a_conclusion(lead: Account, running: Audit):
    told = refused("lifecycle.guarded", move, by(lead), running, "reported")
    assert "2 questions are still without an answer." in told.message
    answer(by(lead), running, "10.1", "failed")
    answer(by(lead), running, "10.2")
    told = refused("lifecycle.guarded", move, by(lead), running, "reported")
    assert "Write a finding for what does not conform: 10.1." in told.message
    made = write(by(lead), running)
    withdraw = {"pk": made.pk, "version": version(made.pk), "reason": "Ω"}
    actions.withdraw_finding(by(lead), **withdraw)
    assert "10.1" in refused("lifecycle.guarded", move, by(lead), running, "reported").message
    write(by(lead), running)
    told = refused("lifecycle.guarded", move, by(lead), running, "reported")
    assert told.message == "Write the conclusion of the audit."
    actions.edit_audit(by(lead), pk=running.pk, version=version(running.pk), fields={"summary": "Ψ"})
    assert move(by(lead), running, "reported").reported_on == timezone.localdate()
    refused("audit_finding.not_running", write, by(lead), running)
    assert list(check.check()) == []


def test_a_question_of_ones_own_counts_for_its_list(lead: Account, running: Audit):
    task = checklists.add(by(lead), record=running.pk, checklist="audit.10", text="Ω;")
    checklists.settle(by(lead), record=running.pk, task=task, version=1, state="failed", note="Ψ")
    assert (independence.is_auditor(running, lead), tasks.missing(running.pk, "audit.10")[-1].code) == (True, "10.2")
    from hansei.rooms.reviews import guards

    assert guards.unmet(running) == ["10"]
    assert not guards.has_finding(running, "10")
    write(by(lead), running, clause="10.2")
    assert guards.has_finding(running, "10")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"evidence": " "}, "audit_finding.no_evidence"),
        ({"clause": ""}, "audit_finding.no_clause"),
        ({"clause": "99.1"}, "record.invalid"),
        ({"grade": "big"}, "record.invalid"),
        ({"audit": 0}, "audit_finding.no_audit"),
    ],
)
def test_a_finding_has_evidence_and_a_nonconformity_its_clause(lead: Account, running: Audit, fields: Any, code: str):
    refused(code, write, by(lead), running, **fields)


def test_only_an_auditor_writes_or_changes_findings(lead: Account, auditee: Account, running: Audit):
    refused("audit.not_auditor", write, by(auditee), running)
    made = write(by(lead), running, grade="observation", clause="")
    assert (made.owner, made.due_on) == (auditee, timezone.localdate() + timedelta(days=30))
    edit = {"pk": made.pk, "version": version(made.pk)}
    refused("audit.not_auditor", actions.edit_finding, by(auditee), **edit, fields={"title": "Ω"})
    refused("lifecycle.others_decide", actions.withdraw_finding, by(auditee), **edit, reason="Ω")
    refused("audit_finding.words", actions.move_finding, by(lead), **edit, to="closed")
    reported(by(lead), running)
    refused("audit_finding.reported", actions.edit_finding, by(lead), **edit, fields={"title": "Ω"})
    assert actions.edit_finding(by(lead), **edit, fields={"due_on": date(2125, 1, 1)}) == ["due_on"]


def test_a_finding_opens_its_capa_once(lead: Account, auditee: Account, running: Audit):
    """The case takes over evidence, owner, day and place; the finding's page leads to it."""
    finding = reported(by(lead), running)
    capa = a_capa(by(auditee), finding)
    assert (capa.trigger, capa.trigger_key, capa.description) == ("audit", finding.identity.key, "Θήτα")
    assert (capa.owner, capa.due_on, capa.service) == (auditee, finding.due_on, "Διανομή")
    refused("audit_finding.has_capa", a_capa, by(lead), finding)
    assert [each.pk for each in independence.capas(finding)] == [capa.pk]


def test_a_finding_closes_when_somebody_else_verified_it(lead: Account, auditee: Account, running: Audit):
    finding = reported(by(lead), running)
    say = {"pk": finding.pk, "answer": "Ω"}
    told = refused("lifecycle.guarded", actions.answer_finding, by(auditee), version=version(finding.pk), **say)
    assert "CAPA" in told.message
    capa = a_capa(by(auditee), finding)
    refused("audit_finding.not_owner", actions.answer_finding, by(lead), version=version(finding.pk), **say)
    actions.answer_finding(by(auditee), version=version(finding.pk), **say)
    look: dict[str, Any] = {"pk": finding.pk, "outcome": "works", "verification": "Είδα"}
    refused("audit_finding.own_work", actions.verify_finding, by(auditee), version=version(finding.pk), **look)
    told = refused("lifecycle.guarded", actions.verify_finding, by(lead), version=version(finding.pk), **look)
    assert told.message == f"{capa.identity.key} must be closed first."
    close_capa(by(auditee), capa)
    actions.verify_finding(by(lead), version=version(finding.pk), **{**look, "outcome": "not_yet"})
    assert (now(finding).state, now(finding).verification) == ("open", "Είδα")
    actions.answer_finding(by(auditee), version=version(finding.pk), **{**say, "answer": "Ψ"})
    refused("lifecycle.guarded", move, by(lead), running, "closed")
    actions.verify_finding(by(lead), version=version(finding.pk), **look)
    assert (now(finding).state, now(finding).verified_by) == ("closed", lead)
    assert now(finding).closed_on == timezone.localdate()
    assert move(by(lead), running, "closed").state == "closed"
    assert list(check.check()) == []


def test_who_corrected_it_or_works_there_does_not_verify(lead: Account, auditee: Account, running: Audit):
    """The case was handed to the manager: the manager no longer verifies, nor does whoever moved into the area."""
    finding, admin = reported(by(lead), running), make_account("administrator")
    capa = a_capa(by(auditee), finding)
    actions.answer_finding(by(auditee), pk=finding.pk, version=version(finding.pk), answer="Ω")
    hand_capa(auditee, capa, lead)
    assert independence.not_somebody_else(finding, lead) is not None
    assert independence.not_somebody_else(finding, admin) is None
    actions.name_area_person(by(lead), area=running.area_id, account=admin.pk)
    assert independence.not_somebody_else(finding, admin) is not None


def hand_capa(by_whom: Account, capa: Any, to: Account) -> None:
    ACTIONS["capa.edit"].run(by(by_whom), pk=capa.pk, version=version(capa.pk), fields={"owner": to.pk})


@pytest.mark.parametrize("how", ["handed over", "handed over and unlinked"])
def test_who_corrected_it_does_not_verify_after_handing_the_case_over(
    lead: Account, auditee: Account, running: Audit, how: str
):
    finding, worker = reported(by(lead), running), make_account("agent", "worker@test.example")
    capa = a_capa(by(auditee), finding)
    hand_capa(auditee, capa, worker)
    close_capa(by(worker), capa, until="verified")
    hand_capa(worker, capa, auditee)
    if how != "handed over":
        tie = ObjectLink.objects.get(object=capa.pk, target=finding.pk)
        ACTIONS["record.unlink"].run(by(worker), record=capa.pk, link=tie.pk)
    assert independence.not_somebody_else(finding, worker) is not None
    assert independence.not_somebody_else(finding, make_account("agent", "other@test.example")) is None


def test_who_owned_or_answered_it_first_does_not_verify(lead: Account, auditee: Account, running: Audit):
    """Sent back once, it is given to another owner: the first one answered it, so does not verify the second answer."""
    first, second = make_account("agent", "first@test.example"), make_account("agent", "second@test.example")
    finding = reported(by(lead), running, owner=first.pk)
    capa = a_capa(by(auditee), finding)
    actions.answer_finding(by(first), pk=finding.pk, version=version(finding.pk), answer="Ω")
    look: dict[str, Any] = {"pk": finding.pk, "verification": "Είδα"}
    actions.verify_finding(by(lead), version=version(finding.pk), outcome="not_yet", **look)
    actions.edit_finding(by(lead), pk=finding.pk, version=version(finding.pk), fields={"owner": second.pk})
    hand_capa(first, capa, second)
    close_capa(by(auditee), capa)
    actions.answer_finding(by(second), pk=finding.pk, version=version(finding.pk), answer="Ψ")
    again = {"version": version(finding.pk), "outcome": "works", **look}
    refused("audit_finding.own_work", actions.verify_finding, by(first), **again)
    actions.verify_finding(by(lead), **again)
    assert (now(finding).state, list(check.check())) == ("closed", [])


@pytest.mark.parametrize("is_deputy", [True, False])
def test_who_acted_for_its_owner_or_they_for_them_does_not_verify(
    lead: Account, auditee: Account, running: Audit, is_deputy: bool
):
    owner, other = make_account("agent", "owner@test.example"), make_account("agent", "other@test.example")
    finding = reported(by(lead), running, owner=owner.pk)
    assert independence.not_somebody_else(finding, other) is None
    name_deputy(*((owner, other) if is_deputy else (other, owner)))
    assert independence.not_somebody_else(finding, other) is not None


def test_closed_on_time_counts_what_was_due_and_not_what_was_withdrawn():
    """Closed on the day, closed late, still open and overdue, still open in time, withdrawn: 1 of 3."""
    today = date(2026, 9, 1)
    rows = [
        AuditFinding(state="closed", due_on=today, closed_on=today),
        AuditFinding(state="closed", due_on=today - timedelta(9), closed_on=today),
        AuditFinding(state="open", due_on=today - timedelta(1)),
        AuditFinding(state="open", due_on=today),
        AuditFinding(state="withdrawn", due_on=today - timedelta(9)),
    ]
    found = audited.closed_on_time(rows, today)
    assert (found.count, found.n) == (1, 3)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 9, 1), -36, date(2023, 9, 1)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, later: date):
    assert audited.months_after(day, months) == later


def test_the_programme_says_when_an_area_is_due_and_that_nothing_is_planned(lead: Account, running: Audit):
    other = an_area(by(lead), title="Δέλτα", every_months=1)
    AuditArea.objects.filter(pk=other.pk).update(created_at=timezone.now() - timedelta(days=60))
    late, coming = audited.programme(lead)
    assert (late.area.pk, late.is_late, late.is_uncovered) == (other.pk, True, True)
    assert (coming.area.pk, coming.last, coming.next, coming.is_late) == (running.area_id, None, running, False)
    reported(by(lead), running)
    after = next(each for each in audited.programme(lead) if each.area.pk == running.area_id)
    assert (after.last, after.next) == (running, None)
    assert after.due_on == audited.months_after(timezone.localdate(), 12)


def test_a_clause_is_covered_by_an_answer_not_by_a_plan(lead: Account, running: Audit):
    """Planned before the report; after it covered. A question that was not needed covers nothing."""
    by_code = {each.code: each for each in audited.coverage(lead)}
    assert (by_code["10.1"].standing, by_code["9.1"].standing) == ("planned", "never")
    answer(by(lead), running, "10.1", "failed")
    answer(by(lead), running, "10.2", "not_needed")
    write(by(lead), running)
    actions.edit_audit(by(lead), pk=running.pk, version=version(running.pk), fields={"summary": "Ψ"})
    move(by(lead), running, "reported")
    by_code = {each.code: each for each in audited.coverage(lead)}
    assert (by_code["10.1"].last, by_code["10.1"].nonconformities) == (running, 1)
    assert (by_code["10.2"].standing, len(by_code)) == ("never", 36)
    assert len(clauses.PARTS) == 29


def test_findings_stand_in_the_management_reviews_pack(lead: Account, march: DataSet, running: Audit):
    """As on the period's last day: reported on 10 March, due on 20 March, nothing closed by the 31st."""
    pack = draft(lead, march, "management")
    assert "audit_open" not in figures(queries.figures_now(lead, pack), "conformity")
    first = reported(by(lead), running, due_on=date(2025, 3, 20))
    hidden = move(by(lead), planned(by(lead), running.area, lead), "running")
    reported(by(lead), hidden, is_confidential=True, owner=lead.pk, due_on=date(2025, 3, 20))
    Audit.objects.update(reported_on=date(2025, 3, 10))
    told = figures(queries.figures_now(lead, pack), "conformity")
    assert {code: value for code, (value, _n) in told.items() if code.startswith("audit")} == {
        "audits_reported": 2,
        "audit_nonconformity": 1,
        "audit_observation": 0,
        "audit_open": 1,
        "audit_overdue": 1,
        "audit_on_time": 0.0,
    }
    tables = {each["code"]: each["rows"] for each in queries.figures_now(lead, pack)["conformity"]["tables"]}
    assert tables["audited_areas"] == [["Διανομή", 1, 0, 1]]
    AuditFinding.objects.filter(pk=first.pk).update(state="closed", closed_on=date(2025, 3, 20))
    told = figures(queries.figures_now(lead, pack), "conformity")
    assert (told["audit_open"], told["audit_on_time"]) == ((0, None), (1.0, 1))


def test_the_management_review_has_eight_points_and_an_empty_one_asks_for_a_reason(lead: Account, march: DataSet):
    pack = draft(lead, march, "management")
    assert len(queries.agenda(pack)) == 8
    assert (pack.first, pack.last) == (FIRST, LAST)
    empty = queries.unexplained(pack, queries.figures_now(lead, pack))
    assert {"surroundings", "resources", "suppliers"} <= set(empty)
    with pytest.raises(Refusal) as said:
        actions.freeze_pack(by(lead), pack=pack.pk)
    assert said.value.code == "pack.empty_sections"


def test_a_confidential_finding_is_seen_by_owner_and_who_may_see_such(
    lead: Account, auditee: Account, running: Audit, client: Client
):
    """An agent may not see confidential records; they see their own only as the person whose it is."""
    refused("audit_finding.unseen", write, by(lead), running, is_confidential=True)
    auditee.person = Identity.objects.create(kind="person", key="Ω")
    auditee.save()
    finding = write(by(lead), running, is_confidential=True)
    other = make_account("agent", "other@test.example")
    assert list(audited.findings(auditee)) == list(audited.findings(lead)) == [finding]
    assert list(audited.findings(other)) == []
    client.force_login(other)
    assert client.get(f"/audits/findings/{finding.pk}/").status_code == 404
    for address in (f"/audits/records/{running.pk}/", f"/audits/{running.pk}/report/", "/audits/findings/", "/"):
        assert "Σίγμα" not in client.get(address).content.decode(), address
    client.force_login(auditee)
    assert "Σίγμα" in client.get(f"/audits/records/{running.pk}/").content.decode()
    assert list(queries.open_audit_findings(None)) == []
    capa = a_capa(by(auditee), finding)
    assert (capa.identity.is_confidential, capa.identity.requester_id) == (True, auditee.person_id)
    told = {"pk": finding.pk, "version": version(finding.pk), "fields": {"is_confidential": False}}
    refused("audit_finding.told", actions.edit_finding, by(lead), **told)


def test_nothing_of_an_audit_is_seen_in_another_organisation(lead: Account, running: Audit, client: Client):
    finding = write(by(lead), running)
    here, there = (Identity.objects.create(kind="organisation", key=key) for key in ("here", "there"))
    Identity.objects.filter(pk__in=[running.pk, running.area_id, finding.pk]).update(organisation=here)
    role = Role.objects.create(key="audits", rights=["audit.see", "audit.work", "improvement.see", "improvement.work"])
    readers = []
    for place in (here, there):
        account = Account.objects.create_user(f"{place.key}@test.example", PASSWORD, name=place.key)
        since = timezone.now() - timedelta(days=1)
        Grant.objects.create(account=account, role=role, scope="organisation", scope_object=place, since=since)
        readers.append(account)
    inside, outside = readers
    assert (list(audited.audits(inside)), list(audited.audits(outside))) == ([running], [])
    assert (len(audited.programme(inside)), len(audited.programme(outside))) == (1, 0)
    assert {each.standing for each in audited.coverage(outside)} == {"never"}
    assert audited.waiting(outside) == []
    with pytest.raises(NotFound):
        a_capa(by(outside), finding)
    client.force_login(outside)
    for address in (
        f"/audits/records/{running.pk}/",
        f"/audits/{running.pk}/report/",
        f"/audits/{running.pk}/report/?document=pdf",
        f"/audits/findings/{finding.pk}/answer/",
        f"/audits/areas/{running.area_id}/",
    ):
        assert client.get(address).status_code == 404, address
    again = move(by(lead), planned(by(lead), AuditArea.objects.get(pk=running.area_id), lead), "running")
    assert again.identity.organisation_id == here.pk
    assert write(by(lead), again).identity.organisation_id == here.pk


def test_an_auditor_by_built_in_role_audits_and_does_nothing_else(area: AuditArea, lead: Account):
    auditor = make_account("auditor")
    found = move(by(auditor), planned(by(auditor), area, auditor), "running")
    reported(by(auditor), found)
    with pytest.raises(NotAllowed):
        governance.open_risk(by(auditor), fields={"title": "Ω"})
    with pytest.raises(NotAllowed):
        a_capa(by(auditor), AuditFinding.objects.get())


def test_what_waits_stands_on_the_first_page_and_late_says_so(
    lead: Account, auditee: Account, running: Audit, client: Client
):
    finding = reported(by(lead), running, due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(auditee)
    page = client.get("/").content.decode()
    assert "Answer this finding" in page
    assert "late" in page
    assert [each.why for each in audited.waiting(lead)] == ["overdue"]
    a_capa(by(auditee), finding)
    actions.answer_finding(by(auditee), pk=finding.pk, version=version(finding.pk), answer="Ω")
    assert [each.why for each in audited.waiting(lead)] == ["verify"]
    assert audited.waiting(auditee) == []
    told = audited.figures(lead)
    assert (told.open, told.overdue, told.on_time.value) == (1, 1, 0.0)


def test_of_two_who_answer_the_same_question_the_second_keeps_their_words(
    lead: Account, running: Audit, client: Client
):
    """They read both answers beside each other, and may save theirs over it, knowing it."""
    task = tasks.missing(running.pk, "audit.10")[0]
    answer(by(lead), running, task.code, note="Πρώτος")
    client.force_login(lead)
    form = {"task": task.pk, "version": task.version, "checklist": "audit.10", "do": "failed", "note": "Δεύτερος"}
    shown = client.post(f"/checklists/on/{running.pk}/", form)
    page = shown.content.decode()
    assert (shown.status_code, "Πρώτος" in page, "Δεύτερος" in page) == (412, True, True)
    again = client.post(f"/checklists/on/{running.pk}/", {**form, "version": task.version + 1})
    assert again.status_code == 302
    stands = tasks.tasks_of(running.pk, "audit.10")[0]
    assert stands.note is not None
    assert (stands.state, stands.note.text) == ("failed", "Δεύτερος")


def test_a_page_offers_only_what_is_the_readers_to_do(lead: Account, auditee: Account, running: Audit, client: Client):
    """The lead reads who answers; the owner finds the way to the form. Answered, it is the other way round."""
    finding = reported(by(lead), running)
    a_capa(by(auditee), finding)
    address = f"/audits/findings/{finding.pk}/"

    def offered(who: Account) -> list[str]:
        client.force_login(who)
        page = client.get(address).content.decode()
        return [way for way in ("answer", "verify") if f'href="{address}{way}/"' in page]

    assert (offered(lead), offered(auditee)) == ([], ["answer"])
    actions.answer_finding(by(auditee), pk=finding.pk, version=version(finding.pk), answer="Ω")
    assert (offered(lead), offered(auditee)) == (["verify"], [])


def test_the_plan_stays_once_the_audit_has_begun(lead: Account, auditee: Account, running: Audit):
    edit = {"pk": running.pk, "version": version(running.pk)}
    refused("audit.begun", actions.edit_audit, by(lead), **edit, fields={"criteria": "Ψ"})
    refused("audit.not_auditor", actions.edit_audit, by(auditee), **edit, fields={"summary": "Ψ"})
    refused("audit.begun", actions.choose_clauses, by(lead), **edit, names=["4"])
    with pytest.raises(Outdated):
        actions.edit_audit(by(lead), pk=running.pk, version=1, fields={"summary": "Ψ"})
    refused("lifecycle.no_way", actions.withdraw_audit, by(lead), **edit, reason="Ω")


@pytest.mark.parametrize("language", ["ru", "zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_report_comes_on_paper_in_four_languages(
    lead: Account, running: Audit, client: Client, form: str, language: str
):
    reported(by(lead), running)
    client.force_login(lead)
    file = client.get(f"/audits/{running.pk}/report/?document={form}&language={language}")
    begins = {"pdf": b"%PDF", "docx": b"PK"}[form]
    assert (file.status_code, b"".join(file)[: len(begins)]) == (200, begins)


def test_the_pages_speak_no_bare_english(pseudo: None, lead: Account, running: Audit, client: Client):
    finding = write(by(lead), running)
    Account.objects.update(name="Ωμέγα")
    client.force_login(lead)
    for address in (
        "/audits/",
        f"/audits/records/{running.pk}/",
        f"/audits/areas/{running.area_id}/",
        f"/audits/findings/{finding.pk}/",
        f"/audits/findings/{finding.pk}/verify/",
        f"/audits/{running.pk}/report/",
    ):
        said = bare_words(client.get(address).content.decode())
        assert [each for each in said if not each.startswith(("AUD-", "AF-", "AREA-"))] == [], address


def test_forms_of_the_pages_do_what_they_say(lead: Account, auditee: Account, area: AuditArea, client: Client):
    """Choose checklists, name an auditor, put somebody into the area; a day that is none is refused."""
    found, admin = planned(by(lead), area, lead, lists=""), make_account("administrator")
    client.force_login(lead)
    assert client.post(f"/audits/{found.pk}/clauses/", {"clause": ["10", "4"], "version": found.identity.version})
    assert Audit.objects.get(pk=found.pk).clauses == "4 10"
    client.post(f"/audits/{found.pk}/auditors/", {"account": admin.pk, "do": "name"})
    assert [each.account for each in found.members.all()] == [admin]
    client.post(f"/audits/{found.pk}/auditors/", {"account": admin.pk, "do": "release"})
    assert not found.members.exists()
    people = f"/audits/areas/{area.pk}/people/"
    assert client.post(people, {"account": admin.pk, "since": "2025-13-45"}).status_code == 409
    client.post(people, {"account": admin.pk, "since": "2025-01-02"})
    row = AreaPerson.objects.get()
    assert (row.account, row.since) == (admin, date(2025, 1, 2))
    client.post(people, {"person": row.pk, "do": "release"})
    assert AreaPerson.objects.get().until == timezone.localdate()
    client.post(f"/audits/{found.pk}/withdraw/", {"reason": "Ω", "version": version(found.pk)})
    assert Audit.objects.get(pk=found.pk).state == "withdrawn"
