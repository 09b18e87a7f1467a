"""Taking a decision about a record: checked against the matrix, kept with the role and the wait. For upper rooms."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from hansei.kernel import records
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account
from hansei.rooms.governance import queries
from hansei.rooms.governance.events import DecisionReversed, DecisionTaken
from hansei.rooms.governance.models import Taken
from hansei.rooms.governance.queries.approving import Approval, R


def take(
    act: Act,
    found: records.Record,
    *,
    kind: str,
    level: str,
    asked_at: datetime | None = None,
    amount: Decimal | None = None,
    hours: Decimal | None = None,
    service: str = "",
    doer: Account | None = None,
) -> Taken:
    """Take a decision about a claimed record, inside the action of the room that owns it; refuse who may not.

    `asked_at` is when it began to wait for the decision; nothing: it did not wait.
    """
    decides, name = refuse_unless_decider(act, kind, level, amount, hours, service, doer)
    waited_since = min(asked_at or act.at, act.at)
    made = Taken(record=found.identity, kind=kind, asked_level=level, level=decides.level, role=decides.role)
    made.by_role = queries.role_of(name, decides, service)
    made.acting_for = name if name != act.by else None
    made.by, made.asked_at, made.at = act.by, waited_since, act.at
    made.save(force_insert=True)
    act.record(_said(made), source=records.source_of(found))
    return made


def approve(act: Act, found: R, approval: Approval[R]) -> Taken:
    """Keep with the decision rights that a claimed record was approved: in which role, and how long it had waited."""
    return take(act, found, asked_at=approval.asked_at(found), **approval.terms(found))


def refuse_unless_decider(
    act: Act,
    kind: str,
    level: str,
    amount: Decimal | None = None,
    hours: Decimal | None = None,
    service: str = "",
    doer: Account | None = None,
) -> tuple[queries.Deciders, Account | None]:
    """Refuse with the sentence that says who decides; return who does, and in whose name the actor may."""
    found = queries.deciders(act.by, kind=kind, level=level, amount=amount, hours=hours, service=service, doer=doer)
    name = queries.whose(act.by, found, service, doer=doer) if act.by is not None else None
    if act.by is not None and name is None:
        raise NotAllowed("decision.not_yours", queries.not_yours(found))
    return found, name


def reverse(act: Act, found: records.Record) -> None:
    """Note that what was decided last about a claimed record holds no longer."""
    last = Taken.objects.select_for_update().filter(record=found.pk, reversed_at=None).order_by("-at", "-pk").first()
    if last is None:
        raise Refusal("decision.none", queries.nothing_taken())
    last.reversed_at = act.at
    last.save(update_fields=["reversed_at"])
    act.record(DecisionReversed(record=found.pk, taken=last.pk), source=records.source_of(found))


def _said(made: Taken) -> DecisionTaken:
    return DecisionTaken(
        record=made.record_id,
        taken=made.pk,
        decides=made.kind,
        asked_level=made.asked_level,
        level=made.level,
        role=made.role,
        by_role=made.by_role,
        asked_at=made.asked_at.isoformat(),
        acting_for=made.acting_for_id,
    )
