"""Days of a form as instants, in the reader's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def begin_of(day: date) -> datetime:
    """The first instant of a day."""
    return timezone.make_aware(datetime.combine(day, time()))


def end_of(day: date) -> datetime:
    """The first instant after a day."""
    return begin_of(day + timedelta(days=1))
