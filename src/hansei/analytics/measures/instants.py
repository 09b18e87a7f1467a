"""Arithmetic on instants that gives the same figure on every engine."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Final, Literal
from zoneinfo import ZoneInfo

import ibis
from ibis.expr.types import ArrayValue, FloatingValue, IntegerValue, Table, TimestampValue

from hansei.analytics.log import Log

Period = Literal["day", "week", "month", "quarter", "year"]

MICROSECONDS_A_SECOND: Final = 1_000_000.0
MICROSECONDS_AN_HOUR: Final = 3_600_000_000.0
BEGINNING: Final = "1970-01-01 00:00:00"
TRUNCATED: Final[dict[str, str]] = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
# Zones change their rules; offsets are listed for the years that a ticket system can have data of.
FIRST_YEAR: Final = 1995
LAST_YEAR: Final = 2040


def elapsed_hours(start: TimestampValue, end: TimestampValue) -> FloatingValue:
    """Hours by the clock on the wall, nights and weekends included; to the microsecond."""
    # The cast keeps Spark from dividing decimals: it rounds these to six digits.
    return end.delta(start, unit="microsecond").cast("float64") / MICROSECONDS_AN_HOUR


def elapsed_seconds(start: TimestampValue, end: TimestampValue) -> FloatingValue:
    """Seconds by the clock on the wall; to the microsecond."""
    return end.delta(start, unit="microsecond").cast("float64") / MICROSECONDS_A_SECOND


def epoch(at: TimestampValue) -> IntegerValue:
    """Whole seconds since 1970 in UTC, rounded down for later instants."""
    return at.delta(ibis.timestamp(BEGINNING), unit="second").cast("int64")


def start_of(at: TimestampValue, period: Period) -> TimestampValue:
    """First instant of the day, week (from Monday), month, quarter or year."""
    return at.truncate(TRUNCATED[period])


def local(at: TimestampValue, zone: str) -> TimestampValue:
    """What the clock on the wall of `zone` shows at an instant, summer time included."""
    if zone == "UTC":
        return at
    return at + _offset_at(epoch(at), zone).as_interval("s")


def local_day(at: datetime | None, zone: str) -> date | None:
    """The day that the calendar on the wall of `zone` shows at one instant of a log; None at none."""
    return None if at is None else at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def start_of_local_day(day: date, zone: str) -> datetime:
    """The instant at which a day begins in `zone`, as a log stores it."""
    return instant(datetime.combine(day, time(), ZoneInfo(zone)))


def every_period(bounds: Table, period: Period) -> Table:
    """One row, `period`, for each day, week or month between the instants `first` and `last` of one row."""
    beginning = ibis.timestamp(BEGINNING)
    days = bounds.select(
        first=bounds.first.delta(beginning, unit="day").cast("int64"),
        last=bounds.last.delta(beginning, unit="day").cast("int64"),
    )
    days = days.filter(days.last.notnull()).select(day=ibis.range(days.first, days.last + 1).unnest())
    return days.select(period=start_of(beginning + days.day.as_interval("D"), period)).distinct()


def instant(value: datetime) -> datetime:
    """An instant as a log stores it: UTC without a zone. Refuses one whose zone is not known."""
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone: datetime(…, tzinfo=UTC)")
    return value.astimezone(UTC).replace(tzinfo=None)


def with_now(cases: Table, now: datetime | None) -> Table:
    """Add the instant up to which we look: `now`, or else the last event in the data; never the clock."""
    if now is not None:
        return cases.mutate(now=ibis.literal(instant(now), type="timestamp(6)"))
    return cases.cross_join(cases.aggregate(now=cases.last_at.max()))


def last_event(log: Log) -> datetime | None:
    """Where the data end: the last event of any case."""
    cases = log.cases
    last: datetime | None = cases.aggregate(last=cases.last_at.max()).to_pyarrow().to_pylist()[0]["last"]
    return None if last is None else last.replace(tzinfo=UTC)


def local_epoch(at: TimestampValue, zone: str) -> IntegerValue:
    """Seconds since 1970 as the clock on the wall of `zone` shows them, summer time included.

    Engines disagree on zone names and need data files for them; the offsets are therefore listed
    from the zone database of Python and become part of the expression.
    """
    seconds = epoch(at)
    return seconds + _offset_at(seconds, zone)


def _offset_at(seconds: IntegerValue, zone: str) -> IntegerValue:
    """The offset in force, looked up in lists: a tree of comparisons took most of a query's time over a small log.

    The lists are written as text, which each engine reads once a query: as lists they would be a part for each number.
    """
    found = _spans(zone)
    if not found.changes:
        return ibis.literal(found.offsets[0], type="int64")
    # Not `clip`: it writes what it is given three times. Spark wants a place in 32 bits.
    place = ibis.greatest((seconds - found.first) // found.length, 0)
    span = ibis.least(place, len(found.changes) - 1).cast("int32")
    before, after = _list(found.offsets[:-1])[span], _list(found.offsets[1:])[span]
    return (seconds < _list(found.changes)[span]).ifelse(before, after)


def _list(numbers: Sequence[int]) -> ArrayValue:
    return ibis.literal(" ".join(map(str, numbers))).split(" ").cast("array<int64>")


@dataclass(frozen=True)
class _Spans:
    """The years cut into spans of equal length, so short that the offset changes once in each at most.

    `changes` says when it does in each span, or when the span ends; `offsets` which one is in force before the first
    span's change, and after each span's.
    """

    first: int
    length: int
    changes: tuple[int, ...]
    offsets: tuple[int, ...]


@cache
def _spans(zone: str) -> _Spans:
    before, *changes = zone_offsets(zone)
    if not changes:
        return _Spans(0, 1, (), (before[1],))
    first, last = changes[0][0], changes[-1][0]
    length = min((later[0] - each[0] for each, later in pairwise(changes)), default=1)
    instants, offsets, waiting = [], [before[1]], deque(changes)
    for end in range(first + length, last + length + 1, length):
        at, offset = waiting.popleft() if waiting and waiting[0][0] < end else (end, offsets[-1])
        instants.append(at)
        offsets.append(offset)
    return _Spans(first, length, tuple(instants), tuple(offsets))


@cache  # sixteen thousand days are walked: done for each expression anew, it took a fifth of a rule's weeks
def zone_offsets(zone: str) -> tuple[tuple[int, int], ...]:
    """Instants (seconds since 1970) at which the zone's offset changes, each with the offset from then on."""
    clock = ZoneInfo(zone)
    hour = timedelta(hours=1)
    changes: list[tuple[int, int]] = []
    day = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    while day.year <= LAST_YEAR:
        offset = _offset(day, clock)
        if not changes or changes[-1][1] != offset:
            # The change lies within the day before: walk it quarter by quarter.
            at = day
            while changes and _offset(at - hour / 4, clock) == offset:
                at -= hour / 4
            changes.append((int(at.timestamp()), offset))
        day += 24 * hour
    return tuple(changes)


def _offset(at: datetime, clock: ZoneInfo) -> int:
    offset = at.astimezone(clock).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
