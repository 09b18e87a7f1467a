"""Plan, move and cancel a meeting; ask people to come; fill the agenda."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting import described
from hansei.blocks.meeting.actions import inviting
from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled, refuse_long_ago, words
from hansei.blocks.meeting.events import (
    InvitationSent,
    MeetingCancelled,
    MeetingPlanned,
    MeetingRescheduled,
    ParticipantAdded,
    ParticipantTakenAway,
    PointAdded,
    PointDropped,
)
from hansei.blocks.meeting.models import Meeting, Participant, Point
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import claim_any, refuse_unless_reader

LONGEST_MINUTES = 24 * 60


@action("meeting.plan", label=gettext_lazy("Plan a meeting"))
def plan(
    act: Act,
    *,
    record: int,
    starts_at: datetime,
    minutes_long: int = 60,
    zone: str = "UTC",
    place: str = "",
    series: str = "",
    track: str = "",
) -> None:
    """Say when a record's meeting begins, how long it lasts and where it is."""
    claim_any(act, record)
    if Meeting.objects.filter(pk=record).exists():
        raise Refusal("meeting.planned", _("This record has its meeting already; move that one."))
    _refuse_wrong(starts_at, minutes_long, zone)
    Meeting.objects.create(
        identity_id=record,
        series=series,
        track=track,
        planned_at=act.at,
        starts_at=starts_at,
        minutes_long=minutes_long,
        zone=zone,
        place=place.strip()[:200],
    )
    fact = MeetingPlanned(
        record=record, starts_at=starts_at.isoformat(), minutes_long=minutes_long, zone=zone, track=track
    )
    act.record(fact)


def join(act: Act, *, record: int, series: str) -> None:
    """Let a meeting that follows no other one follow those of this series, now that it is known what it is about.

    Part of another action, which tells what it is about.
    """
    claim_any(act, record)
    Meeting.objects.filter(pk=record, series="").update(series=series)


@action("meeting.reschedule", label=gettext_lazy("Move the meeting"))
def reschedule(act: Act, *, record: int, starts_at: datetime, place: str | None = None) -> None:
    """Put the meeting at another time, or to another place."""
    found = claimed(act, record)
    refuse_cancelled(found)
    if found.begun_at is not None:
        raise Refusal("meeting.begun", _("This meeting has begun; it cannot be moved any more."))
    _refuse_wrong(starts_at, found.minutes_long, found.zone)
    refuse_long_ago(act, starts_at.astimezone(ZoneInfo(found.zone)).date(), field="starts_at")
    where = found.place if place is None else place.strip()[:200]
    if (starts_at, where) == (found.starts_at, found.place):
        return
    was, found.starts_at, found.place = found.starts_at, starts_at, where
    found.sequence += 1
    found.save(update_fields=["starts_at", "place", "sequence"])
    act.record(
        MeetingRescheduled(record=record, was=was.isoformat(), now=starts_at.isoformat(), sequence=found.sequence)
    )
    inviting.tell_moved(act, found)


@action("meeting.cancel", label=gettext_lazy("Cancel the meeting"))
def cancel(act: Act, *, record: int) -> None:
    """Say that the meeting will not be held; whoever was invited is to be told."""
    found = claimed(act, record)
    if found.is_cancelled:
        return
    if found.begun_at is not None:
        raise Refusal("meeting.begun", _("This meeting has begun; end it instead."))
    found.is_cancelled = True
    found.sequence += 1
    found.save(update_fields=["is_cancelled", "sequence"])
    act.record(MeetingCancelled(record=record, sequence=found.sequence))
    inviting.tell_cancelled(act, found)


@action("meeting.add_participant", label=gettext_lazy("Ask somebody to come"))
def add_participant(
    act: Act,
    *,
    record: int,
    side: str,
    account: Annotated[int | None, seeing.person()] = None,
    name: str = "",
    email: str = "",
    language: str = "",
) -> int:
    """Ask somebody to come: one who may see the record here, or a guest by name and, if known, e-mail address."""
    if account is not None:
        refuse_strangers(claimed(act, record).identity, account)
    return put_on_list(act, record=record, side=side, account=account, name=name, email=email, language=language)


def refuse_strangers(identity: Identity, account: int) -> None:
    """Refuse to ask an account that may not see what the meeting is about."""
    found = Account.objects.filter(pk=account, is_active=True).first()
    if found is None:
        raise NotFound("account.not_found", _("There is no such account."))
    said = _(
        "%(name)s may not see %(key)s. Give them the right first, or ask them as a guest, by name and e-mail address."
    )
    refuse_unless_reader(identity, found, said=said)


