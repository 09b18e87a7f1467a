"""Work that nobody waits for: the weeks by which improvements are judged, and the checks that have come due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Lane, Running, job
from hansei.kernel.timers import timer
from hansei.rooms.improvement import breaches, feeding, hearing, measuring
from hansei.rooms.improvement.actions import rechecks, violations
from hansei.rooms.improvement.models import Improvement, Recheck, RecheckState
from hansei.rooms.mining import queries as mining
from hansei.worktime.periods import last_whole_month


@job("improvement.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Count for every improvement that has a baseline, closed ones too: their pages show how it went on."""
    sets = {each.pk: each for each in mining.ready_data_sets()}
    done = 0
    for found in Improvement.objects.filter(data_set__in=sets, baselines__isnull=False).distinct():
        running.report(step="improvement")
        baseline = found.baseline
        if baseline is None or found.data_set is None:
            continue
        data_set = sets[found.data_set]
        if found.intervention_on is None:
            measuring.weeks_of(mining.kept, data_set, baseline.measure, baseline.unit)
        else:
            measuring.answer_in(mining.kept, data_set, found, baseline)
        done += 1
    return {"improvements": done}


@timer("improvement.rechecks", every=timedelta(minutes=10))
def look_for_due() -> None:
    """Ask for the checks whose day has come."""
    if _due().exists():
        jobs.enqueue_once("improvement.rechecks", by=None)


@job("improvement.rechecks", Lane.BACKGROUND)
def let_come_due(running: Running) -> dict[str, Any]:
    """Let each check whose day has come take its verdict, one after the other; one that is refused stops no other."""
    new = refused = 0
    for pk in list(_due().order_by("pk").values_list("pk", flat=True)):
        running.report(step="rechecks")
        try:
            new += rechecks.come_due(Act(by=None, via="timer"), recheck=pk)
        except Refusal:  # it stays as it was and is asked again by the next round
            refused += 1
    return {"rechecks": new, "refused": refused}


def _due() -> Any:
    """Checks to come due, and due ones that wait for data which reach their day."""
    waiting = Recheck.objects.filter(state=RecheckState.DUE, answer=None, improvement__data_set__isnull=False)
    planned = Recheck.objects.filter(state=RecheckState.PLANNED, due_on__lte=timezone.localdate())
    return waiting | planned


@timer("improvement.inputs", every=timedelta(hours=1))
def look_for_inputs() -> None:
    """Ask for what came up in the sources since."""
    jobs.enqueue_once("improvement.inputs", by=None)


@job("improvement.inputs", Lane.BACKGROUND)
def take_inputs_in(running: Running) -> dict[str, Any]:
    """Look into every source that the product holds data of; what is there already is not taken in again."""
    new = sum(feeding.feed(origin, running) for origin in hearing.FEEDERS)
    return {"inputs": new, "settled": feeding.settle_all(running)}


@job("improvement.violations")
def record_breaches(running: Running) -> dict[str, Any]:
    """Record, once for each service, what a data set's cases broke in its last whole month."""
    account, source = running.job.account, int(running.inputs["source"])
    if account is None:
        return {"violations": 0}
    data = mining.data_set(account, source)
    if data.last_at is None:
        return {"violations": 0}
    first, last = last_whole_month(timezone.localdate(data.last_at))
    running.report(step="violations")
    new = 0
    for each in breaches.breaches(mining.open_log(account, source), first, last):
        new += violations.record_breach(
            Act(by=account, via="job"),
            source=source,
            first=first,
            last=last,
            where=each.where,
            late=each.late,
            judged=each.judged,
        )
    return {"violations": new}
