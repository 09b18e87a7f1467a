"""On which days the reviews of a plan fall, and which period each looks back on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hansei.rooms.reviews import workdays
from hansei.rooms.reviews.models import Kind, Plan
from hansei.worktime.periods import month_end, months_before

WEEKS: Final = {"weekly": 1, "two_weekly": 2}
MONTHS: Final = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
ON_OCCASION: Final = "on_occasion"
FREQUENCIES: Final = (*WEEKS, *MONTHS, ON_OCCASION)
HORIZON: Final = timedelta(days=365)
DAY: Final = timedelta(days=1)
A_WEEK: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=365)


def dates(plan: Plan, kind: str, frequency: str, after: date, until: date) -> list[date]:
    """The working days after one day and up to another on which this review of the plan falls.

    They count from the plan's first review. The team's session is a week before the customer's.
    """
    if frequency not in WEEKS and frequency not in MONTHS:
        return []
    found = []
    for nominal in _nominal(plan.starts_on, frequency):
        if nominal > until + A_WEEK:
            break
        day = nominal - A_WEEK if kind == Kind.TEAM else nominal
        day = workdays.on_or_after(day, plan.zone, plan.country)
        if after < day <= until and day not in found:
            found.append(day)
    return found


def span(plan: Plan, today: date) -> tuple[date, date]:
    """After which day and up to which one publishing a plan today makes dates: nobody holds a review in the past."""
    return max(plan.starts_on - A_WEEK - DAY, today - DAY), max(plan.starts_on, today) + HORIZON


def whole_periods(begin: date, end: date, frequency: str = "monthly") -> list[tuple[date, date]]:
    """The whole months, or quarters, of the days that data cover, the latest first; none where they cover none."""
    length = 3 if frequency == "quarterly" else 1
    first = end.replace(day=1)
    if length > 1:
        first = first.replace(month=(first.month - 1) // length * length + 1)
    found = []
    while first >= begin:
        last = month_end(months_before(first, 1 - length))
        if last <= end:
            found.append((first, last))
        first = months_before(first, length)
    return found


def latest_period(begin: date, end: date, frequency: str = "monthly") -> tuple[date, date]:
    """The latest whole month or quarter of the days that data cover; where they cover none, their last days, a year
    at most."""
    whole = whole_periods(begin, end, frequency)
    return whole[0] if whole else (max(begin, end - LONGEST), end)


def _nominal(first: date, frequency: str) -> Iterator[date]:
    step = 0
    while True:
        if frequency in WEEKS:
            yield first + A_WEEK * WEEKS[frequency] * step
        else:
            month = months_before(first.replace(day=1), -MONTHS[frequency] * step)
            yield min(month + timedelta(days=first.day - 1), month_end(month))
        step += 1


def period(day: date, frequency: str) -> tuple[date, date]:
    """The last whole period before a review: whole months, or as many whole weeks from Monday to Sunday."""
    if frequency in WEEKS:
        last = day - timedelta(days=day.weekday() + 1)
        return last - A_WEEK * WEEKS[frequency] + timedelta(days=1), last
    months = MONTHS.get(frequency, 1)
    this_month = day.replace(day=1)
    return months_before(this_month, months), this_month - timedelta(days=1)
