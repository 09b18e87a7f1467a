"""What a meeting agrees: somebody does something by a day; what is not solved climbs one level."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled, refuse_long_ago, words
from hansei.blocks.meeting.events import ActionAgreed, ActionCorrected, ActionDone, ActionRaised
from hansei.blocks.meeting.models import Agreed, Meeting
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import claim_any, refuse_unless_reader
from hansei.ui.words import of_day


@action("meeting.agree", label=gettext_lazy("Agree an action"))
def agree(act: Act, *, record: int, text: str, owner: Annotated[int, seeing.person()], due: date) -> int:
    """Note what somebody will do by a day; the next meeting opens with it until it is done."""
    found = claimed(act, record)
    refuse_cancelled(found)
    _refuse_owner(found, owner)
    _refuse_day(act, found, due)
    said = words(act, record, "meeting.action", text)
    made = Agreed.objects.create(meeting=found, text=said, owner_id=owner, due=due, agreed_at=act.at)
    act.record(ActionAgreed(record=record, action=made.pk, text=said.pk, owner=owner, due=str(due)))
    return made.pk


@action("meeting.correct_action", label=gettext_lazy("Correct the action"))
def correct(act: Act, *, agreed: int, seen: int, text: str, owner: Annotated[int, seeing.person()], due: date) -> None:
    """Write down otherwise what was agreed, until it is done; `seen` is the number of its words as they were read.

    Every correction gives it new words, so that who reads older ones overwrites nothing. Minutes that were signed
    do not say it: they are signed and sent again, and acknowledged anew.
    """
    found = _claimed(act, agreed)
    if found.text_id != seen:
        raise Outdated(
            "action.outdated",
            _("Somebody else corrected this action meanwhile. Read it again, then correct it."),
            now=found.text.text,
            mine=text.strip(),
            seen=found.text_id,
        )
    if (text.strip(), owner, due) == (found.text.text, found.owner_id, found.due):
        return
    if owner != found.owner_id:
        _refuse_owner(found.meeting, owner)
    if due != found.due:
        _refuse_day(act, found.meeting, due)
    was_text, was_owner, was_due = found.text_id, found.owner_id, str(found.due)
    found.text, found.owner_id, found.due = words(act, found.meeting_id, "meeting.action", text), owner, due
    found.save(update_fields=["text", "owner", "due"])
    act.record(
        ActionCorrected(
            record=found.meeting_id,
            action=found.pk,
            was_text=was_text,
            text=found.text.pk,
            was_owner=was_owner,
            owner=owner,
            was_due=was_due,
            due=str(due),
        )
    )


def _refuse_owner(found: Meeting, owner: int) -> None:
    promises = Account.objects.filter(pk=owner, is_active=True).first()
    if promises is None:
        raise Refusal("action.no_owner", _("An action needs an owner who may sign in."))
    refuse_unless_reader(found.identity, promises, field="owner")


def _refuse_day(act: Act, found: Meeting, due: date) -> None:
    """Refuse a day before the meeting, or before today where the meeting is still to come: nobody can keep it."""
    refuse_long_ago(act, due, field="due")
    earliest = min(found.day, timezone.localdate(act.at))
    if due < earliest:
        named = {"day": of_day(earliest)}
        said = (
            _("Write the day by which it is to be done, %(day)s or later. What was done before belongs in the minutes.")
            % named
        )
        raise Refusal("action.past", said, fields={"due": [said]})


@action("meeting.finish_action", label=gettext_lazy("Done"))
def finish(act: Act, *, agreed: int) -> None:
    """Note that what was agreed is done."""
    found = _claimed(act, agreed)
    found.done_by, found.done_at = act.by, act.at
    found.save(update_fields=["done_by", "done_at"])
    act.record(ActionDone(record=found.meeting_id, action=found.pk))


@action("meeting.raise_action", label=gettext_lazy("Raise one level"))
def raise_up(act: Act, *, agreed: int, track: str) -> None:
    """Put what is not solved before the people of another track of the series."""
    found = _claimed(act, agreed)
    if found.raised_to == track:
        return
    found.raised_to, found.raised_at = track[:40], act.at
    found.save(update_fields=["raised_to", "raised_at"])
    act.record(ActionRaised(record=found.meeting_id, action=found.pk, track=found.raised_to))


def _claimed(act: Act, agreed: int) -> Agreed:
    found = Agreed.objects.filter(pk=agreed).first()
    if found is None:
        raise NotFound("action.not_found", _("There is no such action."))
    claim_any(act, found.meeting_id)
    rows = Agreed.objects.select_for_update(of=("self",)).select_related("text", "meeting__identity")
    found = rows.get(pk=agreed)
    if found.done_at is not None:
        raise Refusal("action.done", _("This action is done already."))
    return found
