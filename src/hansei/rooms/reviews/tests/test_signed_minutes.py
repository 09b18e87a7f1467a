"""Minutes are given out as they were signed, and nothing else."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.test import Client

from hansei.blocks.mail import actions as mail
from hansei.blocks.mail import sending
from hansei.blocks.meeting import actions as meetings
from hansei.blocks.meeting import queries as met
from hansei.blocks.meeting.invitations import POST
from hansei.blocks.meeting.models import Agreed, Meeting, MeetingMail, Paragraph, Participant, SignedMinutes
from hansei.kernel import check, triggers
from hansei.kernel.actions import Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account, EventRow, Revision
from hansei.rooms.reviews import actions
from hansei.rooms.reviews.models import Review
from hansei.rooms.reviews.tests.test_told_by_mail import ANNA, by, planned
from tests.accounts import make_account
from tests.mail_server import Server, text_of, token_of

BORIS = "boris@omega.example"
NOT_SIGNED = "Not what was signed"
NEWER = "A newer issue went out since this mail"


@pytest.fixture
def manager(db: None) -> Account:
    return make_account("manager")


@pytest.fixture
def review(manager: Account) -> Review:
    return held(manager)


def held(manager: Account) -> Review:
    """A review held, not signed yet, with two notes and an action; Anna of the customer was there and Boris was not."""
    review = planned(manager, "Ωμέγα")
    act = by(manager)
    actions.begin(act, pk=review.pk)
    meetings.write_paragraph(act, record=review.pk, section="scope", text="Alpha")
    meetings.write_paragraph(act, record=review.pk, section="scope", text="Steady")
    meetings.agree(act, record=review.pk, text="Depot", owner=manager.pk, due=date(2125, 8, 1))
    anna = Participant.objects.get(meeting=review.pk, account=None)
    meetings.note_presence(act, record=review.pk, participant=anna.pk, presence="present")
    meetings.add_participant(act, record=review.pk, side="customer", name="Борис", email=BORIS, language="en")
    actions.hold(act, pk=review.pk)
    return review


def signed(manager: Account, review: Review) -> None:
    meetings.sign_minutes(by(manager), record=review.pk, seen=met.mark_of(review.pk))


def test_nobody_signs_what_was_written_after_they_read(manager: Account, review: Review, client: Client):
    client.force_login(manager)
    sign = f"/reviews/meeting/{review.pk}/sign/"
    read = met.mark_of(review.pk)
    assert read in client.get(f"/reviews/meeting/{review.pk}/").content.decode()
    meetings.write_paragraph(by(manager), record=review.pk, section="scope", text="Late")
    for mark in (read, ""):
        assert client.post(sign, {"seen": mark}).status_code == 412
        assert Meeting.objects.get(pk=review.pk).signed_at is None
    read = met.mark_of(review.pk)
    meetings.finish(by(manager), agreed=Agreed.objects.get(meeting=review.pk).pk)
    assert client.post(sign, {"seen": read}).status_code == 302  # doing what was agreed changes nothing of what is said
    assert stands(review)


def sent(manager: Account, review: Review) -> int:
    issue = Meeting.objects.values_list("issue", flat=True).get(pk=review.pk) + 1
    return meetings.send_minutes(by(manager), record=review.pk, issue=issue)


def stands(review: Review) -> bool:
    return met.stands_as_signed(Meeting.objects.get(pk=review.pk))


def says(manager: Account, review: Review, text: str) -> None:
    """Change what the first note says."""
    note = Paragraph.objects.filter(meeting=review.pk).earliest("pk")
    meetings.write_paragraph(by(manager), record=review.pk, paragraph=note.pk, seen=note.version, text=text)


def page_of(client: Client, found: MeetingMail) -> str:
    answer = client.get(f"/reviews/read/{POST.token(found)}/")
    assert answer.status_code == 200
    return answer.content.decode()


def mail_to(email: str, issue: int) -> MeetingMail:
    return MeetingMail.objects.get(email=email, what="minutes", number=issue)


def _withdrawn(manager: Account, review: Review) -> None:
    note = Paragraph.objects.filter(meeting=review.pk).earliest("pk")
    meetings.withdraw_paragraph(by(manager), record=review.pk, paragraph=note.pk, seen=note.version)


def _presence(manager: Account, review: Review) -> None:
    boris = Participant.objects.get(email=BORIS)
    meetings.note_presence(by(manager), record=review.pk, participant=boris.pk, presence="absent")


def _taken_off(manager: Account, review: Review) -> None:
    boris = Participant.objects.get(email=BORIS)
    meetings.take_participant_away(by(manager), record=review.pk, participant=boris.pk)


def _agreed(manager: Account, review: Review) -> None:
    meetings.agree(by(manager), record=review.pk, text="Fence", owner=manager.pk, due=date(2125, 8, 1))


def _other_owner(_manager: Account, review: Review) -> None:
    Agreed.objects.filter(meeting=review.pk).update(owner=make_account("agent"))


def _another_day(_manager: Account, review: Review) -> None:
    Agreed.objects.filter(meeting=review.pk).update(due=date(2125, 8, 2))


def _decided(manager: Account, review: Review) -> None:
    meetings.write_paragraph(by(manager), record=review.pk, kind="decision", text="Beta")


def _one_more_came(manager: Account, review: Review) -> None:
    meetings.add_participant(by(manager), record=review.pk, side="third", name="Вера")


def _put_on(manager: Account, review: Review) -> None:
    meetings.add_point(by(manager), record=review.pk, title="Gamma")


CHANGES: dict[str, Callable[[Account, Review], None]] = {
    "a paragraph edited": lambda manager, review: says(manager, review, "Beta"),
    "a paragraph withdrawn": _withdrawn,
    "a decision added": _decided,
    "an action agreed": _agreed,
    "an action's owner changed": _other_owner,
    "an action's day changed": _another_day,
    "a presence changed": _presence,
    "somebody taken off the list": _taken_off,
    "somebody put on the list": _one_more_came,
    "a point put on the agenda": _put_on,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_after_signing_voids_the_signature(
    manager: Account, review: Review, client: Client, change: Callable[[Account, Review], None]
):
    signed(manager, review)
    assert stands(review)
    change(manager, review)
    assert not stands(review)
    recorded = EventRow.objects.count()
    with pytest.raises(Refusal, match="Sign them again") as no:
        sent(manager, review)
    assert no.value.code == "minutes.changed"
    assert EventRow.objects.count() == recorded and not MeetingMail.objects.filter(what="minutes").exists()
    client.force_login(manager)
    address = f"/reviews/meeting/{review.pk}/"
    assert "changed since" in client.get(address).content.decode()
    assert "Draft, unsigned" in client.get(address, {"document": "html"}).content.decode()
    signed(manager, review)
    assert stands(review) and SignedMinutes.objects.count() == 1
    assert "changed since" not in client.get(address).content.decode()
    assert sent(manager, review) == 1
    assert list(check.check()) == []


def test_what_is_done_or_climbs_after_signing_changes_nothing(manager: Account, review: Review, client: Client):
    signed(manager, review)
    action = Agreed.objects.get(meeting=review.pk)
    meetings.raise_up(by(manager), agreed=action.pk, track="performance")
    meetings.finish(by(manager), agreed=action.pk)
    Account.objects.filter(pk=manager.pk).update(name="Ωμέγα")
    assert stands(review)
    sent(manager, review)
    page = page_of(client, mail_to(BORIS, 1))
    assert ">open<" in page and ">done<" not in page and "Draft, unsigned" not in page


def test_what_was_carried_over_stands_as_it_was_when_signed(manager: Account, review: Review, client: Client):
    later = Review.objects.filter(plan=review.plan, kind="customer", state="planned").earliest("planned_on")
    actions.begin(by(manager), pk=later.pk)
    meetings.write_paragraph(by(manager), record=later.pk, section="scope", text="Delta")
    for each in Participant.objects.filter(meeting=later.pk, side="customer"):
        meetings.note_presence(by(manager), record=later.pk, participant=each.pk, presence="present")
    actions.hold(by(manager), pk=later.pk)
    signed(manager, later)
    meetings.finish(by(manager), agreed=Agreed.objects.get(meeting=review.pk).pk)
    assert stands(later)
    sent(manager, later)
    page = page_of(client, mail_to(ANNA, 1))
    assert "Depot" in page and "выполнено" not in page


def test_each_link_shows_the_issue_that_its_mail_brought(
    server: Server, manager: Account, review: Review, client: Client
):
    signed(manager, review)
    assert sent(manager, review) == 1
    says(manager, review, "Beta")
    signed(manager, review)
    assert "Beta" not in page_of(client, mail_to(BORIS, 1))
    assert NEWER not in page_of(client, mail_to(BORIS, 1))
    assert sent(manager, review) == 2
    first, second = page_of(client, mail_to(BORIS, 1)), page_of(client, mail_to(BORIS, 2))
    assert "Alpha" in first and "Beta" not in first and NEWER in first
    assert "Beta" in second and "Alpha" not in second and NEWER not in second
    says(manager, review, "Gamma")
    assert "Gamma" not in page_of(client, mail_to(BORIS, 2))
    kept = met.signed_as(review.pk, 1)
    last = EventRow.objects.filter(kind="meeting.minutes_signed").first()
    assert kept is not None and last is not None and last.facts["seal"] == kept.seal and kept.seal in first
    assert list(check.check()) == []


def test_minutes_changed_in_the_database_are_said_to_be(manager: Account, review: Review, client: Client):
    signed(manager, review)
    sent(manager, review)
    assert NOT_SIGNED not in page_of(client, mail_to(BORIS, 1))
    kept = SignedMinutes.objects.get()
    other = Revision.objects.create(object_id=review.pk, field="meeting.minutes", text="Omega", at=kept.signed_at)
    kept.content["paragraphs"][0]["text"] = other.pk
    kept.save()
    assert NOT_SIGNED in page_of(client, mail_to(BORIS, 1))
    assert [each.code for each in check.check()] == ["minutes.not_as_signed"]


def test_the_same_sent_once_more_is_the_next_issue_of_the_same(manager: Account, review: Review):
    signed(manager, review)
    assert [sent(manager, review), sent(manager, review)] == [1, 2]
    one, two = SignedMinutes.objects.order_by("issue")
    assert (one.seal, one.signed_by, one.signed_at) == (two.seal, two.signed_by, two.signed_at)
    assert stands(review)


def test_a_mail_brings_what_was_signed_although_it_leaves_later(server: Server, manager: Account, review: Review):
    signed(manager, review)
    sent(manager, review)
    says(manager, review, "Beta")
    assert sending.send_due() == 3
    to_boris = next(each for each in server.taken if each["To"] == BORIS)
    (attached,) = to_boris.iter_attachments()
    pages = pypdf.PdfReader(io.BytesIO(attached.get_content())).pages
    text = "".join(page.extract_text() for page in pages).replace("\0", "")
    assert "Alpha" in text and "Beta" not in text
    assert "It opens until" in text_of(to_boris)


def test_mail_of_an_older_issue_or_to_who_is_gone_is_dropped(server: Server, manager: Account, review: Review):
    signed(manager, review)
    sent(manager, review)
    sent(manager, review)
    _taken_off(manager, review)
    assert sending.send_due() == 2
    dropped = MeetingMail.objects.filter(state="dropped").values_list("email", "number")
    assert sorted(dropped) == [(ANNA, 1), (BORIS, 1), (BORIS, 2), (manager.email, 1)]


def test_who_was_taken_off_reads_no_more(manager: Account, review: Review, client: Client):
    signed(manager, review)
    sent(manager, review)
    address = f"/reviews/read/{POST.token(mail_to(BORIS, 1))}/"
    assert client.get(address).status_code == 200
    _taken_off(manager, review)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert mail_to(BORIS, 1).read_at is None


def test_a_link_ends_and_says_whom_to_ask(settings: LazySettings, manager: Account, review: Review, client: Client):
    Review.objects.filter(pk=review.pk).update(manager=manager)
    signed(manager, review)
    sent(manager, review)
    found = mail_to(BORIS, 1)
    last, ended = (f"/reviews/read/{token_of(POST, found, days=days)}/" for days in (399, 401))
    assert client.get(last).status_code == 200
    answer = client.get(ended)
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "This link has ended" in page and manager.name in page and f"mailto:{manager.email}" in page
    assert "Alpha" not in page and "no-store" in answer.headers["Cache-Control"]
    assert client.post(ended).status_code == 410 and mail_to(BORIS, 1).read_at is None
    Account.objects.filter(pk=manager.pk).update(is_active=False)
    assert settings.DEFAULT_FROM_EMAIL in client.get(ended).content.decode()
    settings.LINK_DAYS = 500
    assert client.get(ended).status_code == 200
    settings.LINK_DAYS = 2
    assert client.get(last).status_code == 410


def test_an_issue_from_before_signed_ones_were_kept_is_not_shown_by_its_link(
    server: Server, manager: Account, review: Review, client: Client
):
    signed(manager, review)
    sent(manager, review)
    SignedMinutes.objects.all().delete()
    assert client.get(f"/reviews/read/{POST.token(mail_to(BORIS, 1))}/").status_code == 410
    assert sending.send_due() == 0
    with pytest.raises(Refusal, match="Sign the minutes first"):
        sent(manager, review)


class Killed(Exception):
    """The process ends here."""


@transaction.atomic
def killed_while_sending(manager: Account, review: Review) -> None:
    sent(manager, review)
    raise Killed


def test_killed_between_signing_and_sending_what_was_signed_is_sent_later(
    server: Server, manager: Account, review: Review, client: Client
):
    signed(manager, review)
    with pytest.raises(Killed):
        killed_while_sending(manager, review)
    assert Meeting.objects.get(pk=review.pk).issue == 0 and sending.send_due() == 0
    assert stands(review) and sent(manager, review) == 1
    boris = mail_to(BORIS, 1)
    assert mail.take(Act(by=None, via="job"), post="meeting", mail=boris.pk)
    MeetingMail.objects.filter(pk=boris.pk).update(claimed_at=datetime.now(UTC) - timedelta(hours=1))
    says(manager, review, "Beta")
    assert sending.send_due() == 2
    meetings.send_again(by(manager), mail_number=boris.pk)
    server.taken.clear()
    assert sending.send_due() == 1 and [each["To"] for each in server.taken] == [BORIS]
    assert "Alpha" in page_of(client, boris) and "Beta" not in page_of(client, boris)


@pytest.fixture
def people(transactional_db: None) -> Iterator[list[Account]]:
    yield [make_account("manager"), make_account("administrator")]
    triggers.lift()


def at_once(first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second begins while the first is done and not committed yet."""
    begun = threading.Event()

    def earlier() -> None:
        with transaction.atomic():
            first()
            begun.set()
            time.sleep(0.5)

    def later() -> None:
        assert begun.wait(20)
        second()

    def run(one: Callable[[], None]) -> None:
        try:
            one()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(run, (earlier, later)))


