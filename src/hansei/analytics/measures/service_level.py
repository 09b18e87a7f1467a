"""Promises kept: what the source's own flag says, and what targets say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import ibis
from ibis.expr.types import BooleanValue, Table, TimestampValue

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, grouped, ratio, share
from hansei.analytics.measures.instants import elapsed_hours, with_now
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.teams import reassignments

Target = Mapping[str, Any]
End = Literal["answered_at", "restored_at", "resolved_at", "closed_at"]
# From this number of reassignments on, up to and without the next.
STEPS_OF_REASSIGNMENT = ((0, "0"), (1, "1"), (2, "2"), (3, "3–4"), (5, "5–9"), (10, "10+"))


@measure(
    "service_level_flag_share",
    unit="share of cases",
    kind="share",
    needs=("cases.service_level_flag",),
)
def service_level_flag_share(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of cases whose source system ended by saying "service level met"; its rule is not known to us.

    Counted: cases with such a flag, by its last value (it may flip until the end: the share of rows is higher).
    Left out: cases without a flag; cases still open where the data end, whose flag may still flip. Not attainment:
    that is computed from targets.
    Example: flags true, then false; true, true; true, still open: 1 of 2, or 0.5.
    """
    cases = log.cases
    return share(cases, cases.is_open.fill_null(False).ifelse(None, cases.service_level_flag), by)


@measure("service_level_attainment", unit="share of cases", kind="share", needs=("cases.reported_at",))
def service_level_attainment(
    log: Log,
    *,
    targets: Sequence[Target] = (),
    end: End = "resolved_at",
    now: datetime | None = None,
    by: Dimensions = (),
) -> Table:
    """Share of cases that reached their end by the time they were due, computed from targets.

    Counted: cases with a due time that have ended, and open ones whose due time is past at `now`: these are
    missed. Left out: open cases not due yet, cases without a target, planned work. Due is the case's own
    `due_at`, or its report plus the elapsed hours of the first of `targets` that fits.
    Example: 200 resolved (184 in time), 10 open past due, 5 not yet due, 7 without target: 184 / 210 = 0.8762.
    """
    cases = with_now(log.cases.mutate(due=_due(log.cases, targets), ended=log.cases[end]), now)
    judged = cases.mutate(
        met=_met(cases),
        late=(cases.ended > cases.due).fill_null(False),
        overdue=(cases.ended.isnull() & (cases.due < cases.now)).fill_null(False),
        left_out=_left_out(cases),
    )
    rows = grouped(judged, by)
    table = rows.aggregate(
        n=judged.met.count(),
        count=judged.met.sum().fill_null(0),
        ended_late=(judged.met.notnull() & judged.late).sum().fill_null(0),
        open_overdue=(judged.met.notnull() & judged.overdue).sum().fill_null(0),
        **{f"left_out_{why}": (judged.left_out == why).sum().fill_null(0) for why in LEFT_OUT},
    )
    return table.mutate(value=ratio(table["count"], table.n))


LEFT_OUT = ("planned", "no_target", "not_due")


def _due(cases: Table, targets: Sequence[Target]) -> TimestampValue:
    """When each case is due: its own due time, else its report plus the hours of the first target that fits."""
    if not targets:
        return cases.due_at
    hours = ibis.cases(*((_fits(cases, target), float(target["hours"])) for target in targets), else_=None)
    seconds = (hours * 3600).cast("int64")
    return cases.due_at.coalesce(cases.reported_at + seconds.as_interval("s"))


def _fits(cases: Table, target: Target) -> BooleanValue:
    fits = ibis.literal(True)
    for column, value in target.items():
        if column != "hours":
            fits = fits & (cases[column] == value).fill_null(False)
    return fits


def _met(cases: Table) -> BooleanValue:
    """True in time, False late or overdue, NULL where it cannot be judged (see `_left_out`)."""
    judged = cases.ended.notnull().ifelse(cases.ended <= cases.due, (cases.due < cases.now).ifelse(False, None))
    return (cases.due.notnull() & ~cases.planned.fill_null(False)).ifelse(judged, None)


def _left_out(cases: Table) -> ibis.Value:
    return ibis.cases(
        (cases.planned.fill_null(False), "planned"),
        (cases.due.isnull(), "no_target"),
        (cases.ended.isnull() & (cases.due >= cases.now), "not_due"),
        else_=None,
    )


@measure(
    "met_by_reassignments",
    unit="share of cases",
    kind="rows",
    order=("at_least",),
    needs_any=("cases.reassigned", "steps.team"),
)
def met_by_reassignments(log: Log, *, by: Dimensions = ()) -> Table:
    """How the service level and the length of cases change with the number of their reassignments.

    Counted: cases with a known number of reassignments, in the groups 0, 1, 2, 3–4, 5–9 and 10+. `value` is the
    share whose flag says "met"; `days_mean` are the elapsed days from the first event to the last,
    `days_to_resolve_mean` those from report to resolution. Left out: cases whose number is unknown.
    Example: two cases with 0 (met, not met) and one with 3 (not met): 0 → 0.5 of 2; 3–4 → 0 of 1.
    """
    kept = ("reported_at", "resolved_at", "first_at", "last_at", "service_level_flag", *by)
    cases = reassignments(log, by=tuple(dict.fromkeys(kept)))
    cases = cases.filter(cases.reassignments.notnull())
    cases = cases.mutate(
        at_least=_grouped(cases, 0),
        reassignments=_grouped(cases, 1),
        days=elapsed_hours(cases.first_at, cases.last_at) / 24,
        days_to_resolve=elapsed_hours(cases.reported_at, cases.resolved_at) / 24,
    )
    return cases.group_by([*by, "at_least", "reassignments"]).aggregate(
        n=cases.count(),
        flagged=cases.service_level_flag.count(),
        count=cases.service_level_flag.sum(),
        value=cases.service_level_flag.cast("int64").mean(),
        days_mean=cases.days.mean(),
        days_to_resolve_mean=cases.days_to_resolve.mean(),
    )


def _grouped(cases: Table, part: int) -> ibis.Value:
    """The group a number of reassignments falls into: its lower bound (part 0) or its name (part 1)."""
    first, *later = STEPS_OF_REASSIGNMENT
    branches = [(cases.reassignments >= step[0], step[part]) for step in reversed(later)]
    return ibis.cases(*branches, else_=first[part])
