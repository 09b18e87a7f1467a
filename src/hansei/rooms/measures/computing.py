"""Measures of a part of a data set as plain figures: computed, followed over time, split, two periods compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, Measure, WorkingDays, compute, filtered, series, working_days
from hansei.analytics.measures.holes import delivered, known_of
from hansei.analytics.measures.instants import local_day
from hansei.analytics.statistics import Counted, compare_periods, control_chart, dispersion_of_days
from hansei.rooms.measures import desks
from hansei.rooms.mining.queries import Hours, Scope

Days = tuple[date, date]  # first and last day, both included
DAY: Final = timedelta(days=1)
SPLITS: Final = ("kind", "service", "priority", "team", "category", "channel")
MOST_ROWS: Final = 500
MOST_DURATIONS: Final = 50_000


def extras(log: Log, hours: Hours, measure: Measure) -> dict[str, Any]:
    """What a measure is told beside the log: the zone, and the office hours where it counts in service hours."""
    found: dict[str, Any] = {}
    if "zone" in measure.parameters:
        found["zone"] = hours.zone
    if "working" in measure.required and (working := _working(log, hours)) is not None:
        found["working"] = working
    return found | desks.extras(hours, measure.parameters)


def _working(log: Log, hours: Hours) -> WorkingDays | None:
    first, last = (
        log.cases.aggregate(a=log.cases.first_at.min(), b=log.cases.last_at.max()).to_pyarrow().to_pylist()[0].values()
    )
    if first is None:
        return None
    return working_days(hours.calendar(), first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))


def answer_of(log: Log, hours: Hours, name: str, split: str = "", *, most: int | None = MOST_ROWS) -> dict[str, Any]:
    """What one measure says; with `split`, a row for each value of that dimension. `most` None gives every row."""
    measure = MEASURES[name]
    more: dict[str, Any] = extras(log, hours, measure)
    if split and "by" in measure.parameters:
        more["by"] = (split,)
    answer = asdict(compute(log, {name: more})[name])
    answer["rows_in_all"] = len(answer["rows"])
    answer["rows"] = answer["rows"][:most]
    return answer


def summary_of(log: Log, hours: Hours) -> dict[str, Any]:
    """Every measure in one figure; tables say only how many rows they have, and are computed on their own page."""
    plain = [name for name, measure in MEASURES.items() if measure.kind != "rows"]
    told = {name: extras(log, hours, MEASURES[name]) for name in plain}
    return {
        name: {key: getattr(answer, key) for key in ("value", "n", "count", "reason", "unit", "kind")}
        for name, answer in compute(log, told).items()
    }


def series_of(log: Log, of_all: Log, hours: Hours, name: str, period: str) -> dict[str, Any]:
    """A measure by week or month, with its natural limits; periods without a case, and holes of all data, are gaps."""
    measure = MEASURES[name]
    if "by" not in measure.parameters or measure.kind == "rows":
        return {"points": []}
    told = {key: value for key, value in extras(log, hours, measure).items() if key != "zone"}
    if set(measure.required) - set(told):  # no working days where no case has a date
        return {"points": []}
    table = series(log, name, by=period, zone=hours.zone, **told)  # type: ignore[arg-type]  # read from the page's query, checked there
    key = "median" if measure.kind == "duration" else "value"
    rows = sorted(table.to_pyarrow().to_pylist(), key=lambda row: row["period"])
    found = {row["period"].date(): (row.get(key), row["n"]) for row in rows}
    came = delivered(of_all, period, hours.zone)  # type: ignore[arg-type]  # week or month, checked where it is asked
    known = known_of(found, came.is_hole, by_end=measure.anchor != "reported_at")
    points: list[list[Any]] = [[day.isoformat(), *known.get(day, (None, 0))] for day in _days(list(found), period)]
    chart = control_chart([point[1] for point in points], floor=0.0)
    signals = sorted({at for signal in chart.signals for at in range(signal.start, signal.end + 1)})
    limits = [chart.centre, chart.lower, chart.upper] if chart.state == "ok" else None
    return {"points": points, "limits": limits, "signals": signals}


def _days(known: list[date], period: str) -> list[date]:
    """The first day of every week or month from the first to the last that is known."""
    days: list[date] = []
    day = known[0] if known else None
    while day is not None and day <= known[-1]:
        days.append(day)
        day = day + timedelta(weeks=1) if period == "week" else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return days


def comparison_of(log: Log, of_all: Log, hours: Hours, name: str, periods: Sequence[Days]) -> dict[str, Any]:
    """The second period against the first, by the measure's own anchor; the days at both ends are included.

    Days of a week that is a hole in all the data, and days before or after them, are no days without cases: a count
    leaves them out and says how many.
    """
    measure = MEASURES[name]
    sides = [[first + DAY * at for at in range((last - first).days + 1)] for first, last in periods]
    left_out = 0
    if measure.kind == "count":
        came, (begins, ends) = delivered(of_all, "week", hours.zone), ends_of(of_all, hours) or (date.min, date.max)
        known = [
            [day for day in side if begins <= day <= ends and not came.is_hole(day - DAY * day.weekday())]
            for side in sides
        ]
        left_out = sum(map(len, sides)) - sum(map(len, known))
        told = _days_told(log, hours, measure, known)
    else:
        told = [_told(log, hours, measure, period) for period in periods]
    kind = {"share": "share", "duration": "duration", "count": "count_rate"}[measure.kind]
    found = compare_periods(told[0], told[1], kind=kind)  # type: ignore[arg-type]  # the measure's kind is one of these
    return {**asdict(found), "days_left_out": left_out}


def ends_of(log: Log, hours: Hours) -> Days | None:
    """The first and the last day that the data tell of."""
    cases = log.cases
    (row,) = cases.aggregate(first=cases.reported_at.min(), last=cases.last_at.max()).to_pyarrow().to_pylist()
    first, last = (local_day(row[name], hours.zone) for name in ("first", "last"))
    return None if first is None or last is None else (first, last)


def _told(log: Log, hours: Hours, measure: Measure, period: Days) -> Counted | list[float]:
    zone = ZoneInfo(hours.zone)
    since, before = (
        datetime.combine(day, time(0), zone).astimezone(UTC) for day in (period[0], period[1] + timedelta(days=1))
    )
    part = filtered(log, since=since, before=before, anchor=measure.anchor)  # type: ignore[arg-type]  # a measure's anchor is a column of cases
    more = extras(log, hours, measure)
    if measure.kind == "duration":
        table = measure(part, by=("case",), **more)
        return [each for each in table.limit(MOST_DURATIONS).median.to_pyarrow().to_pylist() if each is not None]
    (row,) = measure(part, **more).to_pyarrow().to_pylist()
    return Counted(int(row["count"]), float(row["n"]))


def _days_told(
    log: Log, hours: Hours, measure: Measure, periods: Sequence[Sequence[date]]
) -> list[Counted | list[float]]:
    """Counts with their days, and how much more these vary than chance: a sum of uneven days is less sure."""
    told = {key: value for key, value in extras(log, hours, measure).items() if key != "zone"}
    rows = series(log, measure.name, by="day", zone=hours.zone, **told).to_pyarrow().to_pylist()
    counted = {row["period"].date(): int(row.get("value") or row["n"]) for row in rows}
    sides = [[counted.get(day, 0) for day in days] for days in periods]
    dispersion = dispersion_of_days([side for side in sides if side])
    return [Counted(sum(side), float(len(side)), dispersion) for side in sides]


def whole(log: Log, scope: Scope, measure: Measure) -> Log:
    """The part of a log that a page asks for, by the measure's own instant."""
    return scope.on(
        log, measure.anchor if measure.anchor in ("reported_at", "resolved_at", "closed_at") else "reported_at"
    )
