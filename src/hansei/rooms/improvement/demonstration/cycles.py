"""The demonstration's cycle: a quarter of one service, signed as far as the company has records that prove it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, identities, let_go, records_of
from hansei.kernel.models import Account
from hansei.rooms.goals import queries as goals
from hansei.rooms.improvement import naming
from hansei.rooms.improvement.actions import cycles
from hansei.rooms.improvement.models import Cycle, CycleEvidence, CycleSignature
from hansei.rooms.measures import queries as measures

RESULTS: Final = (
    "Calls that come back cost the most hours; the quarter is for them.",
    "Cases that come back, and the time until a case is resolved.",
    "Two years of tickets are brought in, with every week of this quarter.",
    "Counted by service, team and week; what repeats is found by the scan.",
)


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: a cycle with the steps it has records for; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    found = records_of(Cycle).first()
    if found is None:
        fields: cycles.CycleFields = {"title": "Network, this quarter", "service": "Network"}
        fields |= {"scope": "Everything the network team answers for.", "owner": account_of("manager").pk}
        fields |= {"first": day - timedelta(days=60), "last": day + timedelta(days=30)}
        found = cycles.open_cycle(act_of("manager", day, ago=60), fields=fields)
    signed = found.signatures.count()
    for step, (proof, result) in enumerate(zip(_proofs(), RESULTS, strict=True), start=1):
        if step <= signed:
            continue
        if proof is None:
            return
        act = act_of("manager", day, ago=50 - 10 * step)
        cycles.link_evidence(act, pk=found.pk, step=step, kind=proof.kind, key=proof.key)
        cycles.sign_step(act, pk=found.pk, step=step, result=result)
    for each in naming.findings(None)[:2]:
        cycles.link_evidence(act_of("manager", day, ago=5), pk=found.pk, step=5, kind=each.kind, key=each.key)


def _proofs() -> list[naming.Named | None]:
    """What proves the first four steps; None where the company has nothing of that kind."""
    goal = next((each for each in goals.goals(None) if each.is_agreed), None)
    metric = measures.metric_of_measure(None, "time_to_resolve")
    data = next(iter(naming.collections(None)), None)
    return [
        None if goal is None else naming.find(None, "record", goal.key),
        None if metric is None else naming.find(None, "record", metric.key),
        data,
        data,
    ]


def remove(progress: Progress) -> None:
    """Delete the cycles with what hangs on them; their events and numbers go with their source."""
    here = identities("cycle")
    records_of(Cycle).update(previous=None)
    for model in (CycleSignature, CycleEvidence):
        model._default_manager.filter(cycle__in=here.values("pk")).delete()
    records_of(Cycle).delete()
    let_go(here)


demonstration.part("improvement.cycles", order=30, steps=STEPS[-1:], load=load, remove=remove)
