"""Work that was called done and was not."""

from __future__ import annotations

from typing import Literal

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import DONE, Log
from hansei.analytics.measures.figures import Dimensions, beside, beside_rows, grouped, share
from hansei.analytics.measures.registry import measure

Told = Literal["counter or states", "counter", "states"]


@measure(
    "reopened_share",
    unit="share of cases",
    kind="share",
    needs_any=("cases.reopened", "steps.phase"),
)
def reopened_share(log: Log, *, told_by: Told = "counter or states", by: Dimensions = ()) -> Table:
    """Share of cases taken up again after they had been resolved or closed; `times` counts each time.

    Counted: cases whose reopening counter is 1 or more at its highest; where the source keeps no counter,
    cases in which a resolved or closed state is followed by one of any other known phase. Left out: moves between
    resolved and closed, states whose phase is unknown; cases for which neither is known.
    Example: New, Resolved, Active, Resolved, Closed: counted, 1 time; New, Resolved, Closed: not.
    """
    cases = reopenings(log, told_by, by)
    table = share(cases, cases.reopenings >= 1, by)
    rows = grouped(cases, by)
    times = rows.aggregate(times=ibis._.reopenings.sum().fill_null(0))
    return beside_rows(table, times, by)


def reopenings(log: Log, told_by: Told = "counter or states", by: Dimensions = ()) -> Table:
    """Each case with how often it was reopened, as its counter or its states tell; NULL where unknown."""
    columns = dict.fromkeys(("case", "reopened", *by))
    if told_by == "counter":
        return log.cases.select(*columns).mutate(reopenings=ibis._.reopened)
    cases = beside(log.cases.select(*columns), reopened_by_states(log))
    if told_by == "states":
        return cases.mutate(reopenings=cases.times)
    kept = log.cases.aggregate(known=log.cases.reopened.count()).known.as_scalar() > 0
    return cases.mutate(reopenings=kept.ifelse(cases.reopened, cases.times))


def reopened_by_states(log: Log) -> Table:
    """Per case with known phases, how often a finished state was followed by an unfinished one."""
    steps = log.steps.select("case", "position", "steps", "phase")
    finished = steps.phase.isin(DONE).fill_null(False)
    steps = steps.mutate(finished=finished, unfinished=steps.phase.notnull() & ~finished)
    cases = steps.group_by("case").aggregate(
        known=steps.phase.count(),
        first_finished=steps.finished.ifelse(steps.position, None).min(),
        last_unfinished=steps.unfinished.ifelse(steps.position, None).max(),
    )
    # Ordering neighbours is dear: only cases with something unfinished behind something finished need it.
    again = cases.filter(cases.first_finished < cases.last_unfinished)
    times = _times_again(steps.semi_join(again, "case"))
    told = cases.filter(cases.known > 0).select("case").left_join(times, "case")
    return told.select("case", times=told.times.fill_null(0))


def _times_again(steps: Table) -> Table:
    after = steps.unfinished.lead().over(ibis.window(group_by="case", order_by="position"))
    steps = steps.mutate(again=steps.finished & (steps.position < steps.steps) & after)
    return steps.group_by("case").aggregate(times=steps.again.sum())
