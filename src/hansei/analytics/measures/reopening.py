"""Work that was called done and was not."""

from __future__ import annotations

from typing import Literal

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import DONE, REOPENED, Log
from hansei.analytics.measures.figures import Dimensions, beside, beside_rows, grouped, share
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.told import REOPENING, tells_reopening

Told = Literal["counter or states", "counter", "states"]


@measure(
    "reopened_share",
    unit="share of cases",
    kind="share",
    needs_any=("cases.reopened", REOPENING),
)
def reopened_share(log: Log, *, told_by: Told = "counter or states", by: Dimensions = ()) -> Table:
    """Share of cases taken up again after they had been resolved or closed; `times` counts each time.

    Counted: cases whose reopening counter is 1 or more at its highest; where the source keeps no counter,
    cases in which a resolved or closed state is followed by one of any other known phase, and those with a date of
    reopening. Left out: moves between resolved and closed, states whose phase is unknown; cases for which neither is
    known; all cases where the source tells dates only, and none of reopening.
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
    told = log.steps.aggregate(told=tells_reopening(log.steps)).told.as_scalar()
    steps = log.steps.filter(told).select("case", "position", "state", "phase")
    finished = steps.phase.isin(DONE).fill_null(False)
    # A list of tickets keeps the last date of resolution only, so that the date of reopening stands before it.
    dated = (steps.state == REOPENED).fill_null(False)
    steps = steps.mutate(finished=finished, unfinished=steps.phase.notnull() & ~finished, dated=dated)
    cases = steps.group_by("case").aggregate(
        known=steps.phase.count(),
        first_finished=steps.finished.ifelse(steps.position, None).min(),
        last_unfinished=steps.unfinished.ifelse(steps.position, None).max(),
        dated=steps.dated.any(),
    )
    # Ordering neighbours is dear: only cases with something unfinished behind something finished need it.
    again = cases.filter((cases.first_finished < cases.last_unfinished) | cases.dated)
    times = _times_again(steps.semi_join(again, "case"))
    known = cases.filter(cases.known > 0).select("case").left_join(times, "case")
    return known.select("case", times=known.times.fill_null(0))


def _times_again(steps: Table) -> Table:
    before = steps.finished.lag().over(ibis.window(group_by="case", order_by="position")).fill_null(False)
    steps = steps.mutate(again=steps.unfinished & (before | steps.dated))
    return steps.group_by("case").aggregate(times=steps.again.sum())
