"""What a risk over its threshold forces: the owner of the next horizon that bears it is asked, and answers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hansei.kernel import records
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, Revision
from hansei.rooms.governance import queries
from hansei.rooms.governance.appetite import HORIZONS
from hansei.rooms.governance.events import EscalationAnswered, RiskEscalated
from hansei.rooms.governance.models import Escalation, Risk, Treatment

Answer = Escalation.Answer


def settle(act: Act, found: Risk, *, has_grown: bool = False) -> None:
    """Escalate a risk that its horizon does not bear; end the task of one that fell below.

    One that has grown since its owner answered is asked about again.
    """
    wanted = queries.appetite().asked_horizon(found)
    is_asked = found.escalations.filter(answer="").exists()
    if wanted == found.raised_to and (is_asked or not (wanted and has_grown)):
        return
    end_open(act, found)
    records.change(act, found, raised_to=wanted)
    if wanted:
        _ask(act, found, wanted)


def end_open(act: Act, found: Risk) -> None:
    """Nobody needs to answer any more."""
    task = found.escalations.select_for_update().filter(answer="").first()
    if task is not None:
        _answered(act, task, Answer.ENDED, None)


def answer(act: Act, found: Risk, task: Escalation, said: str, reason: Revision, *, name: Account | None) -> None:
    """Carry out what the owner said, or their deputy in their name."""
    if said == Answer.RAISED:
        at = HORIZONS.index(task.horizon)
        if at + 1 == len(HORIZONS):
            raise Refusal("risk.nobody_above", _("There is no horizon above strategy: take it over or accept it."))
        _answered(act, task, said, reason, name)
        records.change(act, found, raised_to=HORIZONS[at + 1])
        _ask(act, found, HORIZONS[at + 1])
        return
    if said == Answer.ACCEPTED:
        _refuse_unless_acceptor(act, found)
        records.change(act, found, treatment=Treatment.ACCEPT)
    else:
        records.change(act, found, owner=name)
    _answered(act, task, said, reason, name)


def _refuse_unless_acceptor(act: Act, found: Risk) -> None:
    level = queries.appetite().level_of(found)
    said = queries.why_not(act.by, "risk.accept", level, service=found.service, doer=found.owner)
    if said is not None:
        raise NotAllowed("risk.not_acceptor", said)


def _ask(act: Act, found: Risk, horizon: str) -> None:
    task = Escalation.objects.create(risk=found, horizon=horizon, at=act.at)
    fact = RiskEscalated(record=found.pk, escalation=task.pk, horizon=horizon)
    act.record(fact, source=records.source_of(found))


def _answered(act: Act, task: Escalation, said: str, reason: Revision | None, name: Account | None = None) -> None:
    task.answer, task.answered_at, task.answered_by, task.reason = said, act.at, act.by, reason
    task.save(update_fields=["answer", "answered_at", "answered_by", "reason"])
    acting_for = name.pk if name is not None and name != act.by else None
    fact = EscalationAnswered(record=task.risk_id, escalation=task.pk, answer=said, acting_for=acting_for)
    act.record(fact, source=records.source_of(task.risk))
