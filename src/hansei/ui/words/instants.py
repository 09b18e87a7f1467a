"""Instants in the reader's zone: relative in the flow of a page, exact where it counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hansei.ui.words.numbers import no_data, number

# Django's own formats vary between "Nov. 13, 2025, 10:42 a.m." and long words: one compact form per language.
EXACT = {"en": "D j M Y, H:i", "ru": "D, j E Y, H:i", "zh-hans": "Y年n月j日 D H:i", "zh-hant": "Y年n月j日 D H:i"}
DAY = {"en": "j M Y", "ru": "j E Y", "zh-hans": "Y年n月j日", "zh-hant": "Y年n月j日"}
MONTH = {"en": "M Y", "ru": "F Y", "zh-hans": "Y年n月", "zh-hant": "Y年n月"}


def exact(instant: datetime | None) -> str:
    """Day and time in the reader's zone, with the name of the zone."""
    if instant is None:
        return no_data()
    local = timezone.localtime(instant)
    return f"{formats.date_format(local, _of(EXACT))} {local.tzname() or ''}".rstrip()


def of_day(day: date | datetime | None) -> str:
    """The day an instant falls on in the reader's zone, or a date as it is."""
    if day is None:
        return no_data()
    shown = timezone.localtime(day) if isinstance(day, datetime) else day
    return formats.date_format(shown, _of(DAY))


def of_month(day: date | None) -> str:
    return no_data() if day is None else formats.date_format(day, _of(MONTH))


def relative(instant: datetime | None, now: datetime | None = None) -> str:
    """How long ago or how far ahead; past a month, the day itself."""
    if instant is None:
        return no_data()
    ahead = instant - (now or timezone.now())
    length = abs(ahead)
    if length < timedelta(minutes=1):
        return _("just now") if ahead <= timedelta(0) else _("within a minute")
    if length >= timedelta(days=31):
        return of_day(instant)
    return _ahead(length) if ahead > timedelta(0) else _ago(length)


def _ago(length: timedelta) -> str:
    if (minutes := length // timedelta(minutes=1)) < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": number(minutes)}
    if (hours := length // timedelta(hours=1)) < 24:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": number(hours)}
    return ngettext("%(n)s day ago", "%(n)s days ago", length.days) % {"n": number(length.days)}


def _ahead(length: timedelta) -> str:
    if (minutes := length // timedelta(minutes=1)) < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": number(minutes)}
    if (hours := length // timedelta(hours=1)) < 24:
        return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": number(hours)}
    return ngettext("in %(n)s day", "in %(n)s days", length.days) % {"n": number(length.days)}


def _of(forms: dict[str, str]) -> str:
    return forms.get(get_language() or "en", forms["en"])
