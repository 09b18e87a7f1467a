"""Stays: how long one team holds a case before another does. Hand-offs and ping-pong are read from them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import ibis
from ibis.expr.types import FloatingValue, Table, TimestampValue

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import elapsed_hours

# More steps than this no case has.
UNCOUNTED: Final = 2**31


@dataclass(frozen=True, kw_only=True)
class Prepared(Log):
    """A log with its changes of team found once, because many measures ask for them."""

    taken_over: Table


def prepared(log: Log) -> Prepared:
    """Find the changes of team now and keep them on the engine; all steps are ordered for it only once."""
    kept = {field.name: getattr(log, field.name) for field in fields(Log)}
    return Prepared(**kept, taken_over=team_moments(log).cache())


def team_moments(log: Log) -> Table:
    """Per case, the steps at which a team takes over; a team that follows itself is one stay.

    Columns: case, moment (their order), team, at, is_first (the first known team), before (the team before). Steps
    before any team is known are skipped. Who held a case after whom is told by the source's own count of updates where
    it keeps one (`turn`), else by the clock (`position`). The first is told by row number, never by a missing
    neighbour: not every engine gives NULL there.
    """
    if isinstance(log, Prepared):
        return log.taken_over
    held = log.steps.filter(log.steps.team.notnull())
    # One number to order by: every step is sorted for it, and two keys cost a fifth more.
    held = held.select("case", "team", "at", moment=held.turn.fill_null(UNCOUNTED) * UNCOUNTED + held.position)
    order = ibis.window(group_by="case", order_by="moment")
    held = held.mutate(is_first=ibis.row_number().over(order) == 0, before=held.team.lag().over(order))
    return held.filter(held.is_first | (held.before != held.team))


def stays(log: Log) -> Table:
    """Every stay with its neighbours: case, place (0, 1 …), is_first, team, at, from_team, from_at, earlier_team."""
    taken = team_moments(log).rename(from_team="before")
    order = ibis.window(group_by="case", order_by="moment")
    return taken.mutate(
        place=ibis.row_number().over(order),
        from_at=taken["at"].lag().over(order),
        earlier_team=taken.from_team.lag().over(order),
    )


def hours_between(start: TimestampValue, end: TimestampValue) -> FloatingValue:
    """Elapsed hours between two changes of team; none where the clock contradicts their order."""
    return ibis.greatest(elapsed_hours(start, end), 0.0)
