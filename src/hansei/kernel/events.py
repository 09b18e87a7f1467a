"""Declare event kinds; write them through an Act only.

Facts hold codes, numbers and ids: no translated words, no names, no message text. Kinds are public for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Annotated, Any, ClassVar, get_type_hints

KINDS: dict[str, type[Event]] = {}

# What a fact may hold. Text is a revision id, a name is a person's id.
Fact = int | float | str | bool | None | list[Any] | dict[str, Any]


@dataclass(frozen=True)
class Touches:
    """Mark a field whose value is the id of an object that the event touches, in a role.

    `record: Annotated[int, Touches("record")]`
    """

    role: str


class Event:
    """One kind of fact. Subclass as a frozen dataclass; name the kind `record.happened`."""

    kind: ClassVar[str]

    def __init_subclass__(cls, *, kind: str) -> None:
        if kind in KINDS:
            raise ValueError(f"event kind {kind} is declared twice")
        cls.kind = kind
        KINDS[kind] = cls

    def touches(self) -> list[tuple[int, str]]:
        """Return (object id, role) for each object the event touches."""
        return [(value, role) for name, role in _roles(self.kind).items() if (value := getattr(self, name)) is not None]

    def facts(self) -> dict[str, Fact]:
        """Return what is stored: every field that does not name an object."""
        roles = _roles(self.kind)
        named = fields(self)  # type: ignore[arg-type]  # every kind is a dataclass; the base has no fields
        return {each.name: getattr(self, each.name) for each in named if each.name not in roles}


@cache
def _roles(kind: str) -> dict[str, str]:
    hints = get_type_hints(KINDS[kind], include_extras=True)
    marks = {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}
    return {name: mark.role for name, found in marks.items() for mark in found if isinstance(mark, Touches)}


@dataclass(frozen=True)
class RecordCreated(Event, kind="record.created"):
    """A record came to be, with these values (texts as revision ids)."""

    record: Annotated[int, Touches("record")]
    record_kind: str
    values: dict[str, Fact]


@dataclass(frozen=True)
class RecordChanged(Event, kind="record.changed"):
    """One field of a record was changed by somebody."""

    record: Annotated[int, Touches("record")]
    field: str
    was: Fact
    now: Fact


@dataclass(frozen=True)
class RecordMoved(Event, kind="record.moved"):
    """A record went from one state of its lifecycle to another."""

    record: Annotated[int, Touches("record")]
    was: str
    now: str
    reason: str | None = None  # a code; words are in a revision


@dataclass(frozen=True)
class LimitPassed(Event, kind="record.limit_passed"):
    """A record entered a state that was full: what was found wrong waits for no place."""

    record: Annotated[int, Touches("record")]
    state: str


@dataclass(frozen=True)
class RecordLinked(Event, kind="record.linked"):
    """Two records were tied together, in a role."""

    record: Annotated[int, Touches("record")]
    target: Annotated[int, Touches("target")]
    role: str


@dataclass(frozen=True)
class RecordUnlinked(Event, kind="record.unlinked"):
    """A tie between two records was taken away."""

    record: Annotated[int, Touches("record")]
    target: Annotated[int, Touches("target")]
    role: str


@dataclass(frozen=True)
class RecordNoted(Event, kind="record.noted"):
    """Somebody wrote a note beside a record."""

    record: Annotated[int, Touches("record")]
    note: int  # revision id


@dataclass(frozen=True)
class SourceImported(Event, kind="source.imported"):
    """An extract was taken into a source: what came new, what was corrected, what was refused."""

    imported: int  # source id
    extract: int
    cases: int
    events: int
    corrected: int
    closed: int
    rejected: int


@dataclass(frozen=True)
class SourceRemoved(Event, kind="source.removed"):
    """A removable source went, with all it held; its chain's head says what it was."""

    removed: int
    source_kind: str
    events: int
    objects: int
    head: str


@dataclass(frozen=True)
class PersonErased(Event, kind="person.erased"):
    """A person's data were erased; the events they took part in stay."""

    person: Annotated[int | None, Touches("person")]
    labels: int
    revisions: int
    erasure: int = 0  # its number on the list outside the database
    account: int | None = None


@dataclass(frozen=True)
class ErasureAsked(Event, kind="erasure.asked"):
    """Somebody asked for a person to be erased; the account is emptied already."""

    erasure: int
    account: int | None
    person: Annotated[int | None, Touches("person")]


@dataclass(frozen=True)
class AccountOpened(Event, kind="account.opened"):
    """Somebody may sign in from now on."""

    account: int


@dataclass(frozen=True)
class AccountClosed(Event, kind="account.closed"):
    """Somebody may no longer sign in."""

    account: int


@dataclass(frozen=True)
class AccountReopened(Event, kind="account.reopened"):
    """Somebody may sign in again."""

    account: int


@dataclass(frozen=True)
class RoleExtended(Event, kind="role.extended"):
    """A built-in role came to be, or got rights that it had not."""

    role: str
    rights: list[str]


@dataclass(frozen=True)
class GrantGiven(Event, kind="grant.given"):
    """An account was given a role somewhere."""

    account: int
    role: str
    scope: str
    scope_object: int | None


@dataclass(frozen=True)
class NamesOpened(Event, kind="names.opened"):
    """Somebody looked behind the pseudonyms, for a stated purpose."""

    subject: Annotated[int, Touches("subject")]
    purpose: int  # revision id


@dataclass(frozen=True)
class DemonstrationLoaded(Event, kind="demonstration.loaded"):
    """The demonstration organisation is there in full."""

    seed: int


@dataclass(frozen=True)
class DemonstrationRemoved(Event, kind="demonstration.removed"):
    """The demonstration organisation went with all it held."""

    seed: int
