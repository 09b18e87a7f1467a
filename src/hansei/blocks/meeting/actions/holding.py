"""Begin and end a meeting; note who is there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled
from hansei.blocks.meeting.events import MeetingBegun, MeetingEnded, PresenceNoted
from hansei.blocks.meeting.models import Participant
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal


@action("meeting.begin", label=gettext_lazy("Begin the meeting"))
def begin(act: Act, *, record: int) -> None:
    """Say that people sit together now; whoever opens the page writes in the same minutes."""
    found = claimed(act, record)
    refuse_cancelled(found)
    if found.begun_at is not None:
        return
    found.begun_at = act.at
    found.save(update_fields=["begun_at"])
    act.record(MeetingBegun(record=record))


@action("meeting.end", label=gettext_lazy("End the meeting"))
def end(act: Act, *, record: int) -> None:
    """Say that people went apart. Minutes may be mended until they are sent, and after that as a new issue."""
    found = claimed(act, record)
    if found.begun_at is None:
        raise Refusal("meeting.not_begun", _("Begin the meeting first."))
    if found.ended_at is not None:
        return
    found.ended_at = act.at
    found.save(update_fields=["ended_at"])
    act.record(MeetingEnded(record=record))


@action("meeting.note_presence", label=gettext_lazy("Note who is there"))
def note_presence(act: Act, *, record: int, participant: int, presence: str) -> None:
    """Note that somebody was there, or was not."""
    claimed(act, record)
    if presence not in Participant.Presence.values:
        raise Refusal("participant.presence", _("Somebody is present or absent."))
    found = Participant.objects.filter(pk=participant, meeting=record).first()
    if found is None:
        raise NotFound("participant.not_found", _("This person is not on the list."))
    if found.presence == presence:
        return
    found.presence = presence
    found.save(update_fields=["presence"])
    act.record(PresenceNoted(record=record, participant=participant, presence=presence))
