"""Closings made by a machine, so that closing is not taken for resolving."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import ratio
from hansei.analytics.measures.instants import elapsed_hours, local_epoch
from hansei.analytics.measures.registry import measure

HALF = 0.5
FEW = 20


@measure("auto_close_share", unit="share of cases", kind="share", anchor="closed_at", needs=("cases.closed_at",))
def auto_close_share(log: Log, *, zone: str = "UTC", dominant: float = HALF, fewest: int = FEW) -> Table:
    """Share of closings a machine made: the same number of hours after resolving, or in one hour of the day.

    Counted: closed cases whose gap from resolution, in whole hours, is the one that at least half of all closings
    (`dominant`) have, if it is an hour or more; and those closed in the hour of the day, on the clock of
    `zone`, in which at least half of all closings fall. `gap_hours` and `batch_hour` name the two,
    NULL where there is none. Left out: cases not closed. Under 20 closings nothing is called a rule.
    Example: 30 cases, 24 closed 120 h after resolving: 24 of 30, or 0.8; gap 120.
    """
    closed = log.cases.filter(log.cases.closed_at.notnull())
    closed = closed.select(
        "case",
        gap=elapsed_hours(closed.resolved_at, closed.closed_at).floor().cast("int64"),
        hour=(local_epoch(closed.closed_at, zone) / 3600).floor().cast("int64") % 24,
    )
    closed = closed.mutate(gap=(closed.gap >= 1).ifelse(closed.gap, None))
    enough = closed.aggregate(n=closed.count())
    rules = enough.cross_join(_most_frequent(closed, "gap")).cross_join(_most_frequent(closed, "hour"))
    threshold = rules.n * dominant
    rules = rules.select(
        gap_hours=((rules.n >= fewest) & (rules.gap_n >= threshold)).ifelse(rules.gap, None),
        batch_hour=((rules.n >= fewest) & (rules.hour_n >= threshold)).ifelse(rules.hour, None),
    )
    return _judged(closed.cross_join(rules))


def _most_frequent(closed: Table, column: str) -> Table:
    """One row: the most frequent value of a column and how many closings have it; the smallest of equals."""
    counted = closed.filter(closed[column].notnull()).group_by(column).aggregate(n=ibis._.count())
    most = counted.aggregate(most=counted.n.max()).most.as_scalar()
    found = counted.filter(counted.n == most)
    return found.aggregate(**{column: found[column].min(), f"{column}_n": found.n.max()})


def _judged(closed: Table) -> Table:
    by_gap = (closed.gap == closed.gap_hours).fill_null(False)
    by_hour = (closed.hour == closed.batch_hour).fill_null(False)
    table = closed.aggregate(
        n=closed.count(),
        count=(by_gap | by_hour).sum().fill_null(0),
        gap_hours=closed.gap_hours.max(),
        by_gap=by_gap.sum().fill_null(0),
        batch_hour=closed.batch_hour.max(),
        by_hour=by_hour.sum().fill_null(0),
    )
    return table.mutate(value=ratio(table["count"], table.n))
