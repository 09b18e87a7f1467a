"""Invitations, their updates and minutes through a real SMTP server, and the calendar that somebody subscribes to."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

from hansei.blocks.mail import actions as mail
from hansei.blocks.mail import sending
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting.calendar_file import PUBLISH, Entry, written
from hansei.blocks.meeting.invitations import POST
from hansei.blocks.meeting.models import Acknowledgement, Meeting, MeetingMail, Participant
from hansei.blocks.meeting.queries import mark_of
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, Grant, Identity
from hansei.rooms.reviews import actions, feed
from hansei.rooms.reviews.models import Plan, Review
from tests.accounts import make_account
from tests.mail_server import Server, text_of

ANNA = "anna@omega.example"


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


@pytest.fixture
def review(manager: Account) -> Review:
    return planned(manager, "Ωμέγα")


def by(account: Account) -> Act:
    return Act(by=account, via="test")


def planned(manager: Account, customer: str) -> Review:
    """The one review of a published plan in Berlin, with a manager here and Anna of the customer."""
    fields: actions.PlanFields = {
        "title": customer, "customer": customer, "starts_on": date(2125, 7, 3), "at_time": time(10),
        "zone": "Europe/Berlin", "place": "Halle 3",
    }  # fmt: skip
    plan = actions.open_plan(by(manager), fields=fields)
    for number, kind in enumerate(list(plan.frequencies), 1):
        often = "yearly" if kind == "customer" else ""
        actions.set_frequency(by(manager), pk=plan.pk, version=number, kind=kind, frequency=often)
    plan.identity.refresh_from_db()
    actions.add_person(by(manager), plan=plan.pk, side="provider", account=manager.pk)
    actions.add_person(by(manager), plan=plan.pk, side="customer", name="Άννα", email=ANNA, language="ru")
    actions.step_plan(by(manager), pk=plan.pk, version=plan.identity.version, to="published")
    return Review.objects.select_related("identity").filter(plan=plan, kind="customer").earliest("planned_on")


def calendar_of(message: EmailMessage) -> Any:
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    read = icalendar.Calendar.from_ical(content)
    assert part.get_param("method") == read["METHOD"]
    return read


def version(found: Review) -> int:
    return Identity.objects.get(pk=found.pk).version


def test_both_sides_are_invited_in_their_language_and_follow_what_moves(
    server: Server, manager: Account, review: Review
):
    assert actions.invite(by(manager), pk=review.pk) == 2
    assert sending.send_due() == 2 and sending.send_due() == 0
    with pytest.raises(Refusal):
        actions.invite(by(manager), pk=review.pk)
    to_anna = next(each for each in server.taken if each["To"] == ANNA)
    assert to_anna["Content-Language"] == "ru" and to_anna["Reply-To"] == manager.email
    assert "2125" in text_of(to_anna)
    (event,) = calendar_of(to_anna).events
    assert (event["UID"], event["SEQUENCE"]) == (f"meeting-{review.pk}@hansei.example", 0)
    assert event["DTSTART"].dt == datetime(2125, 7, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert str(event["ATTENDEE"]) == f"mailto:{ANNA}" and str(event["ORGANIZER"]) == f"mailto:{manager.email}"
    # Nobody learns the addresses of the others.
    assert manager.email not in str(event["ATTENDEE"])
    assert set(Participant.objects.filter(meeting=review.pk).values_list("invited", flat=True)) == {0}

    server.taken.clear()
    later = datetime(2125, 7, 5, 8, tzinfo=UTC)
    actions.move_review(by(manager), pk=review.pk, version=version(review), starts_at=later, place="Halle 3")
    assert sending.send_due() == 2
    (event,) = calendar_of(server.taken[0]).events
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (f"meeting-{review.pk}@hansei.example", 1, "CONFIRMED")
    assert event["DTSTART"].dt == later

    server.taken.clear()
    actions.not_held(by(manager), pk=review.pk, version=version(review), reason="Η Άννα λείπει")
    assert sending.send_due() == 2
    cancelled = calendar_of(server.taken[0])
    assert cancelled["METHOD"] == "CANCEL" and cancelled.events[0]["STATUS"] == "CANCELLED"
    assert cancelled.events[0]["SEQUENCE"] == 2
    assert list(check.check()) == []


def test_what_moved_before_it_was_sent_is_sent_once_as_it_stands(server: Server, manager: Account, review: Review):
    actions.invite(by(manager), pk=review.pk)
    later = datetime(2125, 7, 5, 8, tzinfo=UTC)
    actions.move_review(by(manager), pk=review.pk, version=version(review), starts_at=later)
    assert sending.send_due() == 2
    assert {calendar_of(each).events[0]["SEQUENCE"] for each in server.taken} == {1}
    assert MeetingMail.objects.filter(state="dropped").count() == 2


def test_who_is_taken_off_the_list_is_told_and_may_be_asked_again(server: Server, manager: Account, review: Review):
    actions.invite(by(manager), pk=review.pk)
    sending.send_due()
    server.taken.clear()
    anna = Participant.objects.get(meeting=review.pk, account=None)
    meetings.take_participant_away(by(manager), record=review.pk, participant=anna.pk)
    sending.send_due()
    (told,) = server.taken
    assert told["To"] == ANNA and calendar_of(told).events[0]["STATUS"] == "CANCELLED"
    server.taken.clear()
    meetings.add_participant(by(manager), record=review.pk, side="customer", name="Άννα", email=ANNA)
    assert meetings.invite(by(manager), record=review.pk) == 1
    sending.send_due()
    assert [each["To"] for each in server.taken] == [ANNA]


def test_a_cancelled_meeting_invites_nobody_who_did_not_know(server: Server, manager: Account, review: Review):
    actions.invite(by(manager), pk=review.pk)
    actions.not_held(by(manager), pk=review.pk, version=version(review), reason="Ακυρώθηκε")
    assert sending.send_due() == 0 and server.taken == []


def test_a_killed_worker_leaves_doubt_and_a_wrong_address_is_shown(
    server: Server, manager: Account, review: Review, client: Client
):
    actions.invite(by(manager), pk=review.pk)
    server.refuses[ANNA] = "550 No such user"
    mine = MeetingMail.objects.get(account=manager)
    assert mail.take(Act(by=None, via="job"), post="meeting", mail=mine.pk)
    MeetingMail.objects.filter(pk=mine.pk).update(claimed_at=datetime.now(UTC) - timedelta(hours=1))
    assert sending.send_due() == 0 and server.taken == []
    assert MeetingMail.objects.get(pk=mine.pk).state == "doubtful"
    client.force_login(manager)
    page = client.get(f"/reviews/meeting/{review.pk}/").content.decode()
    assert "550" in page and f'value="{mine.pk}"' in page
    client.post(f"/reviews/meeting/{review.pk}/mail-again/", {"mail": mine.pk})
    assert sending.send_due() == 1


def held(manager: Account, review: Review) -> None:
    actions.begin(by(manager), pk=review.pk)
    meetings.write_paragraph(by(manager), record=review.pk, section="scope", text="Όλα καλά")
    meetings.agree(by(manager), record=review.pk, text="Νέα αποθήκη", owner=manager.pk, due=date(2125, 8, 1))
    anna = Participant.objects.get(meeting=review.pk, account=None)
    meetings.note_presence(by(manager), record=review.pk, participant=anna.pk, presence="present")
    actions.hold(by(manager), pk=review.pk)
    meetings.sign_minutes(by(manager), record=review.pk, seen=mark_of(review.pk))
    meetings.send_minutes(by(manager), record=review.pk, issue=1)


def test_pressing_send_twice_sends_once_and_a_page_drawn_anew_sends_again(
    server: Server, manager: Account, review: Review, client: Client
):
    client.force_login(manager)
    held(manager, review)
    page, send = f"/reviews/meeting/{review.pk}/", f"/reviews/meeting/{review.pk}/send/"
    assert 'name="issue" value="2"' in client.get(page).content.decode()
    for _press in range(3):
        assert client.post(send, {"issue": "2"}).status_code == 302
    went = MeetingMail.objects.filter(what="minutes").order_by("number").values_list("number", flat=True)
    assert (list(went), Meeting.objects.get(pk=review.pk).issue) == ([1, 1, 2, 2], 2)
    assert 'name="issue" value="3"' in client.get(page).content.decode()


def test_minutes_reach_both_sides_and_the_link_says_they_were_read(
    server: Server, manager: Account, review: Review, client: Client
):
    held(manager, review)
    assert sending.send_due() == 2
    to_anna = next(each for each in server.taken if each["To"] == ANNA)
    (attached,) = to_anna.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    sent = MeetingMail.objects.get(email=ANNA)
    address = re.findall(r"https://hansei.example(/reviews/read/\S+)", text_of(to_anna))[0]
    page = client.get(address).content.decode()
    assert '<html lang="ru"' in page and "Όλα καλά" in page
    assert MeetingMail.objects.filter(pk=sent.pk, read_at=None).exclude(opened_at=None).exists()
    client.post(address)
    assert MeetingMail.objects.filter(pk=sent.pk).exclude(read_at=None).exists()
    # Who signs in here and reads by mail is not asked again.
    mine = MeetingMail.objects.get(account=manager)
    client.post(f"/reviews/read/{POST.token(mine)}/")
    assert Acknowledgement.objects.get(account=manager).given_at is not None
    with pytest.raises(Refusal):
        meetings.read_minutes(by(manager), mail_number=sent.pk)
    assert list(check.check()) == []


@pytest.mark.parametrize("token", ["1", "x" * 500, "1:forged"])
def test_a_link_that_we_did_not_sign_opens_nothing(db: None, client: Client, token: str):
    assert client.get(f"/reviews/read/{token}/").status_code == 404
    assert client.get(f"/reviews/feed/{token}.ics").status_code == 404


def read(client: Client, account: Account) -> Any:
    found = feed.feed_of(account)
    assert found is not None
    answer = client.get(feed.address_of(found))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content)


def test_a_calendar_shows_ones_own_reviews_and_follows_them(manager: Account, review: Review, client: Client):
    actions.open_feed(by(manager))
    uid = f"meeting-{review.pk}@hansei.invalid"
    before = {str(each["UID"]): each for each in read(client, manager).events}
    assert len(before) == Review.objects.exclude(state="withdrawn").count() and before[uid]["SEQUENCE"] == 0
    actions.move_review(
        by(manager), pk=review.pk, version=version(review), starts_at=datetime(2125, 7, 9, 8, tzinfo=UTC)
    )
    after = {str(each["UID"]): each for each in read(client, manager).events}
    assert after.keys() == before.keys() and after[uid]["SEQUENCE"] == 1
    actions.not_held(by(manager), pk=review.pk, version=version(review), reason="Ακυρώθηκε")
    gone = {str(each["UID"]): each for each in read(client, manager).events}
    assert (gone[uid]["STATUS"], gone[uid]["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_calendar_shows_nothing_of_another_organisation_and_a_shut_one_nothing(
    manager: Account, review: Review, client: Client
):
    other = planned(manager, "Σίγμα")
    reader = make_account("agent")
    for plan in Plan.objects.all():
        actions.add_person(by(manager), plan=plan.pk, side="customer", account=reader.pk)
    Grant.objects.filter(account=reader).update(
        scope=Grant.Scope.ORGANISATION, scope_object=Review.objects.get(pk=review.pk).identity.organisation
    )
    actions.open_feed(by(reader))
    shown = {str(each["UID"]) for each in read(client, reader).events}
    assert f"meeting-{review.pk}@hansei.invalid" in shown and f"meeting-{other.pk}@hansei.invalid" not in shown
    old = feed.feed_of(reader)
    assert old is not None
    actions.open_feed(by(reader))
    assert client.get(feed.address_of(old)).status_code == 404
    new = feed.feed_of(reader)
    assert new is not None and client.get(feed.address_of(new)).status_code == 200
    Account.objects.filter(pk=reader.pk).update(is_active=False)
    assert client.get(feed.address_of(new)).status_code == 404
    Account.objects.filter(pk=reader.pk).update(is_active=True)
    actions.shut_feed(by(reader))
    assert client.get(feed.address_of(new)).status_code == 404


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Shanghai"]
)
def test_a_calendar_says_the_zones_hours_itself(zone: str):
    """Read by the file alone, every hour of three years is as far from UTC as the zone says."""
    days = [datetime(year, 6, 1, 9, tzinfo=UTC) for year in (2026, 2028)]
    entries = [Entry(str(each), 0, each, 60, zone, "Ω", each) for each in days]
    made = icalendar.Calendar.from_ical(written(entries, method=PUBLISH))
    told, known = made.timezones[0].to_tz(lookup_tzid=False), ZoneInfo(zone)
    wrong = []
    for hours in range(0, 3 * 365 * 24, 5):
        local = (datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(hours=hours)).astimezone(known).replace(tzinfo=None)
        real = {local.replace(tzinfo=known, fold=fold).utcoffset() for fold in (0, 1)}
        if local.replace(tzinfo=told).utcoffset() not in real:
            wrong.append(local)
    assert wrong == []


def test_nobody_invites_to_what_they_may_not_change(manager: Account, review: Review):
    stranger = make_account("agent")
    Grant.objects.filter(account=stranger).delete()
    with pytest.raises(NotAllowed):
        actions.invite(by(stranger), pk=review.pk)
    assert not MeetingMail.objects.exists() and Meeting.objects.get(pk=review.pk).sequence == 0
