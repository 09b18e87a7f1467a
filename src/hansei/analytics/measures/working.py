"""Working time for millions of rows at once, on any engine: a calendar as a small table to join with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import ibis
from ibis.expr.types import FloatingValue, Table

from hansei.analytics.measures.instants import MICROSECONDS_A_SECOND, epoch
from hansei.worktime.calendar import Calendar
from hansei.worktime.clock import timetable

SECONDS_A_DAY = 86_400
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class WorkingDays:
    """A calendar's open hours, one row for each UTC day of the data, at most `openings` spans a day.

    Columns of `days`: day (days since 1970), before (open seconds since the first day), and for each
    span k: opens_k, closes_k (seconds after UTC midnight; an unused span is 0 to 0).
    """

    days: Table
    openings: int


def working_days(calendar: Calendar, since: datetime, until: datetime) -> WorkingDays:
    """Write down a calendar's open hours from `since` to `until`, both with their zone, whole UTC days.

    Equality on the day joins everywhere and fast; a join on "the last span before" (as-of) does not exist on every
    engine. An instant outside [since, until] has no working time: its measure counts it as unknown.
    """
    first = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    last = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    spans: dict[datetime, list[tuple[float, float]]] = {}
    for opens, closes, _ in timetable(first, last, calendar):
        for start, end in _cut_at_midnight(opens, closes):
            midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
            spans.setdefault(midnight, []).append(((start - midnight) / SECOND, (end - midnight) / SECOND))
    openings = max((len(found) for found in spans.values()), default=1)
    rows, before, midnight = [], 0.0, first
    while midnight < last:
        found = spans.get(midnight, [])
        padded = found + [(0.0, 0.0)] * (openings - len(found))
        rows.append((int(midnight.timestamp()) // SECONDS_A_DAY, before, *(edge for span in padded for edge in span)))
        before += sum(closes - opens for opens, closes in found)
        midnight += DAY
    edges = {f"{edge}_{number}": "float64" for number in range(openings) for edge in ("opens", "closes")}
    return WorkingDays(ibis.memtable(rows, schema={"day": "int64", "before": "float64", **edges}), openings)


def _cut_at_midnight(opens: datetime, closes: datetime) -> list[tuple[datetime, datetime]]:
    parts = []
    while opens < closes:
        midnight = opens.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        parts.append((opens, min(closes, midnight)))
        opens = midnight
    return parts


def with_worked_seconds(rows: Table, start: str, end: str, working: WorkingDays) -> Table:
    """Add `worked_seconds`: the open seconds between two instants of each row, NULL where one is unknown."""
    rows = _with_reading(rows, start, working, "worked_at_start")
    rows = _with_reading(rows, end, working, "worked_at_end")
    worked = rows.worked_at_end - rows.worked_at_start
    return rows.mutate(worked_seconds=worked).drop("worked_at_start", "worked_at_end")


def _with_reading(rows: Table, column: str, working: WorkingDays, name: str) -> Table:
    """Add the open seconds that had passed at an instant since the calendar's first day."""
    columns = rows.columns
    second = epoch(rows[column])
    rows = rows.mutate(working_day=(second / SECONDS_A_DAY).floor().cast("int64"))
    joined = rows.left_join(working.days, rows.working_day == working.days.day)
    # Whole seconds and the part behind them apart: a float of seconds since 1970 would lose microseconds.
    whole = (epoch(joined[column]) - joined.working_day * SECONDS_A_DAY).cast("float64")
    fraction = _fraction(joined, column)
    reading: FloatingValue = joined.before
    for number in range(working.openings):
        opens, closes = joined[f"opens_{number}"], joined[f"closes_{number}"]
        passed = ibis.least(whole + fraction, closes) - opens
        reading = reading + ibis.greatest(passed, ibis.literal(0.0))
    return joined.select(*columns, **{name: reading})


def _fraction(rows: Table, column: str) -> FloatingValue:
    """The part of a second behind the whole ones."""
    at = rows[column]
    microseconds = at.delta(at.truncate("s"), unit="microsecond")
    return microseconds.cast("float64") / MICROSECONDS_A_SECOND
