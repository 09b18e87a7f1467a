"""What a room writes down about the life of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from hansei.kernel.models import Account

Text = str | Promise


@dataclass(frozen=True)
class State:
    """One state. `meaning` picks its glyph: new, running, paused, soon, good, bad. No way leads out of an end."""

    code: str
    label: Text
    meaning: str = "running"
    is_end: bool = False


@dataclass(frozen=True)
class Guard:
    """A named rule of a transition. `missing(record)` is the sentence that refuses, None where the rule is met."""

    code: str
    label: Text
    missing: Callable[[Any], str | None]


@dataclass(frozen=True)
class Transition:
    """A way between two states, who may go it (`right`, default the room's `work`), and what it needs.

    `form`: the name of an address that asks for more before it moves (it gets the record's id); without it a
    button is enough. `by_action`: only an action of the room goes it, no button offers it; so an end may be left.
    `decides`: where the right does not decide alone, the sentence that says who may go it; None for whoever may.
    """

    start: str
    target: str
    label: Text
    guards: tuple[Guard, ...] = ()
    right: str | None = None
    form: str | None = None
    is_back: bool = False
    by_action: bool = False
    decides: Callable[[Any, Account | None], str | None] | None = None


@dataclass(frozen=True)
class Lifecycle:
    """All states of a kind, the first one first, and all transitions."""

    kind: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...] = field(default=())

    @property
    def first(self) -> str:
        return self.states[0].code

    def state(self, code: str) -> State:
        """Return a state by its code; a code nobody declares any more is shown as it stands."""
        return next((each for each in self.states if each.code == code), State(code, code))

    def transition(self, start: str, target: str) -> Transition | None:
        """Return the declared way, None where there is none."""
        return next((each for each in self.transitions if (each.start, each.target) == (start, target)), None)


LIFECYCLES: dict[str, Lifecycle] = {}


def declare(lifecycle: Lifecycle) -> Lifecycle:
    """Register the life of a kind. Raises ValueError where it does not hold together."""
    if lifecycle.kind in LIFECYCLES:
        raise ValueError(f"the lifecycle of {lifecycle.kind} is declared twice")
    known = {each.code: each for each in lifecycle.states}
    for each in lifecycle.transitions:
        if each.start not in known or each.target not in known:
            raise ValueError(f"{lifecycle.kind}: {each.start} → {each.target} names a state that is not declared")
        if known[each.start].is_end and not each.by_action:
            raise ValueError(f"{lifecycle.kind}: {each.start} is an end, nothing leads out of it")
    LIFECYCLES[lifecycle.kind] = lifecycle
    return lifecycle


def lifecycle_of(kind: str) -> Lifecycle:
    return LIFECYCLES[kind]
