"""The calendar of a kind: the records of a month on the day that one of their dates names."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import formats, timezone

from hansei.blocks.lifecycle import LIFECYCLES, State
from hansei.blocks.register import listing, shapes
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.values import titles_of
from hansei.kernel.models import Account
from hansei.ui.marks.scale import next_month

SHOWN = 300  # records of a month
ON_A_DAY = 4  # the others of a day unfold


@dataclass(frozen=True)
class Entry:
    """One record on its day."""

    pk: int
    key: str
    title: str
    state: State


@dataclass(frozen=True)
class Day:
    """A day with its records; `is_out`: of the month before or after."""

    day: date
    is_out: bool
    is_today: bool
    entries: list[Entry]

    @property
    def first(self) -> list[Entry]:
        return self.entries[:ON_A_DAY]

    @property
    def more(self) -> list[Entry]:
        return self.entries[ON_A_DAY:]


@dataclass(frozen=True)
class Month:
    """The weeks of a month. `total` ends at 1,001; of more than `shown` the first are shown."""

    first: date
    weeks: list[list[Day]]
    shown: int
    total: int

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{next_month(self.first):%Y-%m}"

    @property
    def is_cut(self) -> bool:
        return self.total > self.shown


def month_of(text: str) -> date:
    """Return the first day of the month that an address names, `2026-03`; this month for anything else.

    >>> month_of("2026-03"), month_of("0001-01") > date(1, 1, 1)
    (datetime.date(2026, 3, 1), True)
    """
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = date.min
    return asked if 1900 <= asked.year < 9000 else timezone.localdate().replace(day=1)


def day_asked(register: Register, text: str) -> str:
    """Return the date the calendar goes by: the one that is asked for, or the first."""
    names = shapes.days_of(register.kind, register.seen, (*register.columns, *register.shown))
    return text if text in names else names[0]


def month(register: Register, asked: Wanted, account: Account | None, name: str, first: date) -> Month:
    """Return a month of the records that the reader asks for, by this date of theirs."""
    weeks = list(Calendar(first_weekday()).monthdatescalendar(first.year, first.month))
    found = listing.narrowed(register, asked, account)
    found = found.filter(**{f"{name}__gte": weeks[0][0], f"{name}__lte": weeks[-1][-1]})
    rows = list(found.order_by(name, "-pk")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else listing.counts([found])[0]
    titles = titles_of(account, rows)
    days: dict[date, list[Entry]] = {}
    for each in rows[:SHOWN]:
        days.setdefault(getattr(each, name), []).append(_entry(register, each, titles[each.pk]))
    today = timezone.localdate()
    made = [[Day(day, day.month != first.month, day == today, days.get(day, [])) for day in week] for week in weeks]
    return Month(first, made, len(rows[:SHOWN]), total)


def _entry(register: Register, found: Any, title: str) -> Entry:
    state = LIFECYCLES[register.kind.kind].state(found.state)
    return Entry(found.pk, found.identity.key, title, state)


def first_weekday() -> int:
    """The weekday on which the reader's weeks begin, Monday as 0."""
    return (int(formats.get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
