"""The values of a metric from a log, as plain figures: one over a period, and one for each step. Knows no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from hansei.analytics import composing
from hansei.analytics.keeping import can_follow as can_follow
from hansei.analytics.keeping import steps_of
from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, Measure, compute, filtered
from hansei.analytics.measures.holes import Told, delivered, known_of
from hansei.analytics.measures.instants import Period, last_event
from hansei.rooms.measures import desks
from hansei.rooms.measures.computing import ends_of, extras
from hansei.rooms.mining.queries import Hours

Point = tuple[date, float | None, int]
Days = tuple[date, date]  # first and last day, both included
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Value:
    """What a metric says of a period: a share from 0 to 1, hours, or a number; None where there is nothing to say.

    `reason` is then a code. A time also has its p90, its mean, and how many cases had not ended (`open`): they are
    left out of the figure, so it looks better than it is where many are open.
    """

    value: float | None
    n: int
    reason: str = ""
    count: int | None = None
    p90: float | None = None
    mean: float | None = None
    open: int | None = None


def value_of(log: Log, hours: Hours, name: str, days: Days | None) -> dict[str, Any]:
    """What a measure of the library says of a period, of all the data without one."""
    measure = MEASURES[name]
    if measure.kind == "rows":
        return asdict(_of_steps(log, hours, measure, days))
    part = _part(log, hours, measure, days)
    answer = compute(part, {name: extras(part, hours, measure) | _looked_until(log, measure)})[name]
    row = answer.rows[0] if len(answer.rows) == 1 else {}
    found = Value(answer.value, answer.n or 0, answer.reason or "", answer.count, row.get("p90"), row.get("mean"))
    return asdict(found) | {"open": answer.left_out.get("not_ended", 0) if measure.kind == "duration" else None}


def _looked_until(log: Log, measure: Measure) -> dict[str, Any]:
    """A part is looked at from where all the data end, as a series is: else its own last event decided what is late."""
    end = last_event(log) if "now" in measure.parameters else None
    return {} if end is None else {"now": end}


def _part(log: Log, hours: Hours, measure: Measure, days: Days | None) -> Log:
    if days is None:
        return log
    zone = ZoneInfo(hours.zone)
    since, before = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (days[0], days[1] + DAY))
    return filtered(log, since=since, before=before, anchor=cast(Any, measure.anchor))


def composed_value(log: Log, hours: Hours, definition: composing.Definition, days: Days | None) -> dict[str, Any]:
    """What a definition says of a period, of all the data without one."""
    told = composing.answer(log, definition, office=hours.calendar(), days=days)
    reason = "" if told.value is not None else "no_data: cases"
    still_open = told.left_out.get("not_ended", 0) if definition.figure.what == "interval" and days is None else None
    return asdict(Value(told.value, told.n, reason, told.count, told.p90, told.mean, still_open))


def composed_series(log: Log, hours: Hours, definition: composing.Definition) -> list[tuple[str, float | None, int]]:
    """A definition step by step, with the same gaps as a measure of the library."""
    found = composing.followed(log, definition, office=hours.calendar())
    told = {day: (each.value, each.n) for day, each in found.items()}
    return stepped(covered(log, hours, definition.step), told, counts=is_count(definition))


def is_count(definition: composing.Definition) -> bool:
    """Whether nothing counted is 0: a number of cases or steps, or a sum; a share or a time of nothing is a gap."""
    return definition.figure.what == "count" or getattr(definition.figure, "aggregate", "") in ("sum", "count")


def divided(above: float | None, below: float | None) -> float | None:
    """One by the other; None where one is unknown or the lower one 0: no data, neither 0 % nor 100 %."""
    return None if above is None or not below else above / below


def ratio_of(above: Mapping[str, Any], below: Mapping[str, Any]) -> Value:
    """What one metric says by another of the same period."""
    value = divided(above["value"], below["value"])
    if value is None:
        return Value(None, 0, above.get("reason") or below.get("reason") or "no_denominator")
    return Value(value, round(below["value"]))


def _of_steps(log: Log, hours: Hours, measure: Measure, days: Days | None) -> Value:
    """A table with a row a day: arrivals are summed, what stands at the end of each is that of the last day."""
    if "period" not in measure.parameters or measure.name == "cumulative_flow":
        return Value(None, 0, "table")
    first, last = days or (date.min, date.max)
    points = [(day, n) for day, n in _rows_of_steps(log, hours, measure, "day") if first <= day <= last]
    if not points:
        return Value(None, 0, "no_data: cases")
    value = points[-1][1] if measure.name == "work_in_progress" else sum(n for _day, n in points)
    return Value(float(value), value)


def _rows_of_steps(log: Log, hours: Hours, measure: Measure, step: str) -> list[tuple[date, int]]:
    rows = measure(log, period=step, zone=hours.zone).to_pyarrow().to_pylist()
    return sorted((row["period"].date(), int(row["n"] or 0)) for row in rows)


def series_of(log: Log, hours: Hours, name: str, step: str) -> list[tuple[str, float | None, int]]:
    """A measure of the library step by step: every step the data cover, those without a value as None."""
    if not can_follow(name):
        return []
    more = desks.extras(hours, MEASURES[name].parameters)
    found = steps_of(log, hours.calendar(), name, step, **more)
    return stepped(covered(log, hours, step), found, counts=counts_things(name), by_end=counts_ends(name))


def counts_things(name: str) -> bool:
    """Whether nothing counted is 0 for a measure of the library; a share or a time of nothing is a gap."""
    return MEASURES[name].kind in ("count", "rows")


def counts_ends(name: str) -> bool:
    """Whether a measure of the library counts a case when something of it ends, not when it was reported."""
    return MEASURES[name].anchor != "reported_at"


@dataclass(frozen=True)
class Covered:
    """The steps that a log covers: all of them, those that lie wholly within it, and those that are no holes."""

    days: tuple[date, ...]
    whole: frozenset[date]
    alive: frozenset[date]


def covered(log: Log, hours: Hours, step: str) -> Covered:
    """Which steps there are, and which of them are holes: a day is one as its week is, for no weekend is a hole."""
    ends = ends_of(log, hours)
    if ends is None:
        return Covered((), frozenset(), frozenset())
    days = tuple(steps_between(*ends, step))
    whole = frozenset(each for each in days if _is_whole(each, ends, step))
    judged = "week" if step == "day" else step
    came = delivered(log, cast(Period, judged), hours.zone)
    alive = frozenset(each for each in days if not came.is_hole(start_of_step(each, judged)))
    return Covered(days, whole, alive)


def stepped(
    steps: Covered, found: Mapping[date, Told], *, counts: bool, by_end: bool = False
) -> list[tuple[str, float | None, int]]:
    """Every step the data cover. A count has whole steps only: one cut by the data's end would look like a fall.

    A step in which nothing came is 0 for a count, else a gap. Where the data have a hole, it is a gap for every metric.
    """
    known = known_of(found, lambda day: day not in steps.alive, by_end=by_end)
    empty = (0.0 if counts else None, 0)
    days = [each for each in steps.days if not counts or each in steps.whole]
    return [(day.isoformat(), *known.get(day, empty if day in steps.alive else (None, 0))) for day in days]


def _is_whole(day: date, ends: Days, step: str) -> bool:
    return day >= ends[0] and next_step(day, step) - DAY <= ends[1]


def steps_between(first: date, last: date, step: str) -> Iterator[date]:
    """The first day of every step from the one that holds `first` to the one that holds `last`."""
    day = start_of_step(first, step)
    while day <= last:
        yield day
        day = next_step(day, step)


def start_of_step(day: date, step: str) -> date:
    """The first day of the step that holds a day; weeks begin on Monday.

    >>> start_of_step(date(2025, 5, 15), "week"), start_of_step(date(2025, 5, 15), "quarter")
    (datetime.date(2025, 5, 12), datetime.date(2025, 4, 1))
    """
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) if step == "quarter" else day


def next_step(day: date, step: str) -> date:
    """The first day of the step after the one that begins on `day`.

    >>> next_step(date(2025, 1, 1), "month"), next_step(date(2025, 10, 1), "quarter")
    (datetime.date(2025, 2, 1), datetime.date(2026, 1, 1))
    """
    long = {"day": 1, "week": 7, "month": 31, "quarter": 92}[step]
    return start_of_step(day + timedelta(days=long), step)
