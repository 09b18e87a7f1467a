"""Minutes that several people write, sign, send and acknowledge; templates whose change is acknowledged."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as met
from hansei.blocks.meeting.models import Acknowledgement, Paragraph
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role
from hansei.rooms.mining.models import DataSet
from hansei.rooms.reviews import actions, jobs, levels, planning, queries
from hansei.rooms.reviews.models import Pack, Plan, Review
from hansei.rooms.reviews.tests.arranged import draft, freeze
from hansei.rooms.reviews.tests.test_calendar import FIRST, act, published, reviews
from tests.accounts import make_account
from tests.words import bare_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(manager: Account) -> Review:
    published(manager, customer="monthly")
    one = reviews()[0]
    actions.begin(act(manager, FIRST), pk=one.pk)
    return one


def test_two_people_in_one_paragraph_lose_nothing(manager: Account, running: Review):
    a, b = Act(by=manager, via="web"), Act(by=make_account("manager", "b@test.example"), via="web")
    one = meetings.write_paragraph(a, record=running.pk, text="The gateway froze. Nobody called.", section="scope")
    given: dict[str, Any] = {"record": running.pk, "paragraph": one, "seen": 1}
    meetings.write_paragraph(a, **given, text="The old gateway froze. Nobody called.")
    meetings.write_paragraph(b, **given, text="The gateway froze. Nobody called us.")
    stands = Paragraph.objects.get()
    assert (stands.text.text, stands.version) == ("The old gateway froze. Nobody called us.", 3)
    assert EventRow.objects.filter(kind="meeting.paragraph_written").last().facts["is_merged"] is True  # type: ignore[union-attr]
    recorded = EventRow.objects.count()
    with pytest.raises(Outdated) as no:
        meetings.write_paragraph(b, **given, text="The new gateway froze. Nobody called.")
    assert no.value.details["now"] == "The old gateway froze. Nobody called us."
    assert no.value.details["mine"] == "The new gateway froze. Nobody called."
    assert EventRow.objects.count() == recorded
    with pytest.raises(Outdated):
        meetings.withdraw_paragraph(b, record=running.pk, paragraph=one, seen=1)
    meetings.withdraw_paragraph(b, record=running.pk, paragraph=one, seen=3)
    assert stands.versions.get(version=1).text.text == "The gateway froze. Nobody called."


def test_the_page_shows_both_texts_and_saves_what_holds(manager: Account, running: Review, client: Client):
    client.force_login(manager)
    address = f"/reviews/meeting/{running.pk}/"
    client.post(f"{address}write/", {"section": "scope", "text": "It froze.", "kind": "decision"})
    one = Paragraph.objects.get()
    token = client.get(f"{address}said/", {"token": "0"}).content.decode()
    assert "It froze." in token and 'hx-swap-oob="true"' in token
    meetings.write_paragraph(Act(by=manager, via="web"), record=running.pk, paragraph=one.pk, seen=1, text="It broke.")
    answer = client.post(f"{address}write/", {"paragraph": one.pk, "seen": 1, "text": "It stopped."})
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "It broke." in page and ">It stopped.</textarea>" in page
    assert client.post(f"{address}write/", {"paragraph": one.pk, "seen": 2, "text": "It stopped."}).status_code == 302
    assert Paragraph.objects.get().text.text == "It stopped."


def test_minutes_are_signed_sent_and_acknowledged_by_who_took_part(manager: Account, running: Review):
    told, other = act(manager, FIRST, 14), make_account("agent")
    meetings.add_participant(told, record=running.pk, side="provider", account=other.pk)
    there = meetings.add_participant(told, record=running.pk, side="customer", name="Ωμέγα")
    meetings.note_presence(told, record=running.pk, participant=there, presence="present")
    with pytest.raises(Refusal, match="nothing to sign"):
        meetings.sign_minutes(told, record=running.pk, seen=met.mark_of(running.pk))
    meetings.write_paragraph(told, record=running.pk, text="A calm month.")
    actions.hold(told, pk=running.pk)
    with pytest.raises(Refusal, match="Sign the minutes first"):
        meetings.send_minutes(told, record=running.pk, issue=1)
    meetings.sign_minutes(told, record=running.pk, seen=met.mark_of(running.pk))
    assert meetings.send_minutes(act(manager, date(2025, 1, 17)), record=running.pk, issue=1) == 1
    (asked,) = met.waiting_for(other)
    with pytest.raises(NotAllowed):
        meetings.acknowledge(Act(by=manager, via="web"), asked=asked.pk)
    meetings.acknowledge(Act(by=other, via="web"), asked=asked.pk)
    kept = queries.kept(Review.objects.all(), FIRST, FIRST)
    assert (kept.minutes.count, kept.minutes.n, kept.acknowledged.value) == (1, 1, 1.0)
    meetings.write_paragraph(Act(by=manager, via="web"), record=running.pk, text="One thing more.")
    with pytest.raises(Refusal, match="Sign them again"):
        meetings.send_minutes(Act(by=manager, via="web"), record=running.pk, issue=2)
    assert list(check.check()) == []


def test_a_changed_template_asks_those_concerned_and_keeps_what_is_important(manager: Account):
    plan, other = published(manager, customer="monthly"), make_account("agent")
    actions.add_person(act(manager), plan=plan.pk, side="provider", account=other.pk)
    now = levels.level("customer")
    given: dict[str, Any] = {"code": "customer", "seen": 0, "frequency": "monthly", "form": "video"}
    given |= {"pack_days": 4, "minutes_days": 2, "own_sections": ["Energy", " "]}
    texts: dict[str, Any] = {"content": "All of it", "provider_side": "Us", "customer_side": "You"}
    assert actions.change_level(Act(by=manager, via="web"), **given, **texts) == 1
    changed = levels.level("customer")
    assert changed.sections == now.sections
    assert changed.own_sections == (("own_1", "Energy"),)
    assert [(each.account, each.subject) for each in Acknowledgement.objects.all()] == [(other, "level:customer")]
    with pytest.raises(Outdated):
        actions.change_level(Act(by=manager, via="web"), **given, **texts)
    with pytest.raises(Refusal, match="60 working days"):
        actions.change_level(Act(by=manager, via="web"), **{**given, "seen": 1, "pack_days": 61}, **texts)


def test_who_is_asked_to_acknowledge_a_template_does_so_on_the_first_page(manager: Account, client: Client):
    plan, other = published(manager, customer="quarterly"), make_account("agent")
    actions.add_person(act(manager), plan=plan.pk, side="provider", account=other.pk)
    given: dict[str, Any] = {"frequency": "quarterly", "form": "video", "pack_days": 4, "minutes_days": 2}
    texts: dict[str, Any] = {"content": "All of it", "provider_side": "Us", "customer_side": "You"}
    actions.change_level(Act(by=manager, via="web"), code="customer", seen=0, **given, **texts)
    said = "The template of “Customer service review” has changed (version 1)."
    client.force_login(manager)
    assert said not in client.get("/").content.decode()
    client.force_login(other)
    page = client.get("/").content.decode()
    assert page.count(f">{said}</a>") == 1
    (way,) = re.findall(r'action="(/reviews/acknowledge/\d+/)"', page)
    assert client.post(way).status_code == 302
    assert said not in client.get("/").content.decode()
    assert Acknowledgement.objects.get().given_at is not None


def test_a_pack_has_the_sections_of_the_template_it_was_made_by(manager: Account, march: DataSet):
    before = draft(manager, march)
    level = levels.level("customer")
    given: dict[str, Any] = {"frequency": "monthly", "form": "video", "pack_days": 3, "minutes_days": 2, "content": "x"}
    sides: dict[str, Any] = {"provider_side": "", "customer_side": "", "own_sections": ["Energy"]}
    actions.change_level(Act(by=manager, via="web"), code="customer", seen=level.version, **given, **sides)
    after = draft(manager, march, first=date(2025, 2, 1), last=date(2025, 2, 28))
    assert (len(queries.section_names(before)), len(queries.section_names(after))) == (8, 9)
    assert "own_1" in queries.unexplained(after, {})
    assert "own_1" not in queries.unexplained(before, {})


def test_the_pack_of_a_planned_review_drafts_itself_from_the_cases_of_its_customer(manager: Account, march: DataSet):
    """In March the team Δέλτα resolved two cases, 2 and 4 hours old; what its plan asks for is its alone."""
    plan = published(manager, customer="monthly")
    fields: actions.PlanFields = {"data_set": march.pk, "scope_field": "team", "scope_value": "Δέλτα"}
    actions.edit_plan(act(manager), pk=plan.pk, version=plan.identity.version, fields=fields)
    other = Plan.objects.get(pk=plan.pk)
    actions.set_frequency(act(manager), pk=plan.pk, version=other.identity.version, kind="forum", frequency="monthly")
    customer = Review.objects.get(kind="forum", planned_on=date(2025, 4, 15))
    assert queries.why_no_pack(customer) is None
    pack = Pack.objects.get(pk=actions.draft_planned(Act(by=manager, via="web"), review=customer.pk))
    assert (pack.first, pack.last, pack.scope) == (date(2025, 3, 1), date(2025, 3, 31), "team=Δέλτα")
    later = Review.objects.get(kind="forum", planned_on=date(2025, 7, 15))
    assert "outside" in (queries.why_no_pack(later) or "")
    with pytest.raises(Refusal, match="outside"):
        actions.draft_planned(Act(by=manager, via="web"), review=later.pk)


def test_a_planned_review_looks_back_on_days_of_old_data_that_somebody_chooses(
    manager: Account, march: DataSet, client: Client
):
    """The data go from 27 February to 2 April 2025; the review is held in July, and its plan named no data set."""
    published(manager, customer="monthly")
    july = Review.objects.get(kind="customer", planned_on=date(2025, 7, 15))
    client.force_login(manager)
    page = client.get(f"/reviews/meeting/{july.pk}/").content.decode()
    assert "27 Feb 2025 – 2 Apr 2025" in page
    assert f'value="{march.pk}:2025-03-01/2025-03-31" selected' in page
    before = EventRow.objects.count()
    sent = {"period": f"{march.pk}:", "first": "2025-06-01", "last": "2025-06-30"}
    refused = client.post(f"/reviews/meeting/{july.pk}/draft/", sent)
    assert refused.status_code == 422
    assert "The data go from 27 Feb 2025 to 2 Apr 2025" in refused.content.decode()
    assert 'value="2025-06-30"' in refused.content.decode()
    nothing = client.post(f"/reviews/meeting/{july.pk}/draft/", {"period": f"{march.pk}:"})
    assert "the first and the last day to look back on" in nothing.content.decode()
    unknown = client.post(f"/reviews/meeting/{july.pk}/draft/", {"period": "0:2025-03-01/2025-03-31"})
    assert unknown.status_code == 422
    assert EventRow.objects.count() == before
    answer = client.post(f"/reviews/meeting/{july.pk}/draft/", {"period": f"{march.pk}:2025-03-01/2025-03-31"})
    pack = Pack.objects.get()
    assert answer.headers["Location"] == f"/reviews/{pack.pk}/"
    assert (pack.review_id, pack.first, pack.last) == (july.pk, date(2025, 3, 1), date(2025, 3, 31))
    july.refresh_from_db()
    assert (july.data_set, july.first, july.last) == (march.pk, date(2025, 3, 1), date(2025, 3, 31))
    with pytest.raises(Refusal, match="drafted already"):
        actions.draft_planned(act(manager), review=july.pk, first=date(2025, 3, 1), last=date(2025, 3, 2))


def test_whole_periods_lie_within_the_days_of_the_data():
    begin, end = date(2024, 12, 31), date(2025, 7, 30)
    months = planning.whole_periods(begin, end)
    assert (months[0], len(months)) == ((date(2025, 6, 1), date(2025, 6, 30)), 6)
    quarters = [(date(2025, 4, 1), date(2025, 6, 30)), (date(2025, 1, 1), date(2025, 3, 31))]
    assert planning.whole_periods(begin, end, "quarterly") == quarters
    assert planning.latest_period(date(2025, 3, 2), date(2025, 3, 30)) == (date(2025, 3, 2), date(2025, 3, 30))


def test_packs_draft_themselves_before_they_are_due_and_once(manager: Account, march: DataSet):
    """Of 15 April the pack is due on the 10th, so drafting begins on the 7th; May lies outside the data."""
    plan = published(manager, customer="monthly")
    actions.edit_plan(act(manager), pk=plan.pk, version=plan.identity.version, fields={"data_set": march.pk})
    actions.set_frequency(
        act(manager), pk=plan.pk, version=Plan.objects.get(pk=plan.pk).identity.version, kind="customer",
        frequency="two_weekly",
    )  # fmt: skip
    plan = Plan.objects.get(pk=plan.pk)
    actions.set_frequency(act(manager), pk=plan.pk, version=plan.identity.version, kind="customer", frequency="monthly")
    april = Review.objects.get(kind="customer", planned_on=date(2025, 4, 15), state="planned")
    assert jobs.to_draft(date(2025, 4, 4)) == []
    assert jobs.to_draft(date(2025, 4, 7)) == [april]
    assert actions.draft_planned(Act(by=None, via="job"), review=april.pk) == Pack.objects.get().pk
    assert jobs.to_draft(date(2025, 4, 7)) == []
    assert jobs.to_draft(date(2025, 5, 12)) == []


def test_a_published_plan_goes_on_by_itself(manager: Account):
    plan = published(manager, customer="monthly")
    assert jobs.to_go_on(date(2025, 1, 20)) == []
    assert jobs.to_go_on(date(2025, 3, 20)) == [plan]
    assert actions.go_on(Act(by=None, via="job"), pk=plan.pk) > 0
    assert actions.go_on(Act(by=None, via="job"), pk=plan.pk) == 0


def test_a_customer_sees_their_own_reviews_only(manager: Account, march: DataSet, client: Client):
    plan = published(manager, customer="monthly", team="monthly")
    role = Role.objects.create(key="customer-of-one", rights=["reviews.see"])
    account = Account.objects.create_user("c@test.example", "x", name="Ωμέγα")
    place = Identity.objects.get(kind="organisation", key="Δέλτα")
    Grant.objects.create(account=account, role=role, scope="organisation", scope_object=place, since=plan.created_at)
    mine, team = reviews()[0], reviews("team")[0]
    elsewhere = draft(manager, march)
    client.force_login(account)
    assert client.get(f"/reviews/meeting/{mine.pk}/").status_code == 200
    assert client.get(f"/reviews/meeting/{team.pk}/").status_code == 404
    assert client.get(f"/reviews/{elsewhere.pk}/").status_code == 404
    assert "Ωμέγα" in client.get("/reviews/calendar/").content.decode()
    assert client.post(f"/reviews/meeting/{mine.pk}/begin/").status_code == 403
    assert Review.objects.get(pk=mine.pk).state == "planned"


def test_what_freezing_lacks_is_said_beforehand(manager: Account, march: DataSet, client: Client):
    client.force_login(manager)
    pack = draft(manager, march, "team")
    page = client.get(f"/reviews/{pack.pk}/").content.decode()
    assert "Before the figures can be frozen" in page
    assert page.count('<li><a href="#') == 7 + 3
    assert (
        "Before the figures can be frozen" not in client.get(f"/reviews/{freeze(manager, pack).pk}/").content.decode()
    )


@pytest.mark.parametrize("address", ["/reviews/", "/reviews/calendar/", "/reviews/levels/", "/reviews/levels/team/"])
def test_the_pages_speak_no_bare_english(pseudo: None, manager: Account, client: Client, address: str):
    published(manager, customer="monthly")
    Account.objects.filter(pk=manager.pk).update(name="Ωμέγα")
    client.force_login(manager)
    assert bare_words(client.get(address).content.decode()) == []


def test_meeting_and_plan_speak_no_bare_english(pseudo: None, manager: Account, running: Review, client: Client):
    Account.objects.filter(pk=manager.pk).update(name="Ωμέγα", email="")
    client.force_login(manager)
    assert bare_words(client.get(f"/reviews/meeting/{running.pk}/").content.decode()) == []
    bare = bare_words(client.get(f"/reviews/plans/{running.plan_id}/").content.decode())
    assert [each for each in bare if not each.startswith("RPL-")] == []
