"""Who is asked into a review may see it, wherever an account is named; and who may no longer is told nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansei.blocks.mail import sending
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.models import Acknowledgement, Agreed, MeetingMail, Participant
from hansei.blocks.meeting.queries import mark_of
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, EventRow, Grant, Identity, Role
from hansei.kernel.people import close_account, reopen_account
from hansei.kernel.rights import RIGHTS
from hansei.rooms.reviews import actions, feed
from hansei.rooms.reviews.models import Help, Plan, PlanPerson, Review
from hansei.rooms.reviews.tests.audited_world import an_area, planned
from tests.accounts import PASSWORD, make_account
from tests.mail_server import Server, text_of

TO_COME = "{name} may not see {key}. Give them the right first, or ask them as a guest, by name and e-mail address."
TO_DO = "{name} may not see {key}. Give them the right first, or choose somebody else."


def by(account: Account | None) -> Act:
    return Act(by=account, via="test")


def version(pk: int) -> int:
    return Identity.objects.values_list("version", flat=True).get(pk=pk)


def somebody_of(place: str, *rights: str) -> Account:
    """An account that holds these rights in one organisation and nothing elsewhere."""
    account = Account.objects.create_user(f"{place}@test.example", PASSWORD, name=place)
    role = Role.objects.create(key=place, rights=list(rights))
    where = Identity.objects.get_or_create(source_id=1, kind="organisation", key=place)[0]
    since = timezone.now() - timedelta(days=1)
    Grant.objects.create(account=account, role=role, scope="organisation", scope_object=where, since=since)
    return account


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


@pytest.fixture
def inside(db: None) -> Account:
    """Somebody of the customer whose reviews these are."""
    return somebody_of("omega", "reviews.see")


@pytest.fixture
def outside(db: None) -> Account:
    """Somebody of another customer, who may read their own reviews."""
    return somebody_of("sigma", "reviews.see")


@pytest.fixture
def review(manager: Account) -> Review:
    fields: actions.PlanFields = {"title": "Ω", "customer": "omega", "starts_on": date(2125, 7, 3), "at_time": time(10)}
    plan = actions.open_plan(by(manager), fields=fields)
    actions.step_plan(by(manager), pk=plan.pk, version=version(plan.pk), to="published")
    return Review.objects.select_related("identity").filter(plan=plan, kind="customer").earliest("planned_on")


def forum(manager: Account) -> Review:
    """A forum of the customer's, with help that somebody offers."""
    day = {"title": "Φ", "kind": "forum", "planned_on": date(2125, 7, 3)}
    found = actions.call_review(by(manager), fields=day)  # type: ignore[arg-type]  # the same names
    Identity.objects.filter(pk=found.pk).update(organisation=Identity.objects.get(key="omega"))
    actions.say_help(by(manager), review=found.pk, kind="offer", text="Θ", helper="Α", helped="Β")
    return found


Ask = Callable[[Account, Review, int], Any]


def _come(manager: Account, review: Review, who: int) -> None:
    meetings.add_participant(by(manager), record=review.pk, side="customer", account=who)


def _third(manager: Account, review: Review, who: int) -> None:
    meetings.add_participant(by(manager), record=review.pk, side="third", account=who)


def _of_the_plan(manager: Account, review: Review, who: int) -> None:
    assert review.plan_id is not None
    actions.add_person(by(manager), plan=review.plan_id, side="customer", account=who)


def _promise(manager: Account, review: Review, who: int) -> None:
    meetings.agree(by(manager), record=review.pk, text="Λ", owner=who, due=date(2125, 8, 1))


def _read(manager: Account, review: Review, who: int) -> None:
    meetings.ask_to_acknowledge(by(manager), record=review.pk, subject="x", version=1, accounts=[manager.pk, who])


def _help(manager: Account, review: Review, who: int) -> None:
    found = Help.objects.filter(review=review).first() or Help.objects.get(review=forum(manager))
    actions.take_up(by(manager), asked=found.pk, owner=who, due=date(2125, 8, 1))


def _answer(manager: Account, review: Review, who: int) -> None:
    actions.edit_review(by(manager), pk=review.pk, version=version(review.pk), fields={"manager": who})


