"""What a room writes down about the life of its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from hansei.kernel import lives
from hansei.kernel.models import Account

Text = str | Promise


@dataclass(frozen=True)
class State:
    """One state. `meaning` picks its glyph: new, running, paused, soon, good, bad. No way leads out of an end.

    Once declared, `label` is what the administrator calls it, in the newest version and the reader's language, and
    `for_customers` what a customer reads, whose words are never those that the administrator gave the provider's staff.
    """

    code: str
    label: Text
    meaning: str = "running"
    is_end: bool = False
    shipped: Text = ""
    for_customers: Text = ""


@dataclass(frozen=True)
class Guard:
    """A named rule of a transition. `missing(record)` is the sentence that refuses, None where the rule is met.

    `fixed`: Hansei promises it, or code relies on it, so no administrator switches it off; a comment says which.
    """

    code: str
    label: Text
    missing: Callable[[Any], str | None]
    fixed: bool = False


@dataclass(frozen=True)
class Transition:
    """A way between two states, who may go it (`right`, default the room's `work`), and what it needs.

    `form`: the name of an address that asks for more before it moves (it gets the record's id); without it a
    button is enough. `by_action`: only an action of the room goes it, no button offers it; so an end may be left.
    `decides`: where the right does not decide alone, the sentence that says who may go it; None for whoever may.
    `fixed`: also code goes it, where something else happens, so no administrator switches it off.
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
    fixed: bool = False

    @property
    def ends(self) -> tuple[str, str]:
        """Where it begins and where it leads: its name."""
        return self.start, self.target


@dataclass(frozen=True)
class Lifecycle:
    """All states of a kind, the first one first, and all transitions. `customers`: they read states of this kind."""

    kind: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...] = field(default=())
    customers: bool = False

    @property
    def first(self) -> str:
        return self.states[0].code

    def state(self, code: str) -> State:
        """Return a state by its code; a code nobody declares any more is shown as it stands."""
        return next((each for each in self.states if each.code == code), State(code, code, for_customers=code))

    def transition(self, start: str, target: str) -> Transition | None:
        """Return the declared way, None where there is none."""
        return next((each for each in self.transitions if each.ends == (start, target)), None)


AUDIENCES = ("staff", "customers")
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
    if len({each.ends for each in lifecycle.transitions}) < len(lifecycle.transitions):
        raise ValueError(f"{lifecycle.kind} declares a way twice")
    named = replace(lifecycle, states=tuple(_named(lifecycle.kind, each) for each in lifecycle.states))
    LIFECYCLES[lifecycle.kind] = named
    return named


def _named(kind: str, state: State) -> State:
    """Return the state with words that are looked up when somebody reads them."""
    words = lazy(_said, str)
    label, customers = (words(kind, state.code, state.label, who) for who in AUDIENCES)
    return replace(state, label=label, shipped=state.label, for_customers=customers)


def lifecycle_of(kind: str) -> Lifecycle:
    return LIFECYCLES[kind]


def _said(kind: str, state: str, shipped: Text, who: str) -> str:
    """Return what a state is called for an audience in the reader's language, as declared where nobody renamed it."""
    version = lives.newest().get(kind)
    said = version.said["labels"].get(who, {}).get(state, {}) if version else {}
    return said.get(get_language() or "en") or str(shipped)
