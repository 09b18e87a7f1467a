"""Days of a form as instants, in the reader's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

LAST = date.max - timedelta(days=1)


def begin_of(day: date) -> datetime:
    """The first instant of a day."""
    return timezone.make_aware(datetime.combine(day, time()))


def end_of(day: date) -> datetime:
    """The first instant after a day; the calendar ends with the last day of 9999, which is taken for the one before."""
    return begin_of(min(day, LAST) + timedelta(days=1))
