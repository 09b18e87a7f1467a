"""What stands still as the data end: exceptions with the days behind them, and the cases that wait longest.

A case is an exception at an instant, so that yesterday's count is found the same way as today's. "Now" is the last
event of the history, stragglers left out: an export says nothing of what came later.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import DONE, REOPENED, Log
from hansei.analytics.measures.figures import beside
from hansei.analytics.measures.flow import ended_unseen
from hansei.analytics.measures.holes import BUSY
from hansei.analytics.measures.stays import team_moments
from hansei.analytics.measures.told import tells_reopening

EXCEPTIONS: Final = ("open", "old", "overdue", "unassigned", "handed_on", "reopened")
GROUPS: Final = ("overdue", "unassigned", "handed_on", "old")  # what waits for somebody, the dearest first
OLD: Final = timedelta(days=30)
HAND_OFFS: Final = 3
STRAGGLING: Final = timedelta(days=8)  # a week after the last usual day, to its end
DAYS: Final = 14
ROWS: Final = 3
SHOWN: Final = ("case", "key", "title", "service", "team", "state", "reported_at", "due_at", "since")


def last_of(log: Log) -> datetime | None:
    """The last instant the history knows."""
    found: datetime | None = log.steps["at"].max().to_pyarrow().as_py()
    return found


def end_of(log: Log) -> datetime | None:
    """The instant as of which a history is told: its last event, unless only stragglers come after its last usual week.

    An extract of a month's cases also holds what happened to a few of them weeks later; as of then everything that it
    does not tell of would stand still. A week is usual with a tenth of the cases that weeks usually have, where these
    are ten and more; the history then ends with the last day of it on which a case was reported.
    """
    last, day = last_of(log), _last_usual_day(log)
    if last is None or day is None or last - day <= STRAGGLING:
        return last
    before = ibis.literal(day + timedelta(days=1), type="timestamp(6)")
    found: datetime | None = log.steps.filter(log.steps["at"] < before)["at"].max().to_pyarrow().as_py()
    return found or last


def _last_usual_day(log: Log) -> datetime | None:
    """The last day with a report in the last week with enough of them; None where weeks usually have few."""
    at = log.cases.reported_at
    weeks = log.cases.filter(at.notnull()).group_by(week=at.truncate("W")).aggregate(n=ibis._.count(), last=at.max())
    rows = weeks.to_pyarrow().to_pylist()
    usual = median(row["n"] for row in rows) if rows else 0
    if usual < BUSY:
        return None
    last: datetime = max(row["last"] for row in rows if row["n"] >= usual / 10)
    return last.replace(hour=0, minute=0, second=0, microsecond=0)


def known(log: Log) -> list[str]:
    """The exceptions this history can tell of: no due date, no team, no phase, then none of what stands on it."""
    cases, steps = log.cases, log.steps
    counts = cases.aggregate(reported=cases.reported_at.count(), due=cases.due_at.count()).cross_join(
        steps.aggregate(team=steps.team.count(), reopening=tells_reopening(steps))
    )
    (row,) = counts.to_pyarrow().to_pylist()
    needs = {"overdue": "due", "unassigned": "team", "handed_on": "team", "reopened": "reopening"}
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
    then = _as_of(log, taken, now) if taken else {}
    return {
        name: [row | then.get(row["case"], {"since": row["reported_at"]}) for row in rows]
        for name, rows in found.items()
    }


def _as_of(log: Log, cases: set[int], now: datetime) -> dict[int, dict[str, Any]]:
    """State, team and last event of these cases at `now`: what came after it has not happened yet."""
    steps = log.steps.filter(log.steps.case.isin(sorted(cases)))
    steps = steps.filter(steps["at"] <= ibis.literal(now, type="timestamp(6)"))
    told = steps.group_by("case").aggregate(
        state=steps.state.argmax(steps.position), team=steps.team.argmax(steps.position), since=steps["at"].max()
    )
    return {row.pop("case"): row for row in told.to_pyarrow().to_pylist()}


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
        cases = beside(cases, table)
    return cases


def _reopened(log: Log) -> Table:
    """The last instant at which a finished case was taken up again."""
    steps = log.steps.filter(log.steps.phase.notnull())
    steps = steps.mutate(was=steps.phase.lag().over(ibis.window(group_by="case", order_by="position")))
    again = steps.filter((steps.was.isin(DONE) & ~steps.phase.isin(DONE)) | (steps.state == REOPENED))
    return again.group_by("case").aggregate(reopened_at=again["at"].max())
