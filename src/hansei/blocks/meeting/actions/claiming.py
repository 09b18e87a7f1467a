"""What every action of a meeting does first: the record is claimed, and its meeting with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.meeting.models import Meeting
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Revision
from hansei.kernel.records import claim_any
from hansei.ui.words import of_day

LONGEST_TEXT: Final = 5000
# What was held or agreed is often written down later, but hardly by more than this: an older day is a slip.
LONG_AGO: Final = timedelta(days=366)


def claimed(act: Act, record: int) -> Meeting:
    """Return the meeting of a record that the actor may work on, locked together with the record."""
    claim_any(act, record)
    found = Meeting.objects.select_for_update(of=("self",)).filter(pk=record).first()
    if found is None:
        raise NotFound("meeting.not_found", _("This record has no meeting."), record=record)
    return found


def refuse_cancelled(found: Meeting) -> None:
    if found.is_cancelled:
        raise Refusal("meeting.cancelled", _("This meeting is cancelled. Plan another one."))


def refuse_long_ago(act: Act, day: date, *, field: str) -> None:
    """Refuse a day on which nothing can be planned or moved any more, not even to note what was held meanwhile."""
    earliest = timezone.localdate(act.at) - LONG_AGO
    if day < earliest:
        named = {"day": of_day(earliest)}
        said = _("This day is more than a year ago. Write the day that is meant, %(day)s or later.") % named
        raise Refusal("day.long_ago", said, fields={field: [said]})


def words(act: Act, record: int, field: str, text: str) -> Revision:
    """Keep what somebody wrote, where erasure finds it."""
    said = text.strip()
    if not said or len(said) > LONGEST_TEXT:
        raise Refusal("text.length", _("Write one to 5000 characters."))
    return Revision.objects.create(object_id=record, field=field, text=said, author=act.by, at=act.at)
