"""Every way to change a risk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.rooms.governance import queries
from hansei.rooms.governance.actions import escalating
from hansei.rooms.governance.actions.texts import kept, kept_if_any, with_accounts
from hansei.rooms.governance.events import RiskRealised, RiskScored
from hansei.rooms.governance.exposure import exposure_of, impact_for
from hansei.rooms.governance.kinds import SEE, WORK
from hansei.rooms.governance.models import Escalation, Occurrence, Risk, RiskScore

MOST, CENT = Decimal(10) ** 11, Decimal("0.01")
# Fields that may bring a risk over another threshold.
PLACED = {"category", "horizon"}


class RiskFields(TypedDict, total=False):
    """What a person writes about a risk. `owner` is an account's id; texts of several things hold one a line."""

    title: str
    causes: str
    event: str
    effects: str
    prevention: str
    recovery: str
    category: str
    horizon: str
    service: str
    owner: int | None
    treatment: str
    plan: str
    indicator: str
    review_on: date | None


@action("risk.open", label=gettext_lazy("Note a risk"), right=WORK)
def open_risk(act: Act, *, fields: RiskFields) -> Risk:
    """Write a risk into the register."""
    where = {"requester_id": act.by.person_id if act.by else None}
    return records.create(act, Risk, state="identified", where=where, **with_accounts(fields, "owner"))


@action("risk.edit", label=gettext_lazy("Edit"), on="risk", right=WORK)
def edit_risk(act: Act, *, pk: int, version: int, fields: RiskFields) -> list[str]:
    """Change fields; refuses when somebody else did meanwhile. Returns the names of what changed."""
    found = act.claim(Risk, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    changed = records.change(act, found, **with_accounts(fields, "owner"))
    if PLACED & set(changed):
        escalating.settle(act, found)
    return changed


@action("risk.move", label=gettext_lazy("Move on"), on="risk")
def move_risk(act: Act, *, pk: int, version: int, to: str) -> None:
    """Go one way of the lifecycle. Closing is an action of its own."""
    found = act.claim(Risk, pk, SEE, version=version)
    if to == "closed":
        raise Refusal("risk.choose_end", _("Choose how it ends."))
    lifecycle.move(act, found, to)


@action("risk.score", label=gettext_lazy("Score"), on="risk", right=WORK)
def score_risk(
    act: Act,
    *,
    pk: int,
    version: int,
    likelihood: int,
    impact: int | None = None,
    amount: Decimal | None = None,
    is_residual: bool = False,
    why: str = "",
) -> RiskScore:
    """Judge how likely and how bad it is. Over its threshold it is escalated at once.

    With an amount the step of impact follows from it; without one the step is named.
    """
    found = act.claim(Risk, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    appetite = queries.appetite()
    if amount is not None:
        if not CENT <= amount <= MOST:
            raise Refusal("risk.amount", _("One occurrence costs more than nothing; leave it empty if unknown."))
        amount = amount.quantize(CENT)  # as the database gives it back, so that the log holds the same
        impact = impact_for(amount, appetite.impact_from)
    if impact is None:
        raise Refusal("risk.no_impact", _("Say how bad it would be: a step, or what one occurrence costs."))
    currency = appetite.currency if amount is not None else ""
    score = RiskScore(risk=found, at=act.at, by=act.by, likelihood=likelihood, impact=impact, is_residual=is_residual)
    score.amount, score.currency = amount, currency
    was = exposure_of(found)
    records.change(act, found, likelihood=likelihood, impact=impact, amount=amount, currency=currency)
    score.why = kept_if_any(act, "risk.score", why, of=found.pk)
    score.save(force_insert=True)
    act.record(_scored(score), source=records.source_of(found))
    now = exposure_of(found)
    escalating.settle(act, found, has_grown=was is not None and now is not None and now.is_above(was))
    return score


@action("risk.realise", label=gettext_lazy("It happened"), on="risk", right=WORK)
def realise_risk(act: Act, *, pk: int, version: int, on: date, what: str, cost: Decimal | None = None) -> Occurrence:
    """Note that what the risk spoke of happened, when, and what it cost."""
    found = act.claim(Risk, pk, WORK, version=version)
    if on > timezone.localdate(act.known_at):
        raise Refusal("risk.not_yet", _("That day has not come yet."))
    if cost is not None and not 0 <= cost <= MOST:
        raise Refusal("risk.cost", _("The cost is a positive amount; leave it empty if unknown."))
    told = kept(act, "risk.occurrence", what, of=found.pk)
    currency = queries.appetite().currency if cost is not None else ""
    made = Occurrence.objects.create(risk=found, on=on, cost=cost, currency=currency, what=told, by=act.by)
    said = None if cost is None else str(cost)
    fact = RiskRealised(record=found.pk, occurrence=made.pk, on=on.isoformat(), cost=said, currency=currency)
    act.record(fact, source=records.source_of(found))
    return made


@action("risk.answer", label=gettext_lazy("Answer the escalation"), on="risk")
def answer_escalation(act: Act, *, pk: int, version: int, answer: str, reason: str) -> None:
    """The owner of the horizon says what becomes of a risk over its threshold: taken over, accepted, passed on."""
    found = act.claim(Risk, pk, SEE, version=version)
    task = found.escalations.select_for_update().filter(answer="").first()
    if task is None:
        raise Refusal("risk.not_escalated", _("Nobody is asked about this risk now."))
    task.risk = found
    name = queries.whose_answer(act.by, task) if act.by is not None else None
    if name is None:
        raise NotAllowed("risk.not_its_owner", queries.who_is_asked(task))
    if answer not in (Escalation.Answer.TAKEN, Escalation.Answer.ACCEPTED, Escalation.Answer.RAISED):
        raise Refusal("risk.answer", _("Take it over, accept it, or pass it on."))
    escalating.answer(act, found, task, answer, kept(act, "risk.answer", reason, of=found.pk), name=name)


@action("risk.close", label=gettext_lazy("Close"), on="risk", right=WORK)
def close_risk(act: Act, *, pk: int, version: int, end: str, reason: str) -> None:
    """Close a risk with how it ended and why."""
    found = act.claim(Risk, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    records.change(act, found, end=end, end_reason=reason, raised_to="")
    lifecycle.move(act, found, "closed", reason=end)
    escalating.end_open(act, found)


def _scored(score: RiskScore) -> RiskScored:
    return RiskScored(
        record=score.risk_id,
        score=score.pk,
        likelihood=score.likelihood,
        impact=score.impact,
        amount=None if score.amount is None else str(score.amount),
        currency=score.currency,
        is_residual=score.is_residual,
    )