def put_on_list(
    act: Act, *, record: int, side: str, account: int | None, name: str = "", email: str = "", language: str = ""
) -> int:
    """Part of an action that knows that the account, if any, may see the record."""
    met = claimed(act, record)
    if side not in Participant.Side.values:
        raise Refusal("participant.side", _("People come for the provider, for the customer, or as a third party."))
    told = described.TOLD.get(met.identity.kind)
    if told is not None and (why := told.uninvited(met, side)) is not None:
        raise Refusal("participant.uninvited", why)
    who = _account(record, account) if account is not None else _outside(act, record, name, email, language)
    made = Participant.objects.create(meeting_id=record, side=side, **who)
    act.record(ParticipantAdded(record=record, participant=made.pk, side=side, account=account))
    return made.pk


def _account(record: int, account: int) -> dict[str, Any]:
    if Participant.objects.filter(meeting=record, account=account).exists():
        raise Refusal("participant.twice", _("This person is asked to come already."))
    return {"account_id": account}


def _outside(act: Act, record: int, name: str, email: str, language: str) -> dict[str, Any]:
    if email.strip():
        try:
            validate_email(email.strip())
        except ValidationError:
            raise Refusal("participant.email", _("This is not an e-mail address.")) from None
    refuse_unknown_language(language)
    said = words(act, record, "meeting.participant", name[:200])
    return {"name": said, "email": email.strip().lower(), "language": language}


def refuse_unknown_language(language: str) -> None:
    """Refuse a language in which no mail is written; none at all is the site's own."""
    if language and language not in dict(settings.LANGUAGES):
        raise Refusal("participant.language", _("Mail is not written in this language."))


@action("meeting.take_participant_away", label=gettext_lazy("Take off the list"))
def take_participant_away(act: Act, *, record: int, participant: int) -> None:
    """Do not ask somebody to come any more. Who was there stays on the list."""
    met = claimed(act, record)
    found = Participant.objects.filter(pk=participant, meeting=record).first()
    if found is None:
        raise NotFound("participant.not_found", _("This person is not on the list."))
    if found.presence == Participant.Presence.PRESENT:
        raise Refusal("participant.present", _("This person was there and stays on the list."))
    inviting.tell_left(act, met, found)
    found.delete()
    act.record(ParticipantTakenAway(record=record, participant=participant))


@action("meeting.invited", label=gettext_lazy("Invitations sent"))
def invited(act: Act, *, record: int, participants: list[int], sequence: int, method: str) -> None:
    """Note that the invitations of this sequence went out to these people."""
    claimed(act, record)
    told = Participant.objects.filter(meeting=record, pk__in=participants)
    n = told.update(invited=sequence, invited_at=act.at)
    act.record(InvitationSent(record=record, sequence=sequence, people=n, method=method))


@action("meeting.add_point", label=gettext_lazy("Put on the agenda"))
def add_point(act: Act, *, record: int, title: str = "", code: str = "", facts: dict[str, Any] | None = None) -> int:
    """Put something on the agenda, in words or as a code that the room knows."""
    met = claimed(act, record)
    told = described.TOLD.get(met.identity.kind)
    if told is not None and (why := told.refused(met, facts or {})) is not None:
        raise Refusal("point.refused", why)
    said = words(act, record, "meeting.point", title) if title.strip() or not code else None
    last = Point.objects.filter(meeting=record).aggregate(last=Max("position"))["last"] or 0
    made = Point.objects.create(meeting_id=record, position=last + 1, code=code[:40], title=said, facts=facts or {})
    act.record(PointAdded(record=record, point=made.pk, code=made.code, title=said.pk if said else None))
    return made.pk


@action("meeting.drop_point", label=gettext_lazy("Take off the agenda"))
def drop_point(act: Act, *, record: int, point: int) -> None:
    """Take something off the agenda."""
    claimed(act, record)
    if not Point.objects.filter(pk=point, meeting=record, is_dropped=False).update(is_dropped=True):
        raise NotFound("point.not_found", _("This is not on the agenda."))
    act.record(PointDropped(record=record, point=point))


def _refuse_wrong(starts_at: datetime, minutes_long: int, zone: str) -> None:
    if starts_at.utcoffset() is None or not 1970 <= starts_at.year <= 2200:
        raise Refusal("meeting.time", _("Say on which day and at what time the meeting begins."))
    if not 1 <= minutes_long <= LONGEST_MINUTES:
        raise Refusal("meeting.length", _("A meeting lasts from one minute to a day."))
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal("zone.unknown", _("There is no such time zone.")) from None