def _answer_for_plan(manager: Account, review: Review, who: int) -> None:
    assert review.plan_id is not None
    actions.edit_plan(by(manager), pk=review.plan_id, version=version(review.plan_id), fields={"manager": who})


def kept() -> tuple[int, ...]:
    tables = (Participant, PlanPerson, Agreed, Acknowledgement, EventRow)
    return tuple(each._default_manager.count() for each in tables)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        pytest.param(_come, TO_COME, id="comes"),
        pytest.param(_third, TO_COME, id="gives a third party's opinion"),
        pytest.param(_of_the_plan, TO_COME, id="comes to all of a plan"),
        pytest.param(_promise, TO_DO, id="promises an action"),
        pytest.param(_read, TO_DO, id="is asked to acknowledge"),
        pytest.param(_help, TO_DO, id="commits in a forum"),
        pytest.param(_answer, TO_DO, id="answers for the review"),
        pytest.param(_answer_for_plan, TO_DO, id="answers for the plan"),
    ],
)
def test_nobody_is_asked_to_what_they_may_not_see(
    ask: Ask, said: str, manager: Account, review: Review, inside: Account, outside: Account
):
    if ask is _help:
        review = forum(manager)
    before = kept()
    key = Plan.objects.get(pk=review.plan_id).identity.key if "plan" in ask.__name__ else review.identity.key
    with pytest.raises(Refusal) as refused:
        ask(manager, review, outside.pk)
    assert (refused.value.code, refused.value.message) == (
        "account.may_not_see", said.format(name="sigma", key=key),
    )  # fmt: skip
    assert kept() == before
    ask(manager, review, inside.pk)
    assert kept() > before


@pytest.mark.parametrize("ask", [_come, _of_the_plan, _promise, _read, _answer, _answer_for_plan])
def test_people_of_other_organisations_are_not_told_of(ask: Ask, review: Review, outside: Account):
    """Who works for one customer alone does not learn that the number of an account has somebody behind it."""
    worker = somebody_of("omega", "reviews.see", "reviews.work")
    before = kept()
    with pytest.raises(Refusal) as refused:
        ask(worker, review, outside.pk)
    assert refused.value.code in ("account.not_found", "record.unseen")
    assert "sigma" not in refused.value.message and kept() == before


def test_only_who_may_see_a_review_is_offered(
    client: Client, manager: Account, review: Review, inside: Account, outside: Account
):
    client.force_login(manager)
    for address in (
        f"/reviews/meeting/{review.pk}/",
        f"/reviews/plans/{review.plan_id}/",
        f"/reviews/plans/{review.plan_id}/edit/",
        f"/reviews/records/{review.pk}/edit/",
    ):
        page = client.get(address).content.decode()
        offered = set(re.findall(r'<option value="(\d+)"', page))
        assert str(inside.pk) in offered and str(outside.pk) not in offered, address


def test_the_plans_people_come_where_they_may_see_the_review(
    client: Client, manager: Account, review: Review, inside: Account
):
    """A team's own review belongs to no customer: the customer's person is left out of it, which the page says."""
    assert review.plan_id is not None
    actions.add_person(by(manager), plan=review.plan_id, side="provider", account=inside.pk)
    team = Review.objects.filter(plan=review.plan_id, kind="team").earliest("planned_on")
    assert actions.gather(by(manager), pk=team.pk) == 0
    assert actions.gather(by(manager), pk=review.pk) == 1
    client.force_login(manager)
    said = "Named in the plan, but they may not see this review"
    assert said in client.get(f"/reviews/meeting/{team.pk}/").content.decode()
    assert said not in client.get(f"/reviews/meeting/{review.pk}/").content.decode()


def invited(manager: Account, review: Review, who: Account) -> None:
    meetings.add_participant(by(manager), record=review.pk, side="customer", account=who.pk)
    meetings.add_participant(by(manager), record=review.pk, side="customer", name="Άννα", email="anna@omega.example")
    assert actions.invite(by(manager), pk=review.pk) == 2


