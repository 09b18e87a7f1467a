"""How much there is: cases and events."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, grouped, with_case
from hansei.analytics.measures.registry import measure


@measure("cases", unit="cases", kind="count")
def cases(log: Log, *, by: Dimensions = ()) -> Table:
    """How many cases the history holds, open and finished.

    Counted: every case, also one cut off at an end of the extract. Left out: nothing.
    Example: three cases, one of them still open: 3.
    """
    rows = grouped(log.cases, by)
    return rows.aggregate(value=ibis._.count(), n=ibis._.count())


@measure("events", unit="events", kind="count", basis="events")
def events(log: Log, *, by: Dimensions = ()) -> Table:
    """How many events the cases of the history hold together.

    Counted: every step of every case; an event that touches two cases counts in both.
    Left out: events that touch no case. Example: cases with 3, 2 and 1 steps: 6.
    """
    steps = with_case(log.steps.select("case"), log.cases, by)
    rows = grouped(steps, by)
    return rows.aggregate(value=ibis._.count(), n=ibis._.count())
