"""Tell people by mail: ask them to come, say that it is at another time or called off, give them the minutes.

Each of these writes rows only; the mail leaves afterwards, each once, and a row says what became of it.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.mail import actions as mail
from hansei.blocks.mail.models import Outgoing
from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled
from hansei.blocks.meeting.events import (
    AcknowledgementGiven,
    MeetingMailAddressed,
    MinutesOpened,
    MinutesRead,
)
from hansei.blocks.meeting.invitations import POST
from hansei.blocks.meeting.models import Acknowledgement, Meeting, MeetingMail, Participant
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.records import may_see

What, State = MeetingMail.What, Outgoing.State


@action("meeting.invite", label=gettext_lazy("Send the invitations"))
def invite(act: Act, *, record: int) -> int:
    """Ask everybody on the list by mail who was not asked yet to this time; return how many."""
    found = claimed(act, record)
    refuse_cancelled(found)
    if found.begun_at is not None:
        raise Refusal("meeting.begun", _("This meeting has begun; nobody is invited any more."))
    people = [each for each in _people(found) if each.address]
    if not people:
        raise Refusal("meeting.nobody", _("Put somebody with an e-mail address on the list first."))
    made = sum(_address(act, found, each, What.INVITATION, found.sequence) for each in people)
    if not made:
        raise Refusal("meeting.all_invited", _("Everybody on the list who has an address is invited already."))
    return made


def tell_moved(act: Act, found: Meeting) -> None:
    """Part of moving a meeting: whoever was invited gets the new time, by the same entry of their calendar."""
    asked = {each.email for each in _live(found)}
    _drop_waiting(act, found)
    for each in _people(found):
        if each.address in asked:
            _address(act, found, each, What.INVITATION, found.sequence)


def tell_cancelled(act: Act, found: Meeting) -> None:
    """Part of calling a meeting off: whoever may have got an invitation is told."""
    told = {each.email: each for each in _live(found) if each.state in (State.SENT, State.SENDING, State.DOUBTFUL)}
    _drop_waiting(act, found)
    for each in told.values():
        _row(act, found, each.participant, each.email, each.language, What.CANCELLATION, found.sequence)


def tell_left(act: Act, found: Meeting, participant: Participant) -> None:
    """Part of taking somebody off the list: who was invited is told that they need not come."""
    _drop_waiting(act, found, participant.address)
    was = [each for each in _live(found) if each.email == participant.address]
    if was and any(each.state in (State.SENT, State.SENDING, State.DOUBTFUL) for each in was):
        # A calendar takes a cancellation of the sequence it knows, or a later one.
        _row(act, found, None, was[-1].email, was[-1].language, What.CANCELLATION, max(each.number for each in was))


def mail_minutes(act: Act, found: Meeting) -> int:
    """Part of giving the minutes out: this issue to everybody on the list who has an address."""
    return sum(_address(act, found, each, What.MINUTES, found.issue) for each in _people(found) if each.address)


@action("meeting.mail_again", label=gettext_lazy("Send again"))
def send_again(act: Act, *, mail_number: int) -> None:
    """Send a mail about a meeting again that failed or perhaps was not sent, at once."""
    found = mail.locked(POST, mail_number)
    claimed(act, found.meeting_id)
    mail.again(act, POST, found)


@action("meeting.open_minutes", label=gettext_lazy("Open the minutes"))
def open_minutes(act: Act, *, mail_number: int) -> None:
    """Note that somebody opened the minutes by the link of their mail, the first time. The door checked the link."""
    found = _minutes_mail(act, mail_number)
    if found.opened_at is None:
        found.opened_at = act.at
        found.save(update_fields=["opened_at"])
        source = found.meeting.identity.source_id
        act.record(MinutesOpened(record=found.meeting_id, mail=found.pk), source=source)


@action("meeting.read_minutes", label=gettext_lazy("I have read this"))
def read_minutes(act: Act, *, mail_number: int) -> None:
    """Note that somebody has read the minutes, by the link of their mail. The door checked the link."""
    found = _minutes_mail(act, mail_number)
    if found.read_at is not None:
        return
    found.read_at, found.opened_at = act.at, found.opened_at or act.at
    found.save(update_fields=["read_at", "opened_at"])
    source = found.meeting.identity.source_id
    act.record(MinutesRead(record=found.meeting_id, mail=found.pk), source=source)
    asked = Acknowledgement.objects.select_for_update().filter(
        subject=f"minutes:{found.meeting_id}", version=found.number, account=found.account_id, given_at=None
    )
    for each in asked:  # who reads by mail is not asked again on the page
        each.given_at = act.at
        each.save(update_fields=["given_at"])
        fact = AcknowledgementGiven(
            record=each.record_id, subject=each.subject, version=each.version, account=each.account_id
        )
        act.record(fact, source=source)


def _minutes_mail(act: Act, pk: int) -> MeetingMail:
    found: MeetingMail = mail.locked(POST, pk)
    if found.what != What.MINUTES or act.by is not None:
        raise Refusal("mail.no_minutes", _("This mail has no minutes, or is not yours."))
    return found


def _people(found: Meeting) -> list[Participant]:
    """Who is told by mail: guests, and accounts that may sign in and still see what the meeting is about."""
    rows = Participant.objects.filter(meeting=found).select_related("account", "name")
    return [each for each in rows if each.account is None or may_see(each.account, found.identity)]


def _live(found: Meeting) -> list[MeetingMail]:
    """The invitations that went out, or are about to, less those of people who were told to stay away since."""
    away: dict[str, int] = {}
    rows = list(found.mails.exclude(state=State.DROPPED).exclude(what=What.MINUTES).select_related("participant"))
    for each in rows:
        if each.what == What.CANCELLATION:
            away[each.email] = each.pk
    return [each for each in rows if each.what == What.INVITATION and each.pk > away.get(each.email, 0)]


def _drop_waiting(act: Act, found: Meeting, email: str = "") -> None:
    waiting = POST.rows.select_for_update(of=("self",)).filter(meeting=found, state=State.WAITING)
    waiting = waiting.filter(what=What.INVITATION)
    for each in waiting.filter(email=email) if email else waiting:
        mail.drop(act, POST, each)


def _address(act: Act, found: Meeting, to: Participant, what: str, number: int) -> bool:
    """One mail to one person who has not got this one. The meeting is claimed, so nobody does it twice."""
    if what == What.INVITATION:
        there = any(each.email == to.address and each.number == number for each in _live(found))
    else:
        there = found.mails.filter(email=to.address, what=what, number=number).exists()
    if there:
        return False
    language = (to.account.language if to.account is not None else to.language) or settings.LANGUAGE_CODE
    _row(act, found, to, to.address, language, what, number)
    return True


def _row(act: Act, found: Meeting, to: Participant | None, email: str, language: str, what: str, number: int) -> None:
    if act.told_at is not None:
        return  # a past that is told afterwards, as a made-up history is, mails nobody
    made = MeetingMail.objects.create(
        meeting=found, participant=to, account=to.account if to else None, email=email, language=language, what=what,
        number=number, due_at=act.at, state=State.WAITING,
    )  # fmt: skip
    act.record(_addressed(made), source=found.identity.source_id)


def _addressed(found: MeetingMail) -> MeetingMailAddressed:
    return MeetingMailAddressed(record=found.meeting_id, mail=found.pk, what=str(found.what), number=found.number)