def told(manager: Account, review: Review) -> None:
    """Hold the review and give its minutes out."""
    actions.begin(by(manager), pk=review.pk)
    for side in ("provider", "customer"):
        there = review_people(review).filter(side=side)
        for each in there:
            meetings.note_presence(by(manager), record=review.pk, participant=each.pk, presence="present")
    meetings.write_paragraph(by(manager), record=review.pk, text="Λόγος")
    actions.hold(by(manager), pk=review.pk)
    meetings.sign_minutes(by(manager), record=review.pk, seen=mark_of(review.pk))
    meetings.send_minutes(by(manager), record=review.pk, issue=1)


def review_people(review: Review) -> Any:
    return Participant.objects.filter(meeting=review.pk)


def test_who_may_no_longer_see_a_review_stays_on_its_list_and_is_told_nothing(
    server: Server, manager: Account, review: Review, inside: Account
):
    invited(manager, review, inside)
    Grant.objects.filter(account=inside).delete()
    assert sending.send_due() == 1  # Anna's; what waited for the other is dropped
    told(manager, review)
    assert sending.send_due() == 1
    assert {each["To"] for each in server.taken} == {"anna@omega.example"}
    assert review_people(review).filter(account=inside).exists()
    assert not Acknowledgement.objects.exists()
    assert MeetingMail.objects.get(account=inside).state == "dropped"


def test_a_link_opens_nothing_once_the_account_is_closed_or_may_no_longer_see(
    server: Server, client: Client, manager: Account, review: Review, inside: Account
):
    invited(manager, review, inside)
    told(manager, review)
    assert sending.send_due() == 2
    text = next(text_of(each) for each in server.taken if each["To"] == inside.email)
    link = re.findall(r"https?://[^/\s]+(/\S+)", text)[0]
    assert client.get(link).status_code == 200
    grant = Grant.objects.get(account=inside)
    Grant.objects.filter(pk=grant.pk).update(until=timezone.now())
    assert client.get(link).status_code == 410
    Grant.objects.filter(pk=grant.pk).update(until=None)
    close_account(by(None), account=inside.pk)
    before = EventRow.objects.count()
    page = client.get(link)
    assert page.status_code == 410 and "Λόγος" not in page.content.decode()
    assert client.post(link).status_code == 410
    assert EventRow.objects.count() == before and Acknowledgement.objects.get().given_at is None
    reopen_account(by(None), account=inside.pk, password="Ω" * 12)
    assert client.get(link).status_code == 410


def test_a_calendar_address_answers_no_more_once_the_account_is_closed(client: Client, review: Review, inside: Account):
    actions.open_feed(by(inside))
    opened = feed.feed_of(inside)
    assert opened is not None
    address = feed.address_of(opened)
    assert client.get(address).status_code == 200
    close_account(by(None), account=inside.pk)
    assert client.get(address).status_code == 404
    reopen_account(by(None), account=inside.pk, password="Ω" * 12)
    assert client.get(address).status_code == 404 and feed.feed_of(inside) is None
    actions.open_feed(by(inside))
    again = feed.feed_of(inside)
    assert again is not None and client.get(feed.address_of(again)).status_code == 200


def test_who_answers_for_an_area_may_see_it(manager: Account):
    blind = somebody_of("sigma", "reviews.see")
    area = an_area(by(manager), manager)
    before = kept()
    with pytest.raises(Refusal) as opened:
        an_area(by(manager), blind)
    with pytest.raises(Refusal) as edited:
        actions.edit_area(by(manager), pk=area.pk, version=version(area.pk), fields={"responsible": blind.pk})
    assert opened.value.code == edited.value.code == "account.may_not_see" and kept() == before


def test_audits_name_only_whom_the_lead_may_name(manager: Account):
    stranger = somebody_of("sigma", "audit.see", "audit.work")
    area = an_area(by(manager), manager)
    worker = somebody_of("omega", *RIGHTS)
    Identity.objects.filter(pk=area.pk).update(organisation=Identity.objects.get(key="omega"))
    audit = planned(by(worker), area, worker)
    before = kept()
    for run in (
        lambda: actions.name_auditor(by(worker), audit=audit.pk, account=stranger.pk),
        lambda: actions.name_area_person(by(worker), area=area.pk, account=stranger.pk),
        lambda: planned(by(worker), area, stranger),
    ):
        with pytest.raises(NotFound) as refused:
            run()
        assert refused.value.code == "account.not_found" and "sigma" not in refused.value.message
    assert kept() == before
