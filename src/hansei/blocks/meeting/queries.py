"""What is to be read of meetings: people, minutes, actions carried over, who has acknowledged, how much was kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from hansei.blocks.meeting import content as contents
from hansei.blocks.meeting import described
from hansei.blocks.meeting.content import Content, KeptAction, is_same
from hansei.blocks.meeting.models import (
    Acknowledgement,
    Agreed,
    Meeting,
    MeetingMail,
    Paragraph,
    Participant,
    Point,
    SignedMinutes,
)
from hansei.kernel.models import Account, EventObject


@dataclass(frozen=True)
class Share:
    """So many of so many; with nothing to count there is no share."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        return self.count / self.n if self.n else None


def meeting_of(record: int) -> Meeting | None:
    return Meeting.objects.select_related("identity", "signed_by").filter(pk=record).first()


def people_of(record: int) -> list[Participant]:
    return list(Participant.objects.filter(meeting=record).select_related("account", "name"))


def paragraphs_of(record: int) -> list[Paragraph]:
    """The minutes as they stand, in the order in which they were begun."""
    found = Paragraph.objects.filter(meeting=record, is_withdrawn=False)
    return list(found.select_related("text", "text__author"))


def points_of(record: int) -> list[Point]:
    return list(Point.objects.filter(meeting=record, is_dropped=False).select_related("title"))


def agreed_in(record: int) -> list[Agreed]:
    return list(_read(Agreed.objects.filter(meeting=record)))


def earlier(found: Meeting) -> QuerySet[Meeting]:
    """The meetings of the same series and track before this one, the latest first; cancelled ones do not count."""
    if not found.series:
        return Meeting.objects.none()
    same = Meeting.objects.filter(series=found.series, track=found.track, is_cancelled=False)
    return same.filter(starts_at__lt=found.starts_at).order_by("-starts_at", "-pk")


def carried_over(found: Meeting) -> list[Agreed]:
    """What a meeting opens with: what the one before agreed, what is older and was still open then, what climbed here.

    What climbed from here to another track is that one's; it is not asked for twice.
    """
    if not found.series:
        return []
    before = earlier(found)
    previous = before.first()
    still_open = Q(done_at=None)
    if previous is not None:
        still_open |= Q(done_at__gte=max(previous.starts_at, previous.planned_at))
    own = Q(meeting__in=before.values("pk")) & (Q(meeting=previous) | still_open)
    climbed = Q(meeting__series=found.series, meeting__starts_at__lt=found.starts_at, raised_to=found.track)
    wanted = (own & Q(raised_to__in=("", found.track))) | (climbed & ~Q(raised_to="") & still_open)
    return list(_read(Agreed.objects.filter(wanted).exclude(meeting=found)))


def content_of(found: Meeting) -> Content:
    """Everything that the minutes say now, in numbers. Time and place are not among it: what began moves no more."""
    return {
        "people": [
            {"account": each.account_id, "name": each.name_id, "side": each.side, "presence": each.presence}
            for each in people_of(found.pk)
        ],
        "points": [{"point": each.pk, "code": each.code, "title": each.title_id} for each in points_of(found.pk)],
        "paragraphs": [
            {"section": each.section, "kind": each.kind, "text": each.text_id} for each in paragraphs_of(found.pk)
        ],
        "agreed": _kept(agreed_in(found.pk)),
        "carried": _kept(carried_over(found)),
        "room": described.of(found).keep(found),
    }


def _kept(agreed: list[Agreed]) -> list[KeptAction]:
    return [
        {"text": each.text_id, "owner": each.owner_id, "due": str(each.due), "is_done": each.done_at is not None}
        for each in agreed
    ]


def signed_last(found: Meeting) -> SignedMinutes | None:
    """What was signed last, whether it was sent or not."""
    return SignedMinutes.objects.filter(meeting=found).select_related("signed_by").order_by("-issue").first()


def signed_as(meeting: int, issue: int) -> SignedMinutes | None:
    """One issue as it was signed."""
    rows = SignedMinutes.objects.filter(meeting=meeting, issue=issue)
    return rows.select_related("signed_by", "meeting__identity").first()


def is_what_was_signed(signed: SignedMinutes) -> bool:
    """Whether an issue says what the log says was signed; what was signed before the log kept a seal cannot be told."""
    touched = EventObject.objects.filter(object=signed.meeting_id, event__kind="meeting.minutes_signed")
    seals = {facts.get("seal", "") for facts in touched.values_list("event__facts", flat=True)}
    return signed.seal in seals or "" in seals


def stands_as_signed(found: Meeting) -> bool:
    """Whether the minutes say what was signed last. Doing what was agreed changes nothing of it."""
    signed = signed_last(found)
    return signed is not None and is_same(signed.content, content_of(found))


def mark_of(record: int) -> str:
    """The mark of what the minutes of a record's meeting say now."""
    return contents.mark_of(content_of(Meeting.objects.get(pk=record)))


def promised_by(account: Account, among: QuerySet[Meeting]) -> QuerySet[Agreed]:
    """The open actions this person promised in these meetings, first what is due first."""
    return _read(Agreed.objects.filter(owner=account, done_at=None, meeting__in=among.values("pk")))


def _read(rows: QuerySet[Agreed]) -> QuerySet[Agreed]:
    return rows.select_related("text", "owner", "done_by", "meeting__identity").order_by("due", "pk")


def waiting_for(account: Account) -> list[Acknowledgement]:
    """What this person is asked to acknowledge; a newer version takes the place of an older one."""
    asked = Acknowledgement.objects.filter(account=account, given_at=None).select_related("record").order_by("pk")
    latest = {each.subject: each for each in asked}
    return list(latest.values())


def acknowledged(records: Collection[int] | None = None, subjects: str = "") -> Share:
    """Share of the acknowledgements asked for that were given."""
    asked = Acknowledgement.objects.filter(subject__startswith=subjects)
    if records is not None:
        asked = asked.filter(record__in=records)
    return Share(asked.exclude(given_at=None).count(), asked.count())


def acknowledgements_of(record: int) -> list[Acknowledgement]:
    return list(Acknowledgement.objects.filter(record=record).select_related("account").order_by("-version", "pk"))


def done_on_time(agreed: Collection[Agreed], now: datetime) -> Share:
    """Share of the actions due by now that were done by their day, in the zone of their meeting."""
    due = [each for each in agreed if each.due < now.date()]
    kept = [each for each in due if each.done_at is not None and each.done_at.date() <= each.due]
    return Share(len(kept), len(due))


def mails_of(record: int) -> list[MeetingMail]:
    """What was mailed about a meeting, the latest first; what was never needed is left out."""
    rows = MeetingMail.objects.filter(meeting=record).exclude(state=MeetingMail.State.DROPPED)
    return list(rows.select_related("account", "participant__name", "participant__account").order_by("-pk"))
