"""What a meeting agrees: somebody does something by a day; what is not solved climbs one level."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled, words
from hansei.blocks.meeting.events import ActionAgreed, ActionDone, ActionRaised
from hansei.blocks.meeting.models import Agreed
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import claim_any, refuse_unless_reader


@action("meeting.agree", label=gettext_lazy("Agree an action"))
def agree(act: Act, *, record: int, text: str, owner: Annotated[int, seeing.person()], due: date) -> int:
    """Note what somebody will do by a day; the next meeting opens with it until it is done."""
    found = claimed(act, record)
    refuse_cancelled(found)
    promises = Account.objects.filter(pk=owner, is_active=True).first()
    if promises is None:
        raise Refusal("action.no_owner", _("An action needs an owner who may sign in."))
    refuse_unless_reader(found.identity, promises, field="owner")
    said = words(act, record, "meeting.action", text)
    made = Agreed.objects.create(meeting=found, text=said, owner_id=owner, due=due, agreed_at=act.at)
    act.record(ActionAgreed(record=record, action=made.pk, text=said.pk, owner=owner, due=str(due)))
    return made.pk


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
    found = Agreed.objects.select_for_update(of=("self",)).get(pk=agreed)
    if found.done_at is not None:
        raise Refusal("action.done", _("This action is done already."))
    return found
