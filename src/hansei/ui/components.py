"""What the component tags are given: plain, frozen descriptions, made by views and drawn by templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hansei.ui import words

Label = str | Promise


@dataclass(frozen=True)
class Figure:
    """A number a reader may rely on.

    `form` says how `value`, `low` and `high` are written: number, share, span, hours, money, call (minutes and seconds)
    or text. `spread` is a pair such as p10 and p90; `low` and `high` are the interval. `url` leads to the events behind
    it. `meaning` is a tone with its glyph (bad, soon, good). `is_assumed` marks what is forecast or extrapolated:
    hollow, not ink.
    """

    value: Any = None
    label: Label = ""
    unit: Label = ""
    n: int | None = None
    low: float | None = None
    high: float | None = None
    spread: tuple[float, float] | None = None
    form: str = "number"
    places: int | None = None
    currency: str = "EUR"
    url: str = ""
    note: Label = ""
    meaning: str = ""
    is_assumed: bool = False
    definition_url: str = ""
    small: bool = False

    @property
    def has_value(self) -> bool:
        return self.value is not None

    @property
    def written(self) -> str:
        return self._write(self.value) if self.has_value else words.no_data()

    @property
    def interval(self) -> str:
        if self.low is None or self.high is None:
            return ""
        separator = "; " if words.numbers.decimal_sign() == "," else ", "
        return f"[{self._write(self.low)}{separator}{self._write(self.high)}]"

    @property
    def between(self) -> str:
        return f"{self._write(self.spread[0])}–{self._write(self.spread[1])}" if self.spread else ""

    def _write(self, value: Any) -> str:
        if self.form == "text":
            return str(value)
        if self.form == "money":
            return words.money(value, self.currency)
        if self.form == "call":
            return words.minutes_and_seconds(value)
        if self.form == "span":
            return words.span(value)
        form = {"share": words.share, "hours": words.hours}.get(self.form, words.number)
        return form(value, self.places)


@dataclass(frozen=True)
class Clock:
    """One promise: due at an instant, or paused, or met. `length` (whole span) lets the pie show what is used up."""

    due_at: datetime | None = None
    length: timedelta | None = None
    met_in: timedelta | None = None
    paused: Label = ""
    soon: timedelta = timedelta(hours=2)
    now: datetime | None = None

    @property
    def left(self) -> timedelta:
        return (self.due_at or timezone.now()) - (self.now or timezone.now())

    @property
    def meaning(self) -> str:
        if self.met_in is not None:
            return "met"
        if self.paused:
            return "paused"
        if self.due_at is None:
            return "none"
        return "bad" if self.left < timedelta(0) else "soon" if self.left <= self.soon else "running"

    @property
    def text(self) -> str:
        if self.met_in is not None:
            return _("met in %(span)s") % {"span": words.span(self.met_in)}
        if self.paused:
            return _("paused")
        if self.due_at is None:
            return _("no promise")
        if self.left < timedelta(0):
            return _("%(span)s over") % {"span": words.span(-self.left)}
        return words.span(self.left)

    @property
    def used(self) -> float:
        """Share of the whole span that is used up, 0 to 1; half when the span is not known."""
        if not self.length:
            return 0.5
        return min(1.0, max(0.0, 1 - self.left / self.length))


@dataclass(frozen=True)
class Tab:
    label: Label
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Column:
    """One column of a table. `key` names it in the address (`?sort=key`, `?sort=-key`) when it offers sorting."""

    label: Label
    key: str = ""
    numeric: bool = False
    sortable: bool = False
    descending_first: bool = False
    hint: Label = ""

    def cell(self, request: HttpRequest, sort: str) -> Mapping[str, Any]:
        """How the head draws this column while the table is sorted by `sort`."""
        is_sorted = bool(self.key) and sort.lstrip("-") == self.key
        is_down = is_sorted and sort.startswith("-")
        wanted = (
            f"-{self.key}" if (is_sorted and not is_down) or (not is_sorted and self.descending_first) else self.key
        )
        return {
            "column": self,
            "url": with_query(request, sort=wanted, after=None, before=None) if self.sortable else "",
            "order": ("descending" if is_down else "ascending") if is_sorted else "",
        }


@dataclass(frozen=True)
class Page:
    """One page of a list read by key: `before` and `after` are the keys of its ends, empty where nothing follows."""

    shown: int
    total: int | None = None
    before: str = ""
    after: str = ""
    sorted_by: Label = ""


def with_query(request: HttpRequest, **changes: Any) -> str:
    """Return `?…` of this request with some keys set, or taken out by None."""
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else request.path
