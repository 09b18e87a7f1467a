"""When a zone's clock is put forward or back, and whether it follows a rule from year to year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Transition:
    """At this instant the clock goes from one distance to UTC to another; `name` and `is_summer` are of the new one."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def shown(self) -> datetime:
        """What the clock showed at that instant before it was put: as calendar files write it."""
        return (self.at + self.before).replace(tzinfo=None)


def transitions(zone: ZoneInfo, first: date, last: date) -> list[Transition]:
    """Every change of the clock from the first day's begin to the last day's end, UTC, the earliest first.

    >>> found = transitions(ZoneInfo("Europe/Berlin"), date(2026, 1, 1), date(2026, 12, 31))
    >>> [each.shown.isoformat() for each in found]
    ['2026-03-29T02:00:00', '2026-10-25T03:00:00']
    """
    found = []
    low = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + DAY
    while low < end:
        high = low + DAY
        if _offset(zone, low) != _offset(zone, high):
            found.append(_between(zone, low, high))
        low = high
    return found


def yearly_rule(rows: Iterable[Transition]) -> str | None:
    """The rule that these changes follow, one a year, as a calendar file says it; None where they follow none.

    A single change follows any rule, so None as well.

    >>> of = transitions(ZoneInfo("America/New_York"), date(2026, 1, 1), date(2030, 12, 31))
    >>> yearly_rule(each for each in of if each.is_summer)
    'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU'
    """
    shown = [each.shown for each in rows]
    if len(shown) < 2 or [each.year for each in shown] != list(range(shown[0].year, shown[0].year + len(shown))):
        return None
    if len({(each.month, each.weekday(), each.time()) for each in shown}) != 1:
        return None
    from_start = {(each.day - 1) // 7 + 1 for each in shown}
    from_end = {_weeks_after(each.date()) for each in shown}
    place = -1 if from_end == {0} else from_start.pop() if len(from_start) == 1 else None
    if place is None:
        return None
    return f"FREQ=YEARLY;BYMONTH={shown[0].month};BYDAY={place}{WEEKDAYS[shown[0].weekday()]}"


def _weeks_after(day: date) -> int:
    """How many days of the same name the month still has after this one."""
    count = 0
    while (day + timedelta(days=7 * (count + 1))).month == day.month:
        count += 1
    return count


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _between(zone: ZoneInfo, low: datetime, high: datetime) -> Transition:
    """Halve the day until the minute is found; no zone changes twice within one."""
    before = _offset(zone, low)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        middle -= timedelta(seconds=middle.second % 60, microseconds=middle.microsecond)
        if middle <= low:
            middle = low + timedelta(minutes=1)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    is_summer = bool(local.dst())
    return Transition(high, before, _offset(zone, high), local.tzname() or "", is_summer)
