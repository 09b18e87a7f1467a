"""Erasing a person reaches what reviews and improvements froze, said and printed; figures stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.invitations import POST
from hansei.blocks.meeting.models import MeetingMail, SignedMinutes
from hansei.blocks.meeting.queries import mark_of
from hansei.kernel import check, erasure, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.models import Account, Job
from hansei.kernel.tests.settling import settle
from hansei.rooms.governance import actions as governance
from hansei.rooms.improvement import actions as improvements
from hansei.rooms.improvement.actions import papers
from hansei.rooms.improvement.models import Baseline, Frozen, Plan
from hansei.rooms.improvement.tests.histories import BEFORE, CHANGED_ON, a_data_set
from hansei.rooms.mining.tests.test_erasure import database_bytes, holds_name
from hansei.rooms.reviews import actions as reviews
from hansei.rooms.reviews.models import EmptySection, Pack
from hansei.rooms.reviews.seal import is_intact
from hansei.rooms.reviews.tests.arranged import MARCH, case, data_set, freeze
from tests.accounts import make_account

NAME = "Ulrike Zwergner"


@pytest.fixture
def person(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Account]:
    settings.PARQUET_ROOT, settings.ERASED_LIST = tmp_path / "parquet", tmp_path / "erased.jsonl"
    cache.clear()
    found = make_account("manager", "u.zwergner@example.org")
    Account.objects.filter(pk=found.pk).update(name=NAME)
    found.refresh_from_db()
    yield found
    triggers.lift()


def a_review(by: Account) -> Pack:
    """A frozen pack that names the person in a comment, a reason, an action, as its owner, and in its figures."""
    text = MARCH + case("9", "2025-03-06 08:00", "2025-03-06 09:00", about=f"1,{NAME}")
    text += case("10", "2025-03-07 08:00", "2025-03-07 09:00", about=f"1,{NAME}")
    source, act = data_set(text), Act(by=by, via="web")
    first, last = date(2025, 3, 1), date(2025, 3, 31)
    pk = reviews.draft_pack(act, source=source.pk, kind="customer", first=first, last=last)
    reviews.write_comment(act, pack=pk, section="needs", text=f"Ask {NAME}.")
    reviews.explain_empty(act, pack=pk, section="goals", reason=f"{NAME} is away", initials="UZ")
    reviews.agree_action(act, pack=pk, text=f"Stand in for {NAME}", owner=by.pk, due=date(2125, 4, 10))
    return freeze(by, Pack.objects.get(pk=pk))


def test_no_frozen_thing_keeps_the_name_and_every_figure_stays(person: Account, client: Client) -> None:
    pack = a_review(person)
    assert NAME in str(pack.content)
    found = improvements.from_finding(
        Act(by=person, via="web"),
        title=f"Fewer calls to {NAME}",
        source=a_data_set(BEFORE),
        finding="7f3a",
        where={"category": [NAME, "payroll"]},
        owner=person.pk,
        target_percent=50,
        intervention_on=CHANGED_ON,
    )
    plan = a_plan(person, found.pk)
    act, deputy = Act(by=person, via="web"), make_account("manager", "deputy@test.example")
    week = act.at + timedelta(days=7)
    governance.name_deputy(act, account=deputy.pk, until=week, matters=["checks"], reason=f"{NAME} is away")
    baseline = Baseline.objects.get()
    assert NAME in baseline.measure
    weeks, figures = baseline.weeks, pack.content["scope"]["figures"]
    asked = erasure.erase_person(Act(None, "cli"), account=person.pk)
    while jobs.work_once():
        pass
    assert Job.objects.get(pk=asked).state == Job.State.DONE
    settle()
    assert not holds_name(database_bytes())
    assert not EmptySection.objects.exclude(initials="").filter(by=person).exists()
    baseline.refresh_from_db()
    pack.refresh_from_db()
    assert (baseline.weeks, pack.content["scope"]["figures"]) == (weeks, figures)
    assert baseline.is_intact
    assert baseline.measure == baseline.improvement.measure
    assert is_intact(pack)
    frozen = Plan.objects.get(pk=plan).frozen
    assert frozen is not None and frozen.is_intact and "erased-1" in str(frozen.content)
    assert triggers.missing() == []
    assert list(check.check()) == []
    client.force_login(make_account("administrator"))
    printed = client.get(f"/reviews/{pack.pk}/?document=pdf")
    assert not holds_name(printed.content)
    assert not holds_name(said_in(printed.content).encode())
    assert "erased-1" in said_in(printed.content)
    assert not holds_name(client.get(f"/reviews/{pack.pk}/").content)


def test_the_name_goes_from_every_issue_of_signed_minutes(person: Account, client: Client) -> None:
    """Signed minutes name the person as guest, author, owner, in a note and in the title; issue 2 drops the note."""
    act = Act(by=person, via="web")
    fields: reviews.ReviewFields = {"title": f"Calls of {NAME}", "kind": "event", "planned_on": date(2125, 1, 15)}
    found = reviews.call_review(act, fields=fields)
    meetings.add_participant(act, record=found.pk, side="customer", name="Ωμέγα", email="o@omega.example")
    meetings.add_participant(act, record=found.pk, side="customer", name=NAME)
    reviews.begin(act, pk=found.pk)
    note = meetings.write_paragraph(act, record=found.pk, text=f"{NAME} called twice.")
    meetings.write_paragraph(Act(by=make_account("administrator"), via="web"), record=found.pk, text="All is well.")
    meetings.agree(act, record=found.pk, text=f"Call {NAME}", owner=person.pk, due=date(2125, 2, 1))
    reviews.hold(act, pk=found.pk)
    meetings.sign_minutes(act, record=found.pk, seen=mark_of(found.pk))
    meetings.send_minutes(act, record=found.pk, issue=1)
    meetings.withdraw_paragraph(act, record=found.pk, paragraph=note, seen=1)
    meetings.sign_minutes(act, record=found.pk, seen=mark_of(found.pk))
    meetings.send_minutes(act, record=found.pk, issue=2)
    links = [f"/reviews/read/{POST.token(each)}/" for each in MeetingMail.objects.filter(email="o@omega.example")]
    pages = [client.get(each).content for each in links]
    assert [page.decode().count(NAME) > 4 for page in pages] == [True, True]
    kept = [(each.issue, each.seal) for each in SignedMinutes.objects.all()]
    erasure.erase_person(Act(None, "cli"), account=person.pk)
    while jobs.work_once():
        pass
    settle()
    assert not holds_name(database_bytes())
    pages = [client.get(each).content for each in links]
    assert not any(holds_name(page) for page in pages)
    assert all("erased-1" in page.decode() and "All is well." in page.decode() for page in pages)
    assert [(each.issue, each.seal) for each in SignedMinutes.objects.all()] == kept


def a_plan(by: Account, improvement: int) -> int:
    """An approved plan whose frozen words and facts name the person."""
    fields: papers.PlanFields = {"improvement": improvement, "due_on": date(2126, 1, 1), "basic": "Ω", "review": "Ω"}
    fields |= {"introduction": f"By {NAME}.", "description": "Ω", "solution": "Ω", "roles": f"{NAME} leads."}
    made = papers.draft_plan(Act(by=by, via="cli"), fields=fields)
    papers.move_plan(Act(by=by, via="cli"), pk=made.pk, version=1, to="approved")
    assert NAME in str(Frozen.objects.get(paper=made.pk).content)
    return int(made.pk)


def said_in(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
