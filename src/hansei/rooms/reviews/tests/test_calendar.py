"""Plans make calendars whose dates are frozen; what is moved or missed is counted as such."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as met
from hansei.blocks.meeting.models import Meeting, Participant
from hansei.blocks.meeting.queries import Share
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, EventRow
from hansei.rooms.reviews import actions, levels, pages, planning, queries, workdays
from hansei.rooms.reviews.models import Kind, Plan, PlanPerson, Review
from tests.accounts import make_account

pytestmark = pytest.mark.django_db
# 2025: 15 January is a Wednesday; 15 February and 15 March are Saturdays, 15 June a Sunday.
FIRST = date(2025, 1, 15)


def act(by: Account, day: date = date(2025, 1, 2), hour: int = 9) -> Act:
    at = datetime.combine(day, time(hour), UTC)
    return Act(by=by, via="web", at=at, told_at=timezone.now())


def published(by: Account, **often: str) -> Plan:
    fields: actions.PlanFields = {"title": "Ωμέγα", "customer": "Δέλτα", "starts_on": FIRST, "at_time": time(13)}
    plan = actions.open_plan(act(by), fields=fields)
    for kind in list(plan.frequencies):
        actions.set_frequency(
            act(by), pk=plan.pk, version=Plan.objects.get(pk=plan.pk).identity.version, kind=kind,
            frequency=often.get(kind, ""),
        )  # fmt: skip
    actions.step_plan(act(by), pk=plan.pk, version=Plan.objects.get(pk=plan.pk).identity.version, to="published")
    return Plan.objects.get(pk=plan.pk)


def reviews(kind: str = "customer") -> list[Review]:
    return list(Review.objects.filter(kind=kind).exclude(state="withdrawn").order_by("planned_on"))


def held(by: Account, found: Review, day: date, *, with_customer: bool = True, with_minutes: bool = True) -> None:
    told = act(by, day, 13)
    actions.begin(told, pk=found.pk)
    if with_minutes:
        meetings.write_paragraph(told, record=found.pk, text="A calm month.", section="scope")
    if found.kind != Kind.TEAM:
        there = meetings.add_participant(told, record=found.pk, side="customer", name="Ωμέγα")
    if with_customer:
        meetings.note_presence(told, record=found.pk, participant=there, presence="present")
    actions.hold(told, pk=found.pk)


def test_a_plan_begins_with_the_shipped_levels_and_makes_a_year(manager: Account):
    fields: actions.PlanFields = {"title": "Ωμέγα", "customer": "Δέλτα", "starts_on": FIRST, "at_time": time(13)}
    plan = actions.open_plan(act(manager), fields=fields)
    assert plan.frequencies == {
        "team": "monthly", "customer": "monthly", "performance": "quarterly", "partnership": "yearly",
    }  # fmt: skip
    actions.step_plan(act(manager), pk=plan.pk, version=plan.identity.version, to="published")
    counts = {kind: len(reviews(kind)) for kind in Kind.values}
    assert counts == {
        "event": 0, "customer": 13, "team": 13, "performance": 5, "partnership": 2, "management": 0, "forum": 0,
    }  # fmt: skip
    assert list(check.check()) == []


def test_the_table_of_levels_shows_what_is_shipped(manager: Account, client: Client):
    """Four levels, the second with two sides; with how often, both sides, what it is about and when its pack is out."""
    client.force_login(manager)
    page = client.get("/reviews/levels/").content.decode()
    table = re.findall(r"<tr><td.*?</tr>", page, re.DOTALL)
    cells = [[unescape(re.sub("<[^>]+>", " ", each)).split() for each in row.split("</td>")[:8]] for row in table]
    said = [[" ".join(each) for each in row] for row in cells]
    assert [(row[0], row[1].partition(" review")[0], row[3], row[6], row[7]) for row in said[:5]] == [
        ("1", "Event", "on occasion", "0", "2"),
        ("2", "Team", "monthly", "1", "2"),
        ("2", "Customer service", "monthly", "3", "2"),
        ("3", "Performance", "quarterly", "5", "2"),
        ("4", "Partnership", "yearly", "10", "2"),
    ]
    assert [row[5] for row in said[:5]] == [
        "Contact person, voice of the users", "–", "Operational contact, user representative", "Customer",
        "Sponsor, customer",
    ]  # fmt: skip
    shipped = [levels.SHIPPED[code] for code in ("event", "team", "customer", "performance", "partnership")]
    assert [(row[2], row[4]) for row in said[:5]] == [(str(each.content), str(each.provider_side)) for each in shipped]
    assert said[4][2].startswith("The year: value and benefits, contract")
    assert levels.levels()[:5] == shipped


def test_dates_fall_on_working_days_and_periods_are_whole(manager: Account):
    published(manager, customer="monthly")
    assert [each.planned_on for each in reviews()][:4] == [
        date(2025, 1, 15), date(2025, 2, 17), date(2025, 3, 17), date(2025, 4, 15),
    ]  # fmt: skip
    second = reviews()[1]
    assert (second.first, second.last, second.pack_due) == (date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 12))
    assert Meeting.objects.get(pk=second.pk).starts_at == datetime(2025, 2, 17, 13, tzinfo=UTC)
    assert planning.period(date(2025, 4, 15), "quarterly") == (date(2025, 1, 1), date(2025, 3, 31))
    assert planning.period(date(2025, 1, 15), "two_weekly") == (date(2024, 12, 30), date(2025, 1, 12))


def test_a_draft_plan_previews_the_dates_that_publishing_makes_and_none_that_is_past(manager: Account):
    """The first review was to be half a year ago: nobody holds one in the past."""
    today = timezone.localdate()
    began = today - timedelta(days=180)
    fields: actions.PlanFields = {"title": "Ωμέγα", "customer": "Δέλτα", "starts_on": began, "at_time": time(13)}
    plan = actions.open_plan(Act(by=manager, via="web"), fields=fields)
    preview = pages.preview(plan)
    assert min(preview)[0] >= today
    actions.step_plan(Act(by=manager, via="web"), pk=plan.pk, version=plan.identity.version, to="published")
    made = Review.objects.order_by("planned_on").values_list("planned_on", flat=True)
    assert [day for day, _label in preview] == list(made)


def test_the_history_of_a_plan_says_how_often_in_words(manager: Account, client: Client):
    plan = published(manager, customer="monthly")
    client.force_login(manager)
    page = client.get(f"/reviews/plans/{plan.pk}/").content.decode()
    said = unescape(re.sub("<[^>]+>", " ", page))
    assert "Team review: monthly, Customer service review: monthly, Performance review: quarterly" in said
    assert "{&#x27;" not in page


def test_a_public_holiday_is_no_working_day():
    assert workdays.before(date(2025, 5, 5), 2, "Europe/Berlin", "DE") == date(2025, 4, 30)
    assert workdays.before(date(2025, 5, 5), 2, "Europe/Berlin", "") == date(2025, 5, 1)
    assert workdays.between(date(2025, 4, 30), date(2025, 5, 5), "Europe/Berlin", "DE") == 2
    with pytest.raises(ValueError, match="no public holidays"):
        workdays.calendar_of("UTC", "QQ", 2025)


@pytest.mark.parametrize(("zone", "country", "field"), [("Mars/Base", "", "zone"), ("Europe/Berlin", "QQ", "country")])
def test_a_plan_says_which_of_zone_and_country_nobody_knows(manager: Account, zone: str, country: str, field: str):
    fields: actions.PlanFields = {"title": "Ωμέγα", "starts_on": FIRST, "zone": zone, "country": country}
    with pytest.raises(Refusal) as no:
        actions.open_plan(act(manager), fields=fields)
    assert field in str(no.value.details["fields"])


def test_a_frequency_acts_on_future_dates_only(manager: Account):
    plan = published(manager, customer="monthly")
    held(manager, reviews()[0], date(2025, 1, 15))
    changed = act(manager, date(2025, 2, 20))
    actions.set_frequency(changed, pk=plan.pk, version=plan.identity.version, kind="customer", frequency="two_weekly")
    days = [each.planned_on for each in reviews()]
    assert days[:5] == [date(2025, 1, 15), date(2025, 2, 17), date(2025, 2, 26), date(2025, 3, 12), date(2025, 3, 26)]
    assert Review.objects.filter(state="withdrawn").count() == 11
    assert list(check.check()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "monthly", "two_weekly"),
    [
        ("customer", [15, 17], [date(2025, 2, 26), date(2025, 3, 12), date(2025, 3, 17), date(2025, 3, 26)]),
        ("team", [8, 10], [date(2025, 2, 19), date(2025, 3, 5), date(2025, 3, 10), date(2025, 3, 19)]),
    ],
)
def test_a_level_made_two_weekly_is_carried_to_the_dates_to_come_of_the_plans_that_are_ticked(
    manager: Account, client: Client, code: str, monthly: list[int], two_weekly: list[date]
):
    """Held, past and invited reviews stay; the other side of level 2 and the other plan do, too."""
    often = {"customer": "monthly", "team": "monthly"}
    plan, other = published(manager, **often), published(manager, **often)
    mine = [each for each in reviews(code) if each.plan_id == plan.pk]
    held(manager, mine[0], mine[0].planned_on or FIRST, with_customer=code == "customer")
    meetings.add_participant(act(manager), record=mine[2].pk, side="provider", account=manager.pk)
    Participant.objects.filter(meeting=mine[2].pk).update(invited=0)
    kept = {each.pk for each in Review.objects.exclude(plan=plan, kind=code)} | {each.pk for each in mine[:3]}
    change_level(manager, date(2025, 2, 18), code, frequency="two_weekly", plans=[plan.pk])
    days = [each.planned_on for each in reviews(code) if each.plan_id == plan.pk]
    assert days[:6] == [date(2025, 1, monthly[0]), date(2025, 2, monthly[1]), *two_weekly]
    assert kept <= {each.pk for each in Review.objects.exclude(state="withdrawn")}
    assert [each.frequencies for each in Plan.objects.order_by("pk")] == [{**often, code: "two_weekly"}, often]
    fields: actions.PlanFields = {"title": "Ν", "customer": "Δέλτα", "starts_on": FIRST, "at_time": time(13)}
    new = actions.open_plan(act(manager), fields=fields)
    assert (new.frequencies[code], len(set(new.frequencies.values()) & {"two_weekly"})) == ("two_weekly", 1)
    with pytest.raises(Refusal, match="Choose running plans"):
        change_level(manager, date(2025, 2, 18), code, plans=[new.pk])
    assert list(check.check()) == []
    client.force_login(manager)
    page = client.get(f"/reviews/levels/{code}/")
    ticks = re.findall(r'name="plans" value="(\d+)"', page.content.decode())
    assert ticks == [str(plan.pk), str(other.pk)]
    given = {**page.context["given"], "frequency": "two_weekly", "plans": [str(other.pk)]}
    assert client.post(f"/reviews/levels/{code}/", given).status_code == 302
    assert Plan.objects.get(pk=other.pk).frequencies[code] == "two_weekly"
    assert [each.planned_on for each in reviews(code) if each.plan_id == other.pk][:3] != days[:3]


def test_one_of_twelve_missed_is_eleven_twelfths(manager: Account):
    published(manager, customer="monthly")
    year = [each for each in reviews() if each.planned_on and each.planned_on.year == 2025]
    assert len(year) == 12
    for each in year[:11]:
        assert each.planned_on is not None
        held(manager, each, each.planned_on)
    kept = queries.kept(Review.objects.all(), date(2025, 1, 1), date(2025, 12, 31))
    assert kept.on_time == Share(11, 12)
    assert round(kept.on_time.value or 0, 3) == 0.917
    assert [each.pk for each in queries.missed(Review.objects.all())][-1] == year[11].pk
    assert not [each for each, _meeting in queries.coming(Review.objects.all()) if each.pk == year[11].pk]


def change_level(by: Account, day: date, code: str = "customer", **more: Any) -> int:
    """Set a level anew on a day; what is not given stays."""
    now = levels.level(code)
    given: dict[str, Any] = {"frequency": now.frequency, "form": now.form, "pack_days": now.pack_days}
    given |= {"minutes_days": now.minutes_days, "provider_side": "Us", "customer_side": "", **more}
    return actions.change_level(act(by, day), code=code, seen=now.version, content="All of it", **given)


def test_minutes_are_judged_by_what_the_review_was_planned_with(manager: Account):
    """Held on 30 April 2025, before the holiday of 1 May and a weekend: two working days end on Monday the 5th."""
    fields: actions.PlanFields = {"title": "Ωμέγα", "country": "DE", "starts_on": date(2025, 5, 7)}
    plan = actions.open_plan(act(manager), fields={**fields, "at_time": time(13)})
    actions.set_frequency(act(manager), pk=plan.pk, version=1, kind="team", frequency="yearly")
    actions.step_plan(act(manager), pk=plan.pk, version=2, to="published")
    one = reviews("team")[0]
    held(manager, one, date(2025, 4, 30), with_customer=False)

    def in_time(sent: date) -> int:
        Meeting.objects.filter(pk=one.pk).update(sent_at=datetime.combine(sent, time(13), UTC))
        return queries.kept(Review.objects.filter(pk=one.pk), FIRST, date(2025, 12, 31)).minutes.count

    assert (in_time(date(2025, 5, 5)), in_time(date(2025, 5, 6))) == (1, 0)
    change_level(manager, date(2025, 6, 1), "team", minutes_days=0)
    version = Plan.objects.get(pk=plan.pk).identity.version
    actions.edit_plan(act(manager, date(2025, 6, 1)), pk=plan.pk, version=version, fields={"country": ""})
    assert (in_time(date(2025, 5, 5)), in_time(date(2025, 5, 6))) == (1, 0)
    Review.objects.filter(pk=one.pk).update(created_at=datetime(2025, 6, 2, tzinfo=UTC))  # as if planned since then
    assert (in_time(date(2025, 4, 30)), in_time(date(2025, 5, 5))) == (1, 0)


def test_a_review_moved_by_a_week_is_not_held_on_time(manager: Account):
    published(manager, customer="monthly")
    one = reviews()[0]
    at = datetime(2025, 1, 22, 13, tzinfo=UTC)
    actions.move_review(act(manager, date(2025, 1, 10)), pk=one.pk, version=one.identity.version, starts_at=at)
    held(manager, one, date(2025, 1, 22))
    kept = queries.kept(Review.objects.all(), date(2025, 1, 1), date(2025, 1, 31))
    assert (kept.on_time, kept.postponed) == (Share(0, 1), 0)
    assert Review.objects.get(pk=one.pk).planned_on == FIRST


@pytest.mark.parametrize(
    ("told", "postponed"), [(date(2025, 1, 10), 0), (date(2025, 1, 13), 1), (date(2025, 1, 15), 1)]
)
def test_moved_two_working_days_before_is_postponed(manager: Account, told: date, postponed: int):
    """From Friday the 10th three working days are left to Wednesday the 15th, from Monday two."""
    published(manager, customer="monthly")
    one = reviews()[0]
    at = datetime(2025, 1, 20, 13, tzinfo=UTC)
    actions.move_review(act(manager, told), pk=one.pk, version=one.identity.version, starts_at=at)
    assert Review.objects.get(pk=one.pk).postponed == postponed
    assert Meeting.objects.get(pk=one.pk).sequence == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [({"with_minutes": False}, "without minutes"), ({"with_customer": False}, "without the customer")],
)
def test_without_minutes_or_the_customer_it_was_not_held(manager: Account, more: Any, said: str):
    published(manager, customer="monthly")
    one = reviews()[0]
    with pytest.raises(Refusal, match=said):
        held(manager, one, FIRST, **more)
    assert Review.objects.get(pk=one.pk).state == "running"
    assert not EventRow.objects.filter(kind="meeting.ended").exists()


def test_the_team_meets_without_the_customer_and_a_third_party_is_heard(manager: Account):
    published(manager, team="monthly", performance="quarterly")
    held(manager, reviews("team")[0], date(2025, 1, 8), with_customer=False)
    one = reviews("performance")[0]
    actions.edit_review(act(manager), pk=one.pk, version=one.identity.version, fields={"form": "third_party"})
    with pytest.raises(Refusal, match="third party"):
        held(manager, one, FIRST)
    told = act(manager, FIRST)
    there = meetings.add_participant(told, record=one.pk, side="third", name="Σίγμα")
    meetings.note_presence(told, record=one.pk, participant=there, presence="present")
    actions.hold(told, pk=one.pk)
    assert Review.objects.get(pk=one.pk).held_on == FIRST


def test_a_published_review_is_not_withdrawn_but_noted_as_not_held(manager: Account):
    published(manager, customer="monthly")
    one = reviews()[0]
    version = one.identity.version
    with pytest.raises(Refusal, match="published"):
        actions.step(act(manager), pk=one.pk, version=version, to="withdrawn")
    with pytest.raises(Refusal, match="why"):
        actions.not_held(act(manager), pk=one.pk, version=version, reason=" ")
    actions.not_held(act(manager), pk=one.pk, version=version, reason="The customer was ill")
    assert Meeting.objects.get(pk=one.pk).is_cancelled
    assert list(check.check()) == []


def test_the_unsolved_climbs_one_level_and_is_on_that_agenda(manager: Account):
    published(manager, customer="monthly", performance="quarterly")
    first, second = reviews()[:2]
    late = meetings.agree(
        act(manager, FIRST), record=first.pk, text="Name a deputy", owner=manager.pk, due=date(2025, 1, 31)
    )
    open_still = meetings.agree(
        act(manager, FIRST), record=first.pk, text="Ask", owner=manager.pk, due=date(2025, 6, 30)
    )
    held(manager, second, date(2025, 2, 17))
    quarter = next(each for each in reviews("performance") if each.planned_on == date(2025, 4, 15))
    assert [each.pk for each in met.carried_over(Meeting.objects.get(pk=quarter.pk))] == [late]
    third = reviews()[2]
    assert [each.pk for each in met.carried_over(Meeting.objects.get(pk=third.pk))] == [open_still]
    assert actions.raise_action(act(manager), agreed=late) == "partnership"
    with pytest.raises(Refusal, match="no level above"):
        actions.raise_action(act(manager), agreed=late)


def test_the_plans_people_are_asked_to_the_reviews_they_come_to(manager: Account):
    plan = published(manager, customer="monthly", team="monthly")
    actions.add_person(act(manager), plan=plan.pk, side="customer", name="Ωμέγα", only=["customer"])
    actions.add_person(act(manager), plan=plan.pk, side="provider", account=manager.pk)
    with pytest.raises(Refusal, match="already"):
        actions.add_person(act(manager), plan=plan.pk, side="provider", account=manager.pk)
    customer, team = reviews()[0], reviews("team")[0]
    assert [actions.gather(act(manager), pk=each.pk) for each in (customer, customer, team)] == [2, 0, 1]
    assert {each.called for each in Participant.objects.filter(meeting=customer.pk)} == {"Ωμέγα", "Manager"}


def test_who_comes_for_the_customer_is_never_asked_to_an_internal_review(manager: Account):
    plan = published(manager, customer="monthly", team="monthly")
    guest = make_account("agent", "guest@test.example")
    actions.add_person(act(manager), plan=plan.pk, side="customer", account=guest.pk)
    actions.add_person(act(manager), plan=plan.pk, side="provider", account=manager.pk)
    customer, team = reviews()[0], reviews("team")[0]
    assert [actions.gather(act(manager), pk=each.pk) for each in (customer, team)] == [2, 1]
    assert [each.account for each in Participant.objects.filter(meeting=team.pk)] == [manager]
    assert (guest.pk in queries.concerned_by("team"), guest.pk in queries.concerned_by("customer")) == (False, True)
    before = EventRow.objects.count()
    with pytest.raises(Refusal, match="Internal reviews are without the customer: Team review"):
        actions.add_person(act(manager), plan=plan.pk, side="customer", name="Άννα", only=["customer", "team"])
    with pytest.raises(Refusal, match="Internal reviews are without the customer: Team review"):
        meetings.add_participant(act(manager), record=team.pk, side="customer", name="Άννα")
    assert EventRow.objects.count() == before
    assert plan.people.count() == 2
    PlanPerson.objects.filter(account=guest).update(kinds=["team"])  # as it could be set before
    later = reviews("team")[1]
    assert actions.gather(act(manager), pk=later.pk) == 1
    meetings.add_participant(act(manager), record=later.pk, side="third", name="Άννα")
