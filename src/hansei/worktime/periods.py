"""The days that a report or a review is about, on the clock of one zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date
    zone: str

    @property
    def since(self) -> datetime:
        return _midnight(self.first, self.zone)

    @property
    def before(self) -> datetime:
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def end(self) -> datetime:
        """The last instant: what begins at the midnight after it has not begun, and what ends there has not ended."""
        return self.before - timedelta(microseconds=1)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def previous(self) -> Period:
        """As long, directly before; before whole months, as many whole months.

        >>> Period(date(2025, 3, 1), date(2025, 3, 31), "UTC").previous().first
        datetime.date(2025, 2, 1)
        """
        last = self.first - timedelta(days=1)
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            return Period(months_before(self.first, months), last, self.zone)
        return Period(last - (self.last - self.first), last, self.zone)


def months_before(first: date, count: int) -> date:
    """The first day of the month so many months earlier."""
    year, month = divmod(first.year * 12 + first.month - 1 - count, 12)
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    return months_before(day.replace(day=1), -1) - timedelta(days=1)


def last_whole_month(day: date) -> tuple[date, date]:
    """The month of this day where it is its last, else the month before."""
    end = day if day == month_end(day) else day.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def month_before(day: date) -> tuple[date, date]:
    """First and last day of the month before this day's."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
