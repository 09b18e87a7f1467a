"""How cases travel between teams: hand-offs, who hands to whom, and what comes back."""

from __future__ import annotations

from typing import Literal

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, beside, grouped, ratio, share, with_case
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.stays import hours_between, stays, team_moments


@measure("hand_offs", unit="hand-offs", kind="count", basis="hand-offs", needs=("steps.team",))
def hand_offs(log: Log, *, by: Dimensions = ()) -> Table:
    """How often a case went from one team to another, and in how many cases that happened.

    Counted: each change of team within a case. Left out: the first team (nobody handed it over),
    steps without a team (blanks are skipped, not taken for a team). The order is that of the source's own
    count of updates where it keeps one, else of the instants.
    Example: A, A, blank, B, A is two hand-offs.
    """
    changes = team_moments(log).filter(~ibis._.is_first).group_by("case").aggregate(changes=ibis._.count())
    counted = beside(log.cases.select("case", *by), changes)
    counted = counted.mutate(changes=counted.changes.fill_null(0))
    rows = grouped(counted, by)
    return rows.aggregate(
        value=ibis._.changes.sum().fill_null(0),
        count=(ibis._.changes > 0).sum().fill_null(0),
        n=ibis._.count(),
        twice_or_more=(ibis._.changes > 1).sum().fill_null(0),
    )


@measure("hand_off_matrix", unit="hand-offs", kind="rows", basis="hand-offs", needs=("steps.team",), own=("team",))
def hand_off_matrix(log: Log, *, by: Dimensions = ()) -> Table:
    """Which team handed how many times to which, and how long it had held the case before.

    Counted: each change of team within a case. Left out: steps without a team.
    Example: A 0 h, B 2 h, A 5 h gives A→B 1 (held 2 h) and B→A 1 (held 3 h).
    """
    passed = stays(log).filter(~ibis._.is_first)
    passed = with_case(passed, log.cases, by).mutate(
        held=hours_between(passed.from_at, passed["at"]),
    )
    return passed.group_by([*by, "from_team", "team"]).aggregate(
        n=ibis._.count(),
        cases=ibis._.case.nunique(),
        held_hours_median=ibis._.held.quantile(0.5),
        held_hours_mean=ibis._.held.mean(),
    )


