"""Ask those concerned to acknowledge what changed, and note that they did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting.events import AcknowledgementAsked, AcknowledgementGiven
from hansei.blocks.meeting.models import Acknowledgement
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, NotFound
from hansei.kernel.models import Account
from hansei.kernel.records import claim_any, refuse_unless_reader

People = Annotated[list[int], seeing.person()]


@action("meeting.ask_to_acknowledge", label=gettext_lazy("Ask to acknowledge"))
def ask_to_acknowledge(act: Act, *, record: int, subject: str, version: int, accounts: People) -> int:
    """Ask people to say that they have read what changed in a record. Returns how many were not asked before."""
    identity = claim_any(act, record).identity
    for each in Account.objects.filter(pk__in=accounts):
        refuse_unless_reader(identity, each)
    return ask(act, record=record, subject=subject, version=version, accounts=accounts)


def ask(act: Act, *, record: int | None, subject: str, version: int, accounts: Iterable[int]) -> int:
    """The same inside an action that has claimed what changed. An older question of the subject falls away."""
    asked = set(Acknowledgement.objects.filter(subject=subject, version=version).values_list("account_id", flat=True))
    new = sorted(set(accounts) - asked)
    if not new:
        return 0
    Acknowledgement.objects.bulk_create(
        Acknowledgement(record_id=record, subject=subject, version=version, account_id=each, asked_at=act.at)
        for each in new
    )
    act.record(AcknowledgementAsked(record=record, subject=subject, version=version, accounts=new))
    return len(new)


@action("meeting.acknowledge", label=gettext_lazy("Acknowledge"))
def acknowledge(act: Act, *, asked: int) -> None:
    """Say that one has read what changed; only who was asked can say so."""
    found = Acknowledgement.objects.select_for_update(of=("self",)).filter(pk=asked).first()
    if found is None:
        raise NotFound("acknowledgement.not_found", _("Nobody asked for this."))
    if act.by is None or found.account_id != act.by.pk:
        raise NotAllowed("acknowledgement.other", _("Somebody else was asked to acknowledge this."))
    if found.given_at is not None:
        return
    found.given_at = act.at
    found.save(update_fields=["given_at"])
    act.record(
        AcknowledgementGiven(
            record=found.record_id, subject=found.subject, version=found.version, account=found.account_id
        )
    )
