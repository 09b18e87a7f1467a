"""What stands still as the data end: exceptions with the days behind them, and the cases that wait longest.

A case is an exception at an instant, so that yesterday's count is found the same way as today's. "Now" is the last
event of the history: an export says nothing of what came later.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.flow import ended_unseen
from hansei.analytics.measures.reopening import FINISHED
from hansei.analytics.measures.stays import team_moments

EXCEPTIONS: Final = ("open", "old", "overdue", "unassigned", "handed_on", "reopened")
GROUPS: Final = ("overdue", "unassigned", "handed_on", "old")  # what waits for somebody, the dearest first
OLD: Final = timedelta(days=30)
HAND_OFFS: Final = 3
DAYS: Final = 14
ROWS: Final = 3
SHOWN: Final = ("case", "key", "title", "service", "team", "state", "reported_at", "due_at", "since")


def end_of(log: Log) -> datetime | None:
    """The last instant the history knows."""
    found: datetime | None = log.steps["at"].max().to_pyarrow().as_py()
    return found


def known(log: Log) -> list[str]:
    """The exceptions this history can tell of: no due date, no team, no phase, then none of what stands on it."""
    cases, steps = log.cases, log.steps
    counts = cases.aggregate(reported=cases.reported_at.count(), due=cases.due_at.count()).cross_join(
        steps.aggregate(team=steps.team.count(), phase=steps.phase.count())
    )
    (row,) = counts.to_pyarrow().to_pylist()
    needs = {"overdue": "due", "unassigned": "team", "handed_on": "team", "reopened": "phase"}
    return [name for name in EXCEPTIONS if row["reported"] and row[needs.get(name, "reported")]]


def exceptional(log: Log, name: str, now: datetime) -> Table:
    """The cases that are this exception at `now`; "reopened": within the 14 days before it."""
    marked = _marked(log)
    return log.cases.semi_join(marked.filter(_is(marked, name, now, timedelta(days=DAYS))), "case")


def days_behind(log: Log, names: list[str], now: datetime) -> dict[str, list[int]]:
    """How many cases were each exception at the end of each of the last 14 days, the last one `now`.

    "reopened" is an event, not a state: so it counts the cases reopened in each of these days.
    """
    marked = _marked(log)
    asked = {
        f"{name}_{back}": _is(marked, name, now - timedelta(days=back), timedelta(days=1)).fill_null(False).sum()
        for name in names
        for back in range(DAYS)
    }
    (row,) = marked.aggregate(**asked).to_pyarrow().to_pylist() if asked else ({},)
    return {name: [int(row[f"{name}_{back}"] or 0) for back in reversed(range(DAYS))] for name in names}


def waiting(log: Log, names: list[str], now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Of each group the three open cases that wait longest; a case stands in the first group it belongs to."""
    taken: set[int] = set()
    found: dict[str, list[dict[str, Any]]] = {}
    marked = _marked(log)
    for name in (each for each in GROUPS if each in names):
        cases = marked.filter(_is(marked, name, now, timedelta(days=DAYS)))
        first = cases.due_at if name == "overdue" else cases.reported_at
        ordered = cases.filter(cases.case.notin(sorted(taken))) if taken else cases
        found[name] = ordered.order_by(first, "case").limit(ROWS).select(*SHOWN).to_pyarrow().to_pylist()
        taken |= {row["case"] for row in found[name]}
    return found


def _is(cases: Table, name: str, at: datetime, within: timedelta) -> BooleanValue:
    now = ibis.literal(at, type="timestamp(6)")
    if name == "reopened":
        begin = ibis.literal(at - within, type="timestamp(6)")
        return (cases.reopened_at > begin) & (cases.reopened_at <= now)
    is_open = (cases.reported_at <= now) & ((cases.ended > now) | (cases.ended.isnull() & ~cases.unseen))
    more = {
        "open": ibis.literal(True),
        "old": cases.reported_at <= ibis.literal(at - OLD, type="timestamp(6)"),
        "overdue": cases.due_at <= now,
        "unassigned": cases.assigned_at.isnull() | (cases.assigned_at > now),
        "handed_on": cases.handed_on_at <= now,
    }[name]
    return is_open & more


def _marked(log: Log) -> Table:
    """Each case with the instants from which it is an exception."""
    cases = log.cases.mutate(ended=log.cases.resolved_at.coalesce(log.cases.closed_at), unseen=ended_unseen(log.cases))
    steps = log.steps
    moments = steps.group_by("case").aggregate(
        assigned_at=steps["at"].min(where=steps.team.notnull()), since=steps["at"].max()
    )
    changes = team_moments(log).filter(~ibis._.is_first)
    rank = ibis.row_number().over(ibis.window(group_by="case", order_by="at"))
    handed = changes.mutate(rank=rank).filter(ibis._.rank == HAND_OFFS - 1).select("case", handed_on_at=ibis._["at"])
    for table in (moments, handed, _reopened(log)):
        cases = cases.left_join(table, "case").drop("case_right")
    return cases


def _reopened(log: Log) -> Table:
    """The last instant at which a finished case was taken up again."""
    steps = log.steps.filter(log.steps.phase.notnull())
    steps = steps.mutate(was=steps.phase.lag().over(ibis.window(group_by="case", order_by="position")))
    again = steps.filter(steps.was.isin(FINISHED) & ~steps.phase.isin(FINISHED))
    return again.group_by("case").aggregate(reopened_at=again["at"].max())