@measure("ping_pong_share", unit="share of cases", kind="share", needs=("steps.team",))
def ping_pong_share(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of cases that went from a team to another and straight back, and the hours this took.

    Counted: cases with A, B, A among their teams after repeats are removed. `hours` is the elapsed time
    the cases spent at the team in the middle: it got them and could not finish them. `returns` counts
    each return. Left out of the count: A, B, C, A (see `returned_share`).
    Example: A 0 h, B 2 h, A 5 h: counted, 1 return, 3 hours.
    """
    back = stays(log)
    back = back.filter((back.place >= 2) & (back.earlier_team == back.team))
    back = back.group_by("case").aggregate(
        returns=back.count(),
        hours=hours_between(back.from_at, back["at"]).sum(),
    )
    return _share_with_cost(log, back, by)


@measure("returned_share", unit="share of cases", kind="share", needs=("steps.team",))
def returned_share(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of cases sent back to a team that had already held them, directly or by a detour.

    Counted: cases in which a team takes over that held the case before. `hours` is the elapsed time
    between leaving that team and coming back. Left out: nothing.
    Example: A 0 h, B 2 h, C 3 h, A 7 h: counted, 1 return, 5 hours away; no ping-pong.
    """
    taken = stays(log)
    # Only a third stay can be a return: most cases need not be looked at.
    held = taken.semi_join(taken.filter(taken.place == 2), "case")
    order = ibis.window(group_by="case", order_by="place")
    held = held.mutate(left_at=held["at"].lead().over(order))
    same = ibis.window(group_by=["case", "team"], order_by="place")
    held = held.mutate(visit=ibis.row_number().over(same), left_before=held.left_at.lag().over(same))
    back = held.filter(held.visit > 0)
    back = back.group_by("case").aggregate(
        returns=back.count(),
        hours=hours_between(back.left_before, back["at"]).sum(),
    )
    return _share_with_cost(log, back, by)


def _share_with_cost(log: Log, back: Table, by: Dimensions) -> Table:
    """Share of cases among `back`, with the number of returns and their hours."""
    cases = beside(log.cases.select("case", *by), back)
    cases = cases.mutate(returns=cases.returns.fill_null(0), hours=cases.hours.fill_null(0.0))
    rows = grouped(cases, by)
    table = rows.aggregate(
        n=ibis._.count(),
        count=(ibis._.returns > 0).sum().fill_null(0),
        returns=ibis._.returns.sum().fill_null(0),
        hours=ibis._.hours.sum().fill_null(0.0),
    )
    return table.mutate(value=ratio(table["count"], table.n)).select(*by, "value", "count", "n", "returns", "hours")


Told = Literal["counter or teams", "counter", "teams"]


@measure(
    "reassigned_share",
    unit="share of cases",
    kind="share",
    needs_any=("cases.reassigned", "steps.team"),
)
def reassigned_share(log: Log, *, at_least: int = 1, told_by: Told = "counter or teams", by: Dimensions = ()) -> Table:
    """Share of cases that were assigned to another team at least once (or `at_least` times).

    Counted: cases whose reassignment counter reached `at_least` at its highest; where the source keeps no
    counter, cases with as many changes of team. Left out: cases for which neither is known.
    Example: counters 0, 1 and 3: 2 of 3, or 0.6667; at least twice: 0.3333.
    """
    cases = reassignments(log, told_by, by)
    return share(cases, cases.reassignments >= at_least, by)


def reassignments(log: Log, told_by: Told = "counter or teams", by: Dimensions = ()) -> Table:
    """Each case with its number of reassignments: the source's own counter, else changes of team."""
    columns = dict.fromkeys(("case", "reassigned", *by))
    if told_by == "counter":
        return log.cases.select(*columns).mutate(reassignments=ibis._.reassigned)
    moves = team_moments(log).group_by("case").aggregate(changes=ibis._.count() - 1)
    cases = beside(log.cases.select(*columns), moves)
    if told_by == "teams":
        return cases.mutate(reassignments=cases.changes)
    # A source either keeps the counter or does not: mixing both inside one history would compare unlike cases.
    kept = log.cases.aggregate(known=log.cases.reassigned.count()).known.as_scalar() > 0
    return cases.mutate(reassignments=kept.ifelse(cases.reassigned, cases.changes))


@measure("support_line_order", unit="share of cases", kind="share", needs=("steps.line",))
def support_line_order(log: Log, *, by: Dimensions = ()) -> Table:
    """Share of cases that keep to the order of support lines: begun in line 1, handed up a line at a time, never down.

    Counted: cases with a known line; the order is read from the known lines (1; 1, 2; 1, 2, 3). `only_line_1`
    are cases in line 1 from the first step to the last, none unknown (push to front: solved where they
    came in). `not_compliant` is n less count: begun behind, sent down, or a line jumped over.
    Left out: cases without any known line.
    Example: lines 1; 1, 2; 1, 3; 2, 1: 2 of 4 keep the order, 1 is only line 1.
    """
    steps = log.steps.select("case", "position", "line")
    every = steps.group_by("case").aggregate(
        known=steps.line.count(), only_line_1=(steps.line == 1).fill_null(False).all()
    )
    cases = beside(every.filter(every.known > 0), _line_breaks(steps))
    cases = with_case(cases.mutate(broken=cases.breaks.fill_null(0) > 0), log.cases, by)
    rows = grouped(cases, by)
    table = rows.aggregate(
        n=cases.count(),
        count=(~cases.broken).sum().fill_null(0),
        not_compliant=cases.broken.sum().fill_null(0),
        only_line_1=cases.only_line_1.sum().fill_null(0),
    )
    return table.mutate(
        value=ratio(table["count"], table.n),
        only_line_1_share=ratio(table.only_line_1, table.n),
    )


def _line_breaks(steps: Table) -> Table:
    """Per case, how often a known line is not the same as, or the next above, the known line before."""
    known = steps.filter(steps.line.notnull())
    order = ibis.window(group_by="case", order_by="position")
    known = known.mutate(place=ibis.row_number().over(order), before=known.line.lag().over(order))
    up = known.line - known.before
    broken = (known.place == 0).ifelse(known.line != 1, (up < 0) | (up > 1))
    return known.group_by("case").aggregate(breaks=broken.sum())
