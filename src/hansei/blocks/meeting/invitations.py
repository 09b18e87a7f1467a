"""Mail about meetings: invitations and cancellations that a calendar understands, minutes with a link of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.mail import sending
from hansei.blocks.mail.models import Outgoing
from hansei.blocks.mail.posts import Drawn, Post, Ready, last_day
from hansei.blocks.meeting import calendar_file, described, queries
from hansei.blocks.meeting.calendar_file import CANCEL, REQUEST, Entry, Somebody
from hansei.blocks.meeting.events import InvitationSent, MeetingMailTried
from hansei.blocks.meeting.models import Meeting, MeetingMail, Participant, SignedMinutes
from hansei.kernel.actions import Act
from hansei.kernel.records import may_see
from hansei.ui import words

What = MeetingMail.What


def entry(found: Meeting, said: described.Described, **more: Any) -> Entry:
    """A meeting as a calendar shows it, as it stands now."""
    title = _("%(kind)s: %(title)s") % {"kind": said.kind, "title": said.title}
    return Entry(
        described.uid(found), found.sequence, found.starts_at, found.minutes_long, found.zone, title, timezone.now(),
        place=found.place, is_cancelled=found.is_cancelled, **more,
    )  # fmt: skip


def organiser_of(said: described.Described) -> Somebody:
    """Who invites: the person who answers for it, else the site."""
    if said.organiser is not None and said.organiser.is_active:
        return Somebody(said.organiser.name, said.organiser.email)
    return Somebody("Hansei", settings.DEFAULT_FROM_EMAIL)


def _ready(found: MeetingMail, _now: datetime) -> Ready:
    """What was written before the meeting moved, was called off or began, nobody needs any more.

    Minutes go to who is on the list, as the last issue that was signed. Whoever may no longer see what the meeting is
    about is told only that they need not come.
    """
    met = found.meeting
    is_minutes = found.what == What.MINUTES
    is_gone = is_minutes and (found.participant_id is None or queries.signed_as(found.meeting_id, found.number) is None)
    is_late = {
        What.INVITATION: met.is_cancelled or met.begun_at is not None or found.number < met.sequence,
        What.MINUTES: found.number < met.issue,
    }
    is_nobodys = not found.email or (found.what != What.CANCELLATION and not still_sees(found))
    return Ready.DROP if is_nobodys or is_gone or is_late.get(What(found.what), False) else Ready.GO


def still_sees(found: MeetingMail) -> bool:
    """Whether who is told of a meeting is a guest, or may still see what it is about."""
    return found.account is None or may_see(found.account, found.meeting.identity)


def _message(found: MeetingMail, drawn: Drawn) -> EmailMessage:
    with translation.override(found.language), timezone.override(ZoneInfo(found.meeting.zone)):
        return _minutes(found, drawn) if found.what == What.MINUTES else _invitation(found)


def _invitation(found: MeetingMail) -> EmailMessage:
    met = found.meeting
    said = described.of(met).describe(met)
    who, method = organiser_of(said), CANCEL if found.what == What.CANCELLATION else REQUEST
    ends = met.starts_at + timedelta(minutes=met.minutes_long)
    people = [f"{each.called} ({each.get_side_display()})" for each in queries.people_of(met.pk)]
    context = {
        "said": said, "meeting": met, "people": people, "organiser": who, "when": words.exact(met.starts_at),
        "until": timezone.localtime(ends).strftime("%H:%M"), "may_sign_in": found.account is not None,
        "is_cancelled": method == CANCEL, "is_moved": method == REQUEST and found.number > 0,
        "is_off": met.is_cancelled,
    }  # fmt: skip
    text = render_to_string("meeting/invitation.txt", context)
    called = found.participant.called if found.participant is not None else ""
    asked = Somebody(called, found.email)
    made = entry(met, said, organiser=who, attendee=asked, words=text.strip())
    if method == CANCEL:  # of the meeting, or for this one person
        made = Entry(**{**vars(made), "is_cancelled": True, "sequence": found.number})
    subject = {True: _("Cancelled: %(meeting)s"), False: _("Invitation: %(meeting)s")}[method == CANCEL]
    if context["is_moved"]:
        subject = _("Another time or place: %(meeting)s")
    plain = sending.message(POST, found, subject % {"meeting": made.title}, text)
    mail = EmailMultiAlternatives(
        plain.subject, plain.body, plain.from_email, plain.to, headers=plain.extra_headers, reply_to=[who.email],
        connection=plain.connection,
    )  # fmt: skip
    file = calendar_file.written([made], method=method).decode()
    mail.attach_alternative(file, f"text/calendar; method={method}")
    return mail


def _minutes(found: MeetingMail, drawn: Drawn) -> EmailMessage:
    met = found.meeting
    told = described.of(met)
    key = (met.pk, found.number, found.language)
    if key not in drawn:  # drawn once for all readers of one issue in one language
        drawn[key] = _drawn(found)
    title, file = drawn[key]
    url = urljoin(settings.SITE_ADDRESS, told.receipt(POST.token(found)))
    context = {"title": title, "when": words.exact(met.starts_at), "url": url, "issue": found.number}
    context["until"] = words.of_day(last_day())
    text = render_to_string("meeting/minutes.txt", context)
    made = sending.message(POST, found, _("Minutes: %(meeting)s") % {"meeting": title}, text)
    made.attach(file.name, file.content, file.content_type)
    return made


def _drawn(found: MeetingMail) -> tuple[str, document.File]:
    """The title and the file of the issue that a mail brings, as it was signed."""
    met = found.meeting
    signed = SignedMinutes.objects.select_related("signed_by", "meeting__identity").get(meeting=met, issue=found.number)
    made = described.of(met).minutes(signed)
    language, base = found.language, settings.SITE_ADDRESS
    return made.title, document.rendered(lambda: made, "pdf", language=language, base=base, zone=met.zone)


def _tried(found: MeetingMail) -> MeetingMailTried:
    return MeetingMailTried(record=found.meeting_id, mail=found.pk, state=str(found.state), attempts=found.attempts)


def _arrived(act: Act, found: MeetingMail) -> None:
    """Part of noting a mail as sent: the person is invited, or told that it is called off."""
    if found.state != Outgoing.State.SENT or found.what == What.MINUTES:
        return
    method = REQUEST if found.what == What.INVITATION else CANCEL
    if method == REQUEST and found.participant_id:
        told = Participant.objects.filter(pk=found.participant_id)
        told.update(invited=found.number, invited_at=act.at)
    fact = InvitationSent(record=found.meeting_id, sequence=found.number, people=1, method=method)
    act.record(fact, source=found.meeting.identity.source_id)


POST = Post(
    "meeting",
    MeetingMail,
    message=_message,
    tried=_tried,
    source=lambda found: int(found.meeting.identity.source_id),
    related=("meeting__identity", "participant__account", "participant__name", "account"),
    ready=_ready,
    arrived=_arrived,
    salt="hansei.meeting.mail",
)
