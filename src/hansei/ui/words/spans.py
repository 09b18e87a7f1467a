"""Spans of time: two units at most, the larger ones first."""

from __future__ import annotations

import math
from datetime import timedelta

from django.utils.translation import gettext as _

from hansei.ui.words.numbers import MINUS, NARROW, no_data, number

MINUTE, HOUR, DAY = 60, 3600, 86_400


def span(length: timedelta | float | None) -> str:
    """Write elapsed time; a bare number is seconds. A day is 24 hours.

    >>> span(13_200), span(187_200), span(48), span(timedelta(minutes=-18)), span(0)
    ('3\\u202fh 40\\u202fmin', '2\\u202fd 4\\u202fh', '48\\u202fs', '−18\\u202fmin', '0\\u202fs')
    """
    if length is None:
        return no_data()
    seconds = length.total_seconds() if isinstance(length, timedelta) else float(length)
    if not math.isfinite(seconds):
        return no_data()
    whole = round(abs(seconds))
    sign = MINUS if seconds < 0 and whole else ""
    return sign + _two_units(whole)


def minutes_and_seconds(seconds: float | None) -> str:
    """The length of a call as people read it from a telephone; minutes are not turned into hours.

    >>> minutes_and_seconds(300), minutes_and_seconds(4_205.4)
    ('5:00', '70:05')
    """
    if seconds is None or not math.isfinite(seconds):
        return no_data()
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def hour_sign() -> str:
    """The short sign of the hour, as it stands behind figures in the reader's language."""
    return _("h")


def hours(value: float | None, places: int | None = None) -> str:
    """Hours as a decimal figure with its unit, for columns that are compared."""
    return no_data() if value is None else _joined(number(value, places), _("h"))


def clock_span(seconds: float | None) -> str:
    """A span to the second, `0:38:05`: for running clocks and progress."""
    if seconds is None:
        return no_data()
    whole = int(abs(seconds))
    return f"{whole // HOUR}:{whole % HOUR // MINUTE:02}:{whole % MINUTE:02}"


def _two_units(whole: int) -> str:
    if whole < MINUTE:
        return _joined(number(whole), _("s"))
    if whole < HOUR:
        return _joined(number(round(whole / MINUTE)), _("min")) if whole < HOUR - 30 else _joined("1", _("h"))
    if whole < DAY:
        full, minutes = divmod(round(whole / MINUTE), 60)
        if full == 24:
            return _joined("1", _("d"))
        return _pair(full, _("h"), minutes, _("min"))
    days, left = divmod(round(whole / HOUR), 24)
    return _joined(number(days), _("d")) if days >= 30 else _pair(days, _("d"), left, _("h"))


def _pair(more: int, larger: str, less: int, smaller: str) -> str:
    first = _joined(number(more), larger)
    return f"{first} {_joined(number(less), smaller)}" if less else first


def _joined(figure: str, unit: str) -> str:
    return f"{figure}{NARROW}{unit}"
