"""How much of a span is working time, and when a promise comes due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hansei.worktime.calendar import ONE_DAY, Calendar, Span


def worked_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return the part of [start, end) in which the calendar is open.

    Counted: real time between instants, so a night on which the clock is put back is an hour
    longer and one on which it is put forward an hour shorter. Left out: everything the
    calendar does not open. Pauses are the caller's: ask for each span between them.
    Raises ValueError for instants without a zone and for an end before its start.
    """
    return sum((closes - opens for opens, closes in open_spans(start, end, calendar)), timedelta())


def due_at(start: datetime, allowed: timedelta, calendar: Calendar) -> datetime:
    """Return the first instant, in UTC, by which `allowed` working time has passed since `start`.

    A promise that uses up the last open minute of a day is due at closing, not the next morning.
    Nothing allowed is due at once. Raises ValueError for an instant without a zone, a negative
    allowance, and a calendar that will not open for long enough ever again.
    """
    at = _utc(start)
    if allowed < timedelta():
        raise ValueError("a promise cannot allow less than no time")
    if not allowed:
        return at
    left = allowed
    for opens, closes in _spans_from(at, calendar):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise ValueError("the calendar does not open for long enough, so this never comes due")


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Say whether the calendar is open at this instant. Closing time itself is closed."""
    instant = _utc(at)
    day = instant.astimezone(calendar.zone).date()
    return any(opens <= instant < closes for near in (day - ONE_DAY, day) for opens, closes in calendar.spans(near))


def open_spans(start: datetime, end: datetime, calendar: Calendar) -> list[Span]:
    """Return the open spans inside [start, end), in UTC, in order, touching ones joined."""
    first, last = _utc(start), _utc(end)
    if last < first:
        raise ValueError("a span cannot end before it starts")
    joined: list[Span] = []
    for opens, closes in _spans_from(first, calendar):
        if opens >= last:
            break
        closes = min(closes, last)
        if joined and opens == joined[-1][1]:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return joined


def timetable(start: datetime, end: datetime, calendar: Calendar) -> list[tuple[datetime, datetime, timedelta]]:
    """Return the open spans of [start, end), each with the working time that passed before it.

    This is the table with which an engine answers working time for millions of rows at once:
    worked(t) = worked before the last span that opened by t + min(t, closes) − opens, and the
    working time between two instants is the difference of their two answers.
    """
    rows, before = [], timedelta()
    for opens, closes in open_spans(start, end, calendar):
        rows.append((opens, closes, before))
        before += closes - opens
    return rows


def _spans_from(at: datetime, calendar: Calendar) -> Iterator[Span]:
    """Yield spans by the day they begin on, from the one before `at`: a night shift may still run.

    A special day's morning can open before the night shift of the day before has closed; the
    shared part is yielded once.
    """
    day = at.astimezone(calendar.zone).date() - ONE_DAY
    reached = at
    while calendar.opens_again_after(day - ONE_DAY):
        for opens, closes in calendar.spans(day):
            if closes > reached:
                yield max(opens, reached), closes
                reached = closes
        day += ONE_DAY


def _utc(at: datetime) -> datetime:
    # Python subtracts and compares two instants of one zone by the wall clock, an hour wrong
    # across a change of the clock; in UTC it cannot.
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("working time needs instants with a zone")
    return at.astimezone(UTC)
