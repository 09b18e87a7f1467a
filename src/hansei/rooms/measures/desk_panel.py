"""What the log says of the service desk, day by day, kept for each version of the data; and the cases behind a day.

Pure figures: a period is the sum of its days, so every period is there at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, filtered, series
from hansei.analytics.measures.answers import known_columns
from hansei.analytics.measures.desk import JUDGES, ways
from hansei.analytics.measures.instants import local_day
from hansei.rooms.measures import desks
from hansei.rooms.measures.desks import Told
from hansei.rooms.mining.queries import Keep

FORM: Final = 1  # raise it when what is kept changes its form
DAY: Final = timedelta(days=1)
FEWEST_PEOPLE: Final = 5
MOST_VALUES: Final = 40
LOGGED: Final = ("dispatch_accuracy", "repeat_contact_share", "first_contact_resolution")


def days_of(keep: Keep, data_set: Any, told: Told, team: str = "") -> dict[str, Any]:
    """The days of each measure of the log, of all the desk or of what came to one of its teams."""
    asked = {**vars(told), "team": team, "form": FORM}
    found: dict[str, Any] = keep(data_set, "desk", asked, lambda log: counted(log, told, team))
    return found


def teams_of(keep: Keep, data_set: Any, told: Told) -> list[dict[str, Any]]:
    """The teams that cases come to first: team, cases, share of all, people, and whether it is of the desk."""
    asked = {**vars(told), "form": FORM}
    found: list[dict[str, Any]] = keep(data_set, "desk-teams", asked, lambda log: teams(log, told))
    return found


def counted(log: Log, told: Told, team: str) -> dict[str, Any]:
    """Every day with its counts; `reason` where the log cannot tell, `desk` whether anybody knows which teams it is."""
    if team:
        log = came_to(log, told, team)
    known = known_columns(log, [MEASURES[name] for name in LOGGED])
    cases = log.cases
    (ends,) = cases.aggregate(first=cases.reported_at.min(), last=cases.last_at.max()).to_pyarrow().to_pylist()
    first, last = (local_day(ends[name], told.zone) for name in ("first", "last"))
    return {
        "first": first,
        "last": last,
        "desk": bool(told.desk) or bool((log.steps.line == 1).any().to_pyarrow().as_py()),
        "measures": {name: _days(log, told, name, known) for name in LOGGED},
        "not_ended": _dispatched_and_open(log, told) if "steps.team" in known else [],
    }


def _days(log: Log, told: Told, name: str, known: set[str]) -> dict[str, Any]:
    one = MEASURES[name]
    missing = [column for column in one.needs if column not in known]
    if one.needs_any and not any(column in known for column in one.needs_any):
        missing.append(one.needs_any[0])
    if missing:
        return {"reason": missing[0], "days": []}
    table = series(log, name, by="day", zone=told.zone, **desks.extras(told, one.parameters))
    rows = sorted(table.to_pyarrow().to_pylist(), key=lambda row: row["period"])
    return {"reason": "", "days": [_day(row) for row in rows]}


def _day(row: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is not 0: a year of days stays small."""
    counts = {name: int(n) for name, n in row.items() if name not in ("period", "value") and n}
    return {"day": row["period"].date(), **counts}


def _dispatched_and_open(log: Log, told: Told) -> list[dict[str, Any]]:
    """Cases passed on and not resolved where the data end, by the day of their report."""
    table = series(log, "dispatch_accuracy", by="day", zone=told.zone, anchor="reported_at", desk=told.desk)
    rows = table.filter(table.left_out_not_ended > 0).to_pyarrow().to_pylist()
    found = [{"day": row["period"].date(), "n": int(row["left_out_not_ended"])} for row in rows]
    return sorted(found, key=lambda row: row["day"])


def came_to(log: Log, told: Told, team: str) -> Log:
    """Cases whose first team is this one."""
    first = ways(log, told.desk)
    cases = log.cases.semi_join(first.filter(first.first_team == team), "case")
    return replace(log, cases=cases, steps=log.steps.semi_join(cases, "case"), history=log.all_cases)


def teams(log: Log, told: Told) -> list[dict[str, Any]]:
    """Whom cases come to first, the most frequent first; `people` None where the data name nobody."""
    first = ways(log, told.desk)
    counts = first.group_by(team=first.first_team).aggregate(cases=first.count(), desk=first.begins_at_desk.any())
    rows = counts.order_by([counts.cases.desc(), counts.team]).limit(200).to_pyarrow().to_pylist()
    steps = log.steps.filter(log.steps.person.notnull() & log.steps.team.notnull())
    named = steps.group_by("team").aggregate(people=steps.person.nunique()).to_pyarrow().to_pylist()
    people = {row["team"]: row["people"] for row in named}
    return [{**row, "people": people.get(row["team"])} for row in rows]


def values_of(keep: Keep, data_set: Any) -> dict[str, list[list[Any]]]:
    """The commonest values of each dimension by which matters may be marked as beyond the desk, with their cases."""
    found: dict[str, list[list[Any]]] = keep(data_set, "desk-values", {"form": FORM}, _values)
    return found


def _values(log: Log) -> dict[str, list[list[Any]]]:
    found = {}
    for name in desks.BEYOND:
        cases = log.cases.filter(log.cases[name].notnull())
        counted = cases.group_by(value=cases[name]).aggregate(n=cases.count())
        rows = counted.order_by([counted.n.desc(), counted.value]).limit(MOST_VALUES).to_pyarrow().to_pylist()
        found[name] = [[row["value"], row["n"]] for row in rows]
    return found


def shown_apart(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The teams of the desk that are large enough to be looked at by themselves."""
    return [row for row in found if row["desk"] and (row["people"] or 0) >= FEWEST_PEOPLE]


def summed(rows: Sequence[Mapping[str, Any]], first: date, last: date) -> dict[str, int]:
    """All counts of the days of a period, both ends included."""
    total: dict[str, int] = {}
    for row in rows:
        if first.isoformat() <= row["day"] <= last.isoformat():
            for name, n in row.items():
                if name != "day":
                    total[name] = total.get(name, 0) + n
    return total


def behind(log: Log, told: Told, name: str, which: str, days: tuple[date, date], team: str = "") -> Table:
    """The cases that a figure of a period counts: `which` is hit, miss, all (of both), or why they are left out."""
    one = MEASURES[name]
    anchor: Any = "reported_at" if which == "not_ended" else one.anchor
    zone = ZoneInfo(told.zone)
    since, before = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (days[0], days[1] + DAY))
    part = filtered(came_to(log, told, team) if team else log, since=since, before=before, anchor=anchor)
    judged = JUDGES[name](part, **desks.extras(told, one.parameters))
    known = judged.verdict.isin(("hit", "miss"))
    if name == "first_contact_resolution":
        judged = judged.filter((judged.is_beyond & known) if which == "beyond" else ~(judged.is_beyond & known))
    if which != "beyond":
        judged = judged.filter(judged.verdict.isin(("hit", "miss")) if which == "all" else judged.verdict == which)
    return part.cases.semi_join(judged, "case")
