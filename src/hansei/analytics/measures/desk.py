"""The service desk: whether it sent cases to the team that could solve them, and what it solved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.contacts import DAYS, HIT, MISS, counted, is_contact, matter, neighbours, repeats
from hansei.analytics.measures.figures import Dimensions, beside, beside_rows, grouped
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.reopening import reopenings
from hansei.analytics.measures.stays import UNCOUNTED, team_moments

MINUTES: Final = 60
DISPATCH_LEFT_OUT: Final = ("no_contact", "no_team", "not_at_desk", "kept_at_desk", "not_ended")
FIRST_LEFT_OUT: Final = ("no_contact", "no_team", "not_at_desk", "no_requester", "unknown", "too_late")
Beyond = Sequence[tuple[str, str]]


@measure(
    "dispatch_accuracy",
    unit="share of cases",
    kind="share",
    anchor="resolved_at",
    needs=("steps.team", "cases.resolved_at"),
    beside=("repeat_contact_share", "satisfaction", "first_contact_resolution"),
)
def dispatch_accuracy(log: Log, *, desk: Sequence[str] = (), by: Dimensions = ()) -> Table:
    """Share of the cases that the service desk passed on whose first team outside the desk resolved them.

    Counted: cases that begin at the desk, go to another team and are resolved. A hit is one that the first team
    outside the desk held when it was resolved, whatever lay between; `straight` are those that no other team held in
    between. The desk are the teams named by `desk`, without them those of support line 1; where neither is known, no
    case is at the desk. Left out: planned work, changes, problems, maintenance and alerts; cases without a team;
    those that began elsewhere; those that the desk kept; those passed on and not resolved yet, of which nobody can
    tell. Duplicates and work planned for several teams are counted: a log does not mark them.
    Example: desk, A resolves; desk, A, B resolves; desk, A, B, A resolves; desk resolves: 2 of 3, or 0.67; straight
    1.
    """
    judged = dispatches(log, desk=desk, by=by)
    table = counted(judged, DISPATCH_LEFT_OUT, by)
    rows = grouped(judged, by)
    straight = rows.aggregate(straight=((judged.verdict == HIT) & judged.is_straight).sum().fill_null(0))
    return beside_rows(table, straight, by)


def dispatches(log: Log, *, desk: Sequence[str] = (), by: Dimensions = ()) -> Table:
    """Each case with its `verdict` (hit, miss, or why it is not counted), `sent_to` and whether it went straight."""
    cases = beside(log.cases, ways(log, desk))
    verdict = ibis.cases(
        (~is_contact(cases), "no_contact"),
        (cases.first_team.isnull(), "no_team"),
        (~cases.begins_at_desk, "not_at_desk"),
        (cases.outside == 0, "kept_at_desk"),
        (cases.resolved_at.isnull(), "not_ended"),
        (cases.sent_to == cases.ended_with, HIT),
        else_=MISS,
    )
    straight = (cases.first_outside == cases.last_place).fill_null(False)
    return cases.select("case", *by, "sent_to", verdict=verdict, is_straight=straight)


@measure(
    "first_contact_resolution",
    unit="share of cases",
    kind="share",
    needs=("steps.team", "cases.requester", "cases.reported_at", "cases.resolved_at"),
    needs_any=("cases.service", "cases.ci", "cases.category"),
)
def first_contact_resolution(
    log: Log,
    *,
    desk: Sequence[str] = (),
    minutes: int = MINUTES,
    beyond: Beyond = (),
    days: int = DAYS,
    by: Dimensions = (),
) -> Table:
    """Share of the matters that the service desk is able to resolve which it resolved at the first contact, for good.

    Counted: cases that begin at the desk and are not `beyond` what it is able to resolve (pairs of a field and a
    value): the net figure. A hit is resolved within `minutes` of its report by the team it came to, without another
    team or a wait for the user, not reopened, and not followed within `days` times 24 hours by a contact of the same
    person about the same thing (as `repeat_contact_share` says it). `gross_count` of `gross_n` say the same of all
    matters, those beyond the desk too. A log does not say how long a contact lasted: what is resolved within
    `minutes` is taken for the first. The desk are the teams named by `desk`, without them those of support line 1.
    Left out: planned work, changes, problems, maintenance and alerts; cases without a team, or that began elsewhere;
    those without a requester or anything that says what they are about; those reported in the last `days` of the
    history, which may still come back.
    Example: of 6 matters one needs a part; all but one are resolved at once, that with the part too, and one of these
    comes back on day 3 as the sixth: net 3 of 5, or 0.6; gross 4 of 6.
    """
    judged = first_contacts(log, desk=desk, minutes=minutes, beyond=beyond, days=days, by=by)
    known = judged.verdict.isin((HIT, MISS))
    net = judged.mutate(verdict=(judged.is_beyond & known).ifelse("beyond", judged.verdict))
    table = counted(net, (*FIRST_LEFT_OUT, "beyond"), by)
    rows = grouped(judged, by)
    gross = rows.aggregate(gross_count=(judged.verdict == HIT).sum().fill_null(0), gross_n=known.sum().fill_null(0))
    return beside_rows(table, gross, by)


def first_contacts(
    log: Log,
    *,
    desk: Sequence[str] = (),
    minutes: int = MINUTES,
    beyond: Beyond = (),
    days: int = DAYS,
    by: Dimensions = (),
) -> Table:
    """Each case with its `verdict` (hit, miss, or why it is not counted) and whether the desk is able to resolve it."""
    cases = beside(log.cases, ways(log, desk))
    cases = beside(cases, neighbours(log))
    cases = beside(cases, _not_at_once(log))
    whole = log.all_cases
    last = whole.aggregate(last=whole.last_at.max()).last.as_scalar()
    at_once = (elapsed_hours(cases.reported_at, cases.resolved_at) <= minutes / 60.0).fill_null(False)
    came_back = cases.has_after.fill_null(False) & (cases.hours_after <= days * 24.0).fill_null(False)
    for_good = at_once & (cases.last_place == 0) & cases.spoilt.isnull() & ~came_back
    verdict = ibis.cases(
        (cases.reported_at.isnull(), "unknown"),
        (~is_contact(cases), "no_contact"),
        (cases.first_team.isnull(), "no_team"),
        (~cases.begins_at_desk, "not_at_desk"),
        (matter(cases).isnull(), "no_requester"),
        (elapsed_hours(cases.reported_at, last) < days * 24.0, "too_late"),
        (for_good, HIT),
        else_=MISS,
    )
    return cases.select("case", *by, verdict=verdict, is_beyond=_is_beyond(cases, beyond))


def _is_beyond(cases: Table, beyond: Beyond) -> BooleanValue:
    found: BooleanValue = ibis.literal(False)
    for field, value in beyond:
        found = found | (cases[field] == value).fill_null(False)
    return found


def _not_at_once(log: Log) -> Table:
    """Cases that were reopened, or waited for their user before they were resolved: the user had to be called back."""
    again = reopenings(log)
    waits = log.steps.filter(log.steps.phase == "waiting_user").select("case", "at")
    waits = waits.inner_join(log.cases.select("case", "resolved_at"), "case")
    waits = waits.filter(waits["at"] <= waits.resolved_at)
    spoilt = again.filter(again.reopenings > 0).select("case").union(waits.select("case"))
    return spoilt.distinct().mutate(spoilt=True)


def ways(log: Log, desk: Sequence[str] = ()) -> Table:
    """The teams that held each case until it was resolved (where it was not, until now).

    Columns: case, first_team, begins_at_desk, outside (stays outside the desk), sent_to (the first team outside; of
    no meaning where there is none), first_outside and last_place (places from 0), ended_with.
    """
    taken = _with_desk(log, team_moments(log).drop("before", "is_first"), desk)
    taken = taken.inner_join(log.cases.select("case", "resolved_at"), "case")
    taken = taken.filter(taken.resolved_at.isnull() | (taken["at"] <= taken.resolved_at))
    taken = taken.mutate(place=ibis.row_number().over(ibis.window(group_by="case", order_by="moment")))
    # The desk's stays come last in this order, so that the first of it is the first outside.
    taken = taken.mutate(outward=taken.is_desk.ifelse(taken.place + UNCOUNTED, taken.place))
    return taken.group_by("case").aggregate(
        first_team=taken.team.argmin(taken.place),
        begins_at_desk=(taken.is_desk & (taken.place == 0)).any(),
        outside=(~taken.is_desk).sum(),
        sent_to=taken.team.argmin(taken.outward),
        first_outside=taken.outward.min(),
        last_place=taken.place.max(),
        ended_with=taken.team.argmax(taken.place),
    )


def _with_desk(log: Log, taken: Table, desk: Sequence[str]) -> Table:
    if desk:
        return taken.mutate(is_desk=taken.team.isin(list(desk)))
    first_line = log.steps.filter((log.steps.line == 1) & log.steps.team.notnull()).select(desk_team="team").distinct()
    found = taken.left_join(first_line, taken.team == first_line.desk_team)
    return found.mutate(is_desk=found.desk_team.notnull()).drop("desk_team")


# Measure -> what it says of each case.
JUDGES: Final[dict[str, Callable[..., Table]]] = {
    "dispatch_accuracy": dispatches,
    "first_contact_resolution": first_contacts,
    "repeat_contact_share": repeats,
}
