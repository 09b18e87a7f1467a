"""The one way to change anything: a registered function run inside an Act."""

from __future__ import annotations

import functools
import inspect
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, get_type_hints

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, create_model
from pydantic.fields import FieldInfo

from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Outdated, lacks
from hansei.kernel.events import Event
from hansei.kernel.models import OWN, Account, EventObject, EventRow, Identity

Record = TypeVar("Record", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Act:
    """Who acts, when, and through which door. Its writes share one transaction.

    `by` is None only for the system itself (timers, imports that a job carries out). `told_at` is set where an act
    of the past is told afterwards, as a made-up history is: `at` is when it happened, rights are those of the telling.
    `source` owns what comes to be by the act; what it changes stays with its own source.
    """

    by: Account | None
    via: str
    at: datetime = field(default_factory=timezone.now)
    trace: uuid.UUID = field(default_factory=uuid.uuid4)
    recorded: list[Event] = field(default_factory=list)
    told_at: datetime | None = None
    source: int = OWN

    @property
    def known_at(self) -> datetime:
        """When we learned of it."""
        return self.told_at or self.at

    def need(self, right: str) -> None:
        """Refuse unless the actor holds the right anywhere at all."""
        if self.by is not None and not rights.holds(self.by, right, at=self.known_at):
            raise lacks(right)

    def claim(self, record: type[Record], pk: int, right: str, *, version: int | None = None) -> Record:
        """Lock one record the actor may see and change, as this version, or refuse."""
        # The identity holds the version: were it not locked too, who waited would read it as it was before.
        rows = record._default_manager.select_for_update(of=("self", "identity"), no_key=True)
        found = rows.select_related("identity").filter(pk=pk).first()
        if found is None or not rights.allowed(self.by, f"{_room_of(right)}.see", _identity(found), at=self.known_at):
            raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=pk)
        if not rights.allowed(self.by, right, _identity(found), at=self.known_at):
            raise lacks(right, record=pk)
        if version is not None and _identity(found).version != version:
            raise Outdated(
                "record.outdated",
                _("Somebody changed this after you opened it. Compare both texts, then save again."),
                version=_identity(found).version,
            )
        return found

    def record(self, fact: Event, *, occurred_at: datetime | None = None, source: int | None = None) -> EventRow:
        """Append one fact to the event log."""
        row = EventRow.objects.create(
            source_id=self.source if source is None else source,
            kind=fact.kind,
            occurred_at=occurred_at or self.at,
            recorded_at=self.known_at,
            actor=self.by,
            via=self.via,
            trace=self.trace,
            facts=fact.facts(),
        )
        EventObject.objects.bulk_create(
            EventObject(event=row, object_id=touched, role=role) for touched, role in fact.touches()
        )
        self.recorded.append(fact)
        return row


def _identity(found: models.Model) -> Identity:
    """Every record has one; the records themselves stand above the actions."""
    return cast(_Identified, found).identity


class _Identified(Protocol):
    identity: Identity


def _room_of(right: str) -> str:
    return right.partition(".")[0]


class Writes:
    """Notice which tables an action changes, so that none changes in silence."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if match := re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\S*?(\w+)", sql, re.IGNORECASE):
            self.seen.add(match[1])
        return execute(sql, *rest)


@dataclass(frozen=True)
class Action:
    """A registered way to change something: what doors need to offer it."""

    name: str
    run: Callable[..., Any]
    inputs: type[BaseModel]
    says: str
    label: str | Promise
    on: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class Checked:
    """Goes with the type of an input, `Annotated[int, Checked(…)]`: what it names is looked at before the action."""

    check: Callable[[Act, Any], None]


ACTIONS: dict[str, Action] = {}


def action(
    name: str, *, label: str | Promise, on: str | None = None, right: str | None = None
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function the only writer of one kind of change, and offer it at every door.

    `label` is a lazy translation: what the button says. `on` is the record kind it is offered on.
    """

    def declare(fn: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        if name in ACTIONS:
            raise ValueError(f"action {name} is declared twice")

        taken = _inputs_of(name, fn)
        checks = {each: _checks_of(field) for each, field in taken.model_fields.items()}

        @functools.wraps(fn)
        def run(act: Act, /, *args: P.args, **inputs: P.kwargs) -> R:
            before, writes = len(act.recorded), Writes()
            with transaction.atomic(), connection.execute_wrapper(writes):
                if right is not None:
                    act.need(right)
                for given in inputs:
                    for each in checks.get(given, ()):
                        each.check(act, inputs[given])
                result = fn(act, *args, **inputs)
                if writes.seen and len(act.recorded) == before:
                    raise AssertionError(f"{name} changed {sorted(writes.seen)} and recorded nothing")
                return result

        ACTIONS[name] = Action(name, run, taken, inspect.getdoc(fn) or "", label, on, right)
        return run

    return declare


def _checks_of(field: FieldInfo) -> list[Checked]:
    return [each for each in field.metadata if isinstance(each, Checked)]


def _inputs_of(name: str, fn: Callable[..., Any]) -> type[BaseModel]:
    hints = get_type_hints(fn, include_extras=True)
    taken: dict[str, Any] = {
        each.name: (hints[each.name], ... if each.default is each.empty else each.default)
        for each in list(inspect.signature(fn).parameters.values())[1:]
    }
    made: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid"), **taken)
    return made
