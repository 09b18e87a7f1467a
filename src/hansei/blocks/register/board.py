"""The board of a kind: a column for each state, in it the first cards, how many there are and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.blocks.lifecycle import LIFECYCLES, Lifecycle, State
from hansei.blocks.lifecycle.setting import lived, newest
from hansei.blocks.register import columns, limits, listing, shapes
from hansei.blocks.register.columns import Cells
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.paging import Order
from hansei.blocks.register.values import sub_state_of
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui import words

SHOWN = 20  # cards of a column; the list has them all


@dataclass(frozen=True)
class Card:
    """One record on the board. `tone` says that it is late."""

    pk: int
    key: str
    title: str
    sub_state: str
    version: int
    person: str
    when: str
    tone: str
    may_move: bool


@dataclass(frozen=True)
class Column:
    """One state with its first cards; `count` ends at 1,001."""

    state: State
    cards: list[Card]
    count: int
    totals: list[str]
    most: int | None  # how many may stand here at once
    ways: list[str]  # states to which a card may go from here, whether or not something is missing

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.count >= self.most

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.cards)


def columns_of(register: Register, asked: Wanted, account: Account | None, movable: Any) -> list[Column]:
    """Return the board that the reader asks for. `movable(records)` tells which of them they may move."""
    life = LIFECYCLES[register.kind.kind]
    found = listing.narrowed(register, asked, account)
    parts = [found.filter(state=each.code) for each in life.states]
    order = _order(register, asked)
    firsts = listing.first_of([each.order_by(*order) for each in parts], SHOWN)
    records = _records(register, found, [pk for first in firsts for pk in first], order)
    cards = _cards(register, account, records, movable(records))
    sums, counts = _totals(register, found), listing.counts(parts)
    most = limits.limits_of(register.kind.kind)
    return [
        Column(
            state=state,
            cards=[cards[each.pk] for each in records if each.pk in set(first)],
            count=count,
            totals=sums.get(state.code, []),
            most=most.get(state.code),
            ways=_ways(lived(life, newest(register.kind.kind)), state.code),
        )
        for state, first, count in zip(life.states, firsts, counts, strict=True)
    ]


def _ways(life: Lifecycle, start: str) -> list[str]:
    return list(dict.fromkeys(each.target for each in life.transitions if each.start == start and not each.by_action))


def _order(register: Register, asked: Wanted) -> list[Any]:
    order = asked.order
    if not order.field:
        order = Order.of(register.seen.order, columns.sortable(register))
    if not order.field:
        return ["-pk"]
    field = F(order.field)
    return [field.desc(nulls_last=True) if order.is_down else field.asc(nulls_last=True), "-pk"]


def _records(register: Register, found: QuerySet[Any], pks: list[int], order: list[Any]) -> list[Record]:
    if not pks:
        return []
    related = columns.related(register, [name for name in _names(register) if name])
    rows = register.kind.model._default_manager.filter(pk__in=pks).select_related("identity__source", *related)
    return list(rows.order_by(*order))


def _names(register: Register) -> tuple[str, str]:
    return shapes.person_of(register.kind, register.seen), shapes.due_of(register.kind, register.seen)


def _cards(register: Register, account: Account | None, rows: list[Record], movable: set[int]) -> dict[int, Card]:
    person, due = _names(register)
    cells = Cells(register, account, rows, [person] if person else [], [])
    today = timezone.localdate()
    cards = {}
    for each in rows:
        is_met = shapes.is_met(register.kind, register.seen, each.state)
        tone, when = said_of(getattr(each, due) if due else None, each.created_at, today, is_met=is_met)
        cards[each.pk] = Card(
            pk=each.pk,
            key=each.identity.key,
            title=cells.titles[each.pk],
            sub_state=sub_state_of(each),
            version=each.identity.version,
            person=cells.say(each, person) if person else "",
            when=when,
            tone=tone,
            may_move=each.pk in movable,
        )
    return cards


def said_of(due: date | None, created: datetime, today: date, *, is_met: bool) -> tuple[str, str]:
    """Return tone and words of a card's time: by when, how late, or since when it is there."""
    if due is None:
        return "", _("there since %(day)s") % {"day": words.of_day(timezone.localtime(created).date())}
    late = (today - due).days
    if late > 0 and not is_met:
        said = ngettext("late by %(n)s day", "late by %(n)s days", late)
        return "bad", said % {"n": words.number(late)}
    return "", _("due %(day)s") % {"day": words.of_day(due)}


def _totals(register: Register, found: QuerySet[Any]) -> Mapping[str, list[str]]:
    """State → the sum of the declared field, one for each unit."""
    total = register.seen.total
    if total is None:
        return {}
    by = ["state", total.unit] if total.unit else ["state"]
    rows = found.filter(**{f"{total.field}__isnull": False}).order_by().values_list(*by).annotate(sum=Sum(total.field))
    sums: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows):
        sums[row[0]].append(_sum(row[-1], row[1] if total.unit else ""))
    return sums


def _sum(value: Decimal | float, unit: str) -> str:
    return words.money(float(value), unit) if unit else words.number(float(value))


def place_of(columns: Sequence[Column], pk: int) -> str:
    """Return the state in whose column the card stands, "" where it is not among those shown."""
    return next((each.state.code for each in columns if any(card.pk == pk for card in each.cards)), "")