def test_two_who_sign_at_once_leave_one_signature_the_later(people: list[Account]):
    review = held(people[0])
    at_once(lambda: signed(people[0], review), lambda: signed(people[1], review))
    kept, meeting = SignedMinutes.objects.get(), Meeting.objects.get(pk=review.pk)
    assert (kept.signed_by, kept.signed_at) == (people[1], meeting.signed_at)
    assert (meeting.signed_by, kept.issue, stands(review)) == (people[1], 1, True)
    seals = [each.facts["seal"] for each in EventRow.objects.filter(kind="meeting.minutes_signed")]
    assert seals == [kept.seal, kept.seal]


def test_what_is_written_while_somebody_signs_is_not_signed_unread(people: list[Account]):
    review = held(people[0])
    at_once(lambda: signed(people[0], review), lambda: says(people[1], review, "Beta"))
    assert not stands(review)
    read, signing = met.mark_of(review.pk), by(people[0])
    with pytest.raises(Outdated):
        at_once(
            lambda: says(people[1], review, "Gamma"),
            lambda: meetings.sign_minutes(signing, record=review.pk, seen=read),
        )
    assert not stands(review)
    signed(people[0], review)
    assert stands(review)
    assert [each.text.text for each in met.paragraphs_of(review.pk)] == ["Gamma", "Steady"]
