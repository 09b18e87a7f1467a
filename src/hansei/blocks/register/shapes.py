"""How else than as a list the records of a kind are seen: what its room declares, and what is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register.models import Shape
from hansei.kernel.records import RecordKind

Text = str | Promise


@dataclass(frozen=True)
class Total:
    """What is summed over the records of a column; `unit` is the field that says in what, such as a currency."""

    field: str
    unit: str = ""


@dataclass(frozen=True)
class Matrix:
    """Two judgements, each a choice among few grades, set against each other.

    `quadrants` name the corners: little of both, much along, much up, much of both.
    """

    along: str
    up: str
    quadrants: tuple[Text, Text, Text, Text] = ("", "", "", "")


@dataclass(frozen=True)
class Timeline:
    """From `start` to the day that was promised, `due`, and to `end`, which is empty while it goes on."""

    start: str
    due: str
    end: str = ""


@dataclass(frozen=True)
class Seen:
    """How the records of a kind are seen besides the list. What is left empty follows from the model.

    person, due: who stands on a card, and by when. met: states in which nobody waits for that day any more.
    days: dates of the calendar, each with an index of its own.
    """

    person: str = ""
    due: str = ""
    met: tuple[str, ...] = ()
    total: Total | None = None
    days: tuple[str, ...] = ()
    matrix: Matrix | None = None
    timeline: Timeline | None = None
    order: str = ""  # of the cards, where the reader asks for none; a field that the list is sorted by


def person_of(kind: RecordKind, seen: Seen) -> str:
    """Return the field that says whose a record is, "" where none does."""
    return seen.person or ("owner" if _has(kind, "owner") else "")


def due_of(kind: RecordKind, seen: Seen) -> str:
    """Return the field that says by when, "" where none does."""
    return seen.due or ("due_on" if _has(kind, "due_on") else "")


def is_met(kind: RecordKind, seen: Seen, state: str) -> bool:
    """Whether nobody waits any more for the day promised: its work is done, or its life is over."""
    return state in seen.met or LIFECYCLES[kind.kind].state(state).is_end


def days_of(kind: RecordKind, seen: Seen, shown: tuple[str, ...]) -> list[str]:
    """Return the dates a calendar may show: those declared, or all that are shown and have an index."""
    indexed = {each.fields[0].lstrip("-") for each in kind.model._meta.indexes if each.fields}
    names = seen.days or tuple(dict.fromkeys(shown))
    return [name for name in names if name in indexed and _is_day(kind.model._meta.get_field(name))]


def offered(register: Any) -> list[Shape]:
    """Return the shapes in which this kind's records are seen, the list first."""
    kind, seen = register.kind, register.seen
    has: dict[Shape, Callable[[], object]] = {
        Shape.LIST: lambda: True,
        Shape.BOARD: lambda: kind.kind in LIFECYCLES,
        Shape.CALENDAR: lambda: days_of(kind, seen, (*register.columns, *register.shown)),
        Shape.MATRIX: lambda: seen.matrix,
        Shape.TIMELINE: lambda: seen.timeline,
    }
    return [shape for shape, is_there in has.items() if is_there()]


def _is_day(field: Any) -> bool:
    return isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)


def _has(kind: RecordKind, name: str) -> bool:
    return name in {each.name for each in kind.model._meta.get_fields()}
