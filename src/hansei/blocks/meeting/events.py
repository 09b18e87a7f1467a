"""The facts that meetings record; each touches the record whose meeting it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches

Record = Annotated[int, Touches("record")]


@dataclass(frozen=True)
class MeetingPlanned(Event, kind="meeting.planned"):
    """A meeting is to be held at this time."""

    record: Record
    starts_at: str
    minutes_long: int
    zone: str
    track: str


@dataclass(frozen=True)
class MeetingRescheduled(Event, kind="meeting.rescheduled"):
    """The meeting is at another time; who was invited is told by an invitation of a higher sequence."""

    record: Record
    was: str
    now: str
    sequence: int


@dataclass(frozen=True)
class MeetingCancelled(Event, kind="meeting.cancelled"):
    """The meeting will not be held."""

    record: Record
    sequence: int


@dataclass(frozen=True)
class ParticipantAdded(Event, kind="meeting.participant_added"):
    """Somebody is asked to come, for one of the two sides."""

    record: Record
    participant: int
    side: str
    account: int | None


@dataclass(frozen=True)
class ParticipantTakenAway(Event, kind="meeting.participant_taken_away"):
    """Somebody is not asked to come any more."""

    record: Record
    participant: int


@dataclass(frozen=True)
class InvitationSent(Event, kind="meeting.invitation_sent"):
    """Invitations went out, or the word that the meeting is cancelled."""

    record: Record
    sequence: int
    people: int
    method: str  # REQUEST, CANCEL


@dataclass(frozen=True)
class PresenceNoted(Event, kind="meeting.presence_noted"):
    """Somebody was there, or was not."""

    record: Record
    participant: int
    presence: str


@dataclass(frozen=True)
class MeetingBegun(Event, kind="meeting.begun"):
    """People sit together; minutes are written."""

    record: Record


@dataclass(frozen=True)
class MeetingEnded(Event, kind="meeting.ended"):
    """People went apart; the minutes are still to be signed and sent."""

    record: Record


@dataclass(frozen=True)
class PointAdded(Event, kind="meeting.point_added"):
    """Something came onto the agenda."""

    record: Record
    point: int
    code: str
    title: int | None  # revision id


@dataclass(frozen=True)
class PointDropped(Event, kind="meeting.point_dropped"):
    """Something was taken off the agenda."""

    record: Record
    point: int


@dataclass(frozen=True)
class ParagraphWritten(Event, kind="meeting.paragraph_written"):
    """A paragraph of the minutes says this now; `is_merged`: what two people changed side by side was put together."""

    record: Record
    paragraph: int
    section: str
    paragraph_kind: str
    version: int
    text: int  # revision id
    is_merged: bool


@dataclass(frozen=True)
class ParagraphWithdrawn(Event, kind="meeting.paragraph_withdrawn"):
    """A paragraph was taken out of the minutes; its texts stay."""

    record: Record
    paragraph: int


@dataclass(frozen=True)
class ActionAgreed(Event, kind="meeting.action_agreed"):
    """A meeting agreed that somebody does something by a day."""

    record: Record
    action: int
    text: int  # revision id
    owner: int
    due: str


@dataclass(frozen=True)
class ActionCorrected(Event, kind="meeting.action_corrected"):
    """What a meeting agreed was written down otherwise: its words, who answers for it, or its day."""

    record: Record
    action: int
    was_text: int  # revision ids
    text: int
    was_owner: int
    owner: int
    was_due: str
    due: str


@dataclass(frozen=True)
class ActionDone(Event, kind="meeting.action_done"):
    """What a meeting agreed was done."""

    record: Record
    action: int


@dataclass(frozen=True)
class ActionRaised(Event, kind="meeting.action_raised"):
    """What was not solved climbed to another level of the series."""

    record: Record
    action: int
    track: str


@dataclass(frozen=True)
class MinutesSigned(Event, kind="meeting.minutes_signed"):
    """Somebody answers for the minutes as they stand; `seal` is the digest of what they say."""

    record: Record
    issue: int
    seal: str = ""


@dataclass(frozen=True)
class MinutesSent(Event, kind="meeting.minutes_sent"):
    """The minutes went out to who took part; each of them is asked to acknowledge them."""

    record: Record
    issue: int
    people: int


@dataclass(frozen=True)
class AcknowledgementAsked(Event, kind="acknowledgement.asked"):
    """People concerned are asked to read what changed."""

    record: Annotated[int | None, Touches("record")]
    subject: str
    version: int
    accounts: list[int]


@dataclass(frozen=True)
class AcknowledgementGiven(Event, kind="acknowledgement.given"):
    """Somebody said that they have read what changed."""

    record: Annotated[int | None, Touches("record")]
    subject: str
    version: int
    account: int


@dataclass(frozen=True)
class MeetingMailAddressed(Event, kind="meeting.mail_addressed"):
    """A mail about the meeting is to be sent to somebody."""

    record: Record
    mail: int
    what: str  # invitation, cancellation, minutes
    number: int


@dataclass(frozen=True)
class MeetingMailTried(Event, kind="meeting.mail_tried"):
    """A worker took the mail, or what became of it: `sending`, `sent`, `waiting`, `failed`, `doubtful`, `dropped`."""

    record: Record
    mail: int
    state: str
    attempts: int


@dataclass(frozen=True)
class MinutesOpened(Event, kind="meeting.minutes_opened"):
    """Somebody opened the minutes by the link of their mail."""

    record: Record
    mail: int


@dataclass(frozen=True)
class MinutesRead(Event, kind="meeting.minutes_read"):
    """Somebody said by the link of their mail that they have read the minutes."""

    record: Record
    mail: int
