"""Where the time goes: states, queues, waiting, and the part in which somebody works."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import ENDED, Log
from hansei.analytics.measures.figures import Dimensions, grouped, ratio, with_case
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.paths import Label, labelled
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.told import HISTORY, tells_states

QUEUES = ("new", "queued")
Chosen = Callable[[Table], BooleanValue]


@measure("time_in_state", unit="elapsed hours", kind="rows")
def time_in_state(log: Log, *, label: Label = "state", by: Dimensions = ()) -> Table:
    """How long cases are in each state, all visits of a case together.

    Counted: the elapsed time from each step to the next; n is the cases that were ever in the state, `share` its part
    of all elapsed time. Left out: the time after a case's last step, which nobody recorded.
    Example: New 0 h, Active 1 h, New 4 h, Resolved 6 h: New 3 h (1 case, share 0.5), Active 3 h, Resolved 0 h.
    """
    steps = labelled(log, label)
    spent = _spent(with_case(steps, log.cases, by), [*by, "label"])
    total = spent.hours.sum().over(ibis.window(group_by=list(by))) if by else _total(spent)
    spent = spent.rename(state="label")
    return spent.mutate(share=ratio(spent.hours, total))


def _total(spent: Table) -> ibis.Value:
    return spent.aggregate(total=spent.hours.sum()).total.as_scalar()


def _spent(steps: Table, keys: Sequence[str]) -> Table:
    """Hours between each step and the next, summed per case and key, then spread over the cases of a key."""
    timed = steps.mutate(hours=elapsed_hours(steps["at"], steps.until))
    cases = timed.group_by(["case", *keys]).aggregate(hours=timed.hours.sum())
    return cases.group_by(list(keys)).aggregate(
        n=cases.count(),
        mean=cases.hours.mean(),
        median=cases.hours.quantile(0.5),
        p90=cases.hours.quantile(0.9),
        hours=cases.hours.sum(),
    )


@measure("time_in_queue", unit="elapsed hours", kind="rows", needs=("steps.phase",), own=("team",))
def time_in_queue(log: Log, *, phases: Sequence[str] = QUEUES, by: Dimensions = ()) -> Table:
    """How long cases lie in each team's queue before somebody takes them up, all visits of a case together.

    Counted: the elapsed time of steps in the phases new and queued, under the team that holds the case then; n is
    the cases that lay there. Left out: waiting for the user or another party (see `time_in_state`).
    Example: queued at A 0 h, active at A 2 h, queued at B 3 h, active 7 h: A 2 h, B 4 h.
    """
    steps = log.steps.select("case", "phase", "team", "at", "until")
    steps = steps.filter(steps.phase.isin(list(phases)))
    return _spent(with_case(steps, log.cases, by), [*by, "team"])


@measure("waiting_user_share", unit="share of elapsed time", kind="share", needs=(HISTORY,))
def waiting_user_share(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of all elapsed time in which cases waited for their user.

    Counted: hours of steps in the phase waiting_user over all hours from first to last step, also those after the
    resolution; `count` is the cases that ever waited, n all cases. Left out: waiting for others. No data where the
    source tells dates of its cases only.
    Example: Active 0 h, Waiting 1 h, Active 3 h, Resolved 8 h: 2 of 8 hours, or 0.25.
    """
    return _part_of_time(log, by, part=lambda steps: steps.phase == "waiting_user", whole=lambda _: ibis.literal(True))


@measure("flow_efficiency", unit="share of elapsed time", kind="share", needs=(HISTORY,))
def flow_efficiency(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of the time until resolution in which somebody worked on a case rather than let it wait.

    Counted: hours of steps in the phase active over the hours of all phases before resolved, closed or cancelled;
    `count` is the cases with any active time, n all cases. An active state flatters: a case lying on
    a desk counts as worked on. Left out: steps whose phase is unknown. No data where the source tells dates only.
    Example: New 0 h, Active 6 h, Resolved 8 h, Closed 128 h: 2 of 8 hours, or 0.25.
    """
    return _part_of_time(
        log,
        by,
        part=lambda steps: steps.phase == "active",
        whole=lambda steps: steps.phase.notnull() & ~steps.phase.isin(ENDED),
    )


def _part_of_time(log: Log, by: Dimensions, *, part: Chosen, whole: Chosen) -> Table:
    """The hours of some steps as a share of the hours of others; cases counted beside."""
    told = log.steps.aggregate(told=tells_states(log.steps)).told.as_scalar()
    steps = log.steps.filter(told).select("case", "phase", "at", "until")
    steps = steps.mutate(taken=elapsed_hours(steps["at"], steps.until))
    zero = ibis.literal(0.0)
    cases = steps.group_by("case").aggregate(
        hours=part(steps).fill_null(False).ifelse(steps.taken, zero).sum(),
        elapsed_hours=whole(steps).fill_null(False).ifelse(steps.taken, zero).sum(),
        touched=part(steps).fill_null(False).sum(),
    )
    cases = with_case(cases, log.cases, by)
    rows = grouped(cases, by)
    table = rows.aggregate(
        n=cases.count(),
        count=(cases.touched > 0).sum().fill_null(0),
        hours=cases.hours.sum(),
        elapsed_hours=cases.elapsed_hours.sum(),
    )
    return table.mutate(value=ratio(table.hours, table.elapsed_hours))
