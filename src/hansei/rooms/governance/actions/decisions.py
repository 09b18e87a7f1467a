"""Every way to change a decision of the log."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventObject, EventRow
from hansei.rooms.governance import queries
from hansei.rooms.governance.actions import deciding
from hansei.rooms.governance.actions.texts import with_accounts
from hansei.rooms.governance.kinds import SEE, SEE_RIGHTS, WORK
from hansei.rooms.governance.models import Decision

CENT, MOST = Decimal("0.01"), Decimal(10) ** 11


class DecisionFields(TypedDict, total=False):
    """What is written about something to be decided. `owner` is an account's id; `options` holds one a line."""

    title: str
    kind: str
    level: str
    amount: Decimal | None
    hours: Decimal | None
    service: str
    owner: int | None
    options: str
    risks: str
    without: str
    principle_value: str
    principle_start: str
    principle_steps: str
    principle_together: str
    principle_whole: str
    principle_simple: str
    principle_automate: str


# What is asked before it is said who decides: the matrix, and whose own work it is.
WHO_DECIDES: Final = ("kind", "level", "amount", "hours", "service", "owner")


@action("decision.open", label=gettext_lazy("Prepare a decision"), right=WORK)
def open_decision(act: Act, *, fields: DecisionFields) -> Decision:
    """Write down a question that somebody must decide."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Decision, state="draft", where=where, **_values(fields))


@action("decision.edit", label=gettext_lazy("Edit"), on="decision", right=WORK)
def edit_decision(act: Act, *, pk: int, version: int, fields: DecisionFields) -> list[str]:
    """Change what is written; what was decided stays as it was on the table."""
    found = act.claim(Decision, pk, WORK, version=version)
    lifecycle.refuse_settled(found)
    values = _values(fields)
    if found.state == "asked" and (moved := [each for each in WHO_DECIDES if _is_changed(found, values, each)]):
        said = _("This is before whoever decides: what it is decided by stays. Take it back to the draft first.")
        raise Refusal("decision.asked", said, fields={name: [said] for name in moved})
    return records.change(act, found, **values)


def _is_changed(found: Decision, values: dict[str, Any], name: str) -> bool:
    return name in values and values[name] != getattr(found, name)


@action("decision.move", label=gettext_lazy("Move on"), on="decision")
def move_decision(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle. Deciding, looking at the outcome and reversing are actions of their own."""
    found = act.claim(Decision, pk, SEE, version=version)
    if to in ("decided", "revisited", "reversed"):
        raise Refusal("decision.own_page", _("This step has a page of its own."))
    lifecycle.move(act, found, to)


@action("decision.decide", label=gettext_lazy("Decide"), on="decision")
def decide(act: Act, *, pk: int, version: int, chosen: str, reason: str, check_on: date) -> None:
    """Decide. Whoever decides is asked of the matrix by kind, level of risk, amount, hours and service."""
    found = act.claim(Decision, pk, SEE, version=version)
    if found.state != "asked":
        raise Refusal("decision.not_asked", _("Ask for the decision first."))
    if chosen.strip() not in {each.strip() for each in found.options.splitlines()} - {""}:
        raise Refusal("decision.no_option", _("Choose one of the options that are on the table."))
    if check_on <= timezone.localdate(act.at):
        raise Refusal("decision.check_on", _("The outcome is looked at on a later day."))
    records.change(act, found, chosen=chosen.strip(), reason=reason, decider=act.by, check_on=check_on)
    taken = deciding.take(
        act,
        found,
        kind=found.kind,
        level=found.level,
        asked_at=_asked_at(found),
        amount=found.amount,
        hours=found.hours,
        service=found.service,
        doer=found.owner,
    )
    _refuse_own(found, act.by, taken.acting_for)
    lifecycle.move(act, found, "decided")


@action("decision.revisit", label=gettext_lazy("Look at the outcome"), on="decision", right=WORK)
def revisit(act: Act, *, pk: int, version: int, outcome: str, said: str) -> None:
    """Say how it turned out, against what was expected."""
    found = act.claim(Decision, pk, WORK, version=version)
    records.change(act, found, outcome=outcome, outcome_said=said)
    lifecycle.move(act, found, "revisited", reason=outcome)


@action("decision.reverse", label=gettext_lazy("Reverse"), on="decision")
def reverse_decision(act: Act, *, pk: int, version: int, reason: str) -> None:
    """Take a decision back. Whoever may decide it may reverse it."""
    found = act.claim(Decision, pk, SEE, version=version)
    asked = (found.kind, found.level, found.amount, found.hours, found.service, found.owner)
    _decides, name = deciding.refuse_unless_decider(act, *asked)
    _refuse_own(found, act.by, name)
    if not reason.strip():
        raise Refusal("decision.no_reason", _("Give the reason."))
    records.change(act, found, outcome_said=reason)
    lifecycle.move(act, found, "reversed")
    deciding.reverse(act, found)


def _refuse_own(found: Decision, account: Account | None, name: Account | None) -> None:
    """Refuse a deputy where the matter was ever theirs or their principal's, whoever owns it by now."""
    if queries.was_their_own(found, account, name):
        raise NotAllowed(
            "decision.own_work",
            _("This was your own matter, or that of who you act for; for somebody else nobody decides about that."),
        )


@action("rights.ask_wider", label=gettext_lazy("Ask for wider rights"), right=SEE_RIGHTS)
def ask_wider(act: Act, *, title: str, kind: str, level: str, reason: str, without: str) -> Decision:
    """Ask that one may decide more: a decision to be taken like any other, ready to be decided."""
    fields: DecisionFields = {
        "title": title,
        "kind": "rights.widen",
        "level": level,
        "options": "\n".join([_("Widen the rights"), _("Leave them as they are")]),
        "risks": f"{kind}: {reason}",
        "without": without,
        "owner": act.by.pk if act.by else None,
    }
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Decision, state="asked", where=where, **_values(fields))


def _asked_at(found: Decision) -> Any:
    """Return when it last began to wait for its decision."""
    touched = EventObject.objects.filter(object_id=found.pk).values("event_id")
    moved = EventRow.objects.filter(pk__in=touched, kind="record.moved", facts__now="asked").order_by("-pk").first()
    return moved.occurred_at if moved else found.created_at


def _values(fields: DecisionFields) -> dict[str, Any]:
    values = with_accounts(fields, "owner")
    for name in ("amount", "hours"):
        if (given := values.get(name)) is not None:
            if not CENT <= given <= MOST:
                raise Refusal("decision.amount", _("Amount and hours are more than nothing; leave them empty if none."))
            values[name] = given.quantize(CENT)  # as the database gives it back, so that the log holds the same
    return values
