"""A page of a list by key, never by counting rows: newest first, or by one indexed field, what is empty at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

SHOWN = 50


@dataclass(frozen=True)
class Order:
    """By which field and whether downwards; without a field by number, newest first."""

    field: str = ""
    is_down: bool = True

    @classmethod
    def of(cls, text: str, fields: list[str]) -> Order:
        """Return the order that the address names, the usual one where it is not offered."""
        name = text.removeprefix("-")
        return cls(name, text.startswith("-")) if name in fields else cls()

    def __str__(self) -> str:
        return f"{'-' if self.is_down else ''}{self.field}" if self.field else ""


@dataclass(frozen=True)
class Key:
    """Where a page ends: the record's number, and its value where the list is sorted by one."""

    pk: int
    value: Any = None

    @classmethod
    def read(cls, text: str, order: Order, model: Any) -> Key | None:
        """Return the key that the address holds; None for anything that no page has given out."""
        number, has_value, value = text.partition("~")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        if not order.field:
            return cls(int(number))
        try:
            field = model._meta.get_field(order.field)
            return cls(int(number), field.to_python(value) if has_value else None)
        except ValidationError:
            return None

    @classmethod
    def of(cls, found: Any, order: Order) -> str:
        """Return the key of a record, as an address holds it."""
        if not order.field or (value := getattr(found, order.field)) is None:
            return str(found.pk)
        return f"{found.pk}~{value.isoformat() if hasattr(value, 'isoformat') else value}"


@dataclass(frozen=True)
class Rows:
    """The records of a page, and the keys from which its neighbours go on; "" where there is none."""

    rows: list[Any]
    before: str
    after: str


def page(found: QuerySet[Any], order: Order, *, after: str = "", before: str = "", shown: int = SHOWN) -> Rows:
    """Return the page behind `after` or in front of `before`; the first one where neither is a key."""
    back, on = Key.read(before, order, found.model), Key.read(after, order, found.model)
    if back is not None:
        rows = _taken(found, order, back, is_back=True, most=shown + 1)
        has_before, has_after = len(rows) > shown, True
        rows = rows[:shown][::-1]
    else:
        rows = _taken(found, order, on, is_back=False, most=shown + 1)
        has_before, has_after = on is not None, len(rows) > shown
        rows = rows[:shown]
    first = Key.of(rows[0], order) if rows and has_before else ""
    return Rows(rows, first, Key.of(rows[-1], order) if rows and has_after else "")


def _taken(found: QuerySet[Any], order: Order, key: Key | None, *, is_back: bool, most: int) -> list[Any]:
    """Return the records behind a key (in front of it), in the order in which they are come upon.

    Those with an empty value are a part of their own, read after the others: databases do not agree where they stand,
    and an index is read in one go only without asking it for them.
    """
    is_down = order.is_down != is_back
    if not order.field:
        return list(_beyond(found, "", key, is_down).order_by("-pk" if is_down else "pk")[:most])
    rows: list[Any] = []
    for is_empty in (True, False) if is_back else (False, True):
        begins_here = key is not None and (key.value is None) == is_empty
        if key is not None and not begins_here and not rows and is_empty == is_back:
            continue  # the key lies in the other part, which comes after this one
        part = found.filter(**{f"{order.field}__isnull": is_empty})
        part = _beyond(part, "" if is_empty else order.field, key if begins_here else None, is_down)
        names = ["pk"] if is_empty else [order.field, "pk"]
        rows += part.order_by(*(f"-{name}" if is_down else name for name in names))[: most - len(rows)]
        if len(rows) >= most:
            break
    return rows


def _beyond(found: QuerySet[Any], field: str, key: Key | None, is_down: bool) -> QuerySet[Any]:
    if key is None:
        return found
    way = "lt" if is_down else "gt"
    beyond = Q(**{f"pk__{way}": key.pk})
    if not field:
        return found.filter(beyond)
    # The first condition alone says where in the index to begin.
    return found.filter(Q(**{f"{field}__{way}e": key.value}) & (Q(**{f"{field}__{way}": key.value}) | beyond))
