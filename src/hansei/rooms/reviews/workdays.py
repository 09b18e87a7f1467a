"""Working days of a plan: Monday to Friday in its zone, without the public holidays of its country."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hansei.worktime import Calendar
from hansei.worktime.public_holidays import public_holidays

OFFICE = (time(9), time(17))
DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def calendar_of(zone: str, country: str, year: int) -> Calendar:
    """The working calendar around one year. Raises ValueError for a country nobody knows holidays of."""
    holidays = public_holidays(country, range(year - 1, year + 2)) if country else frozenset()
    return Calendar(ZoneInfo(zone), dict.fromkeys(range(5), (OFFICE,)), holidays)


def is_working(day: date, zone: str, country: str) -> bool:
    return bool(calendar_of(zone, country, day.year).openings(day))


def on_or_after(day: date, zone: str, country: str) -> date:
    """The day itself where people work on it, else the next one."""
    while not is_working(day, zone, country):
        day += DAY
    return day


def before(day: date, count: int, zone: str, country: str) -> date:
    """The working day so many working days before a day."""
    return _stepped(day, count, -DAY, zone, country)


def after(day: date, count: int, zone: str, country: str) -> date:
    """The working day so many working days after a day."""
    return _stepped(day, count, DAY, zone, country)


def between(first: date, last: date, zone: str, country: str) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 where it is not later."""
    count = 0
    while first < last:
        first += DAY
        count += is_working(first, zone, country)
    return count


def _stepped(day: date, count: int, step: timedelta, zone: str, country: str) -> date:
    while count > 0:
        day += step
        count -= is_working(day, zone, country)
    return day
