"""The same change to many records: tried on each, shown, done one by one, undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import listing, one_field
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import CustomField
from hansei.blocks.register.one_field import OneField
from hansei.blocks.register.values import titles_of, value_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotYet, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record

MOST = 500  # records at once; a page of a list has 50
MOVE = "move:"


@dataclass(frozen=True)
class Outcome:
    """What happens, or has happened, to one record: its value before and after, or the sentence that refuses."""

    pk: int
    key: str
    title: str
    version: int
    was: str = ""
    now: str = ""
    refused: str = ""

    @property
    def changes(self) -> bool:
        return not self.refused and self.was != self.now


@dataclass(frozen=True)
class Change:
    """What to do to each: one field gets a value, or the lifecycle goes one way."""

    name: str  # a field, or `move:` and the state to go to
    field: OneField | None = None
    value: Any = None

    @property
    def target(self) -> str:
        return self.name.removeprefix(MOVE) if self.field is None else ""

    def say(self, found: Record, account: Account | None) -> str:
        """Return what the change is about as it stands in a record."""
        return value_of(found, "state", account) if self.field is None else self.field.say(found, account)


def offered(register: Register, fields: list[CustomField] | None = None) -> list[tuple[str, str]]:
    """Return what may be done to many at once: the moves that need no form of their own, and the fields.

    `fields`: the kind's custom fields where they are known already.
    """
    lifecycle = LIFECYCLES[register.kind.kind]
    targets = {each.target for each in lifecycle.transitions if not each.form}
    moves = [(f"{MOVE}{each.code}", each.label) for each in lifecycle.states if each.code in targets]
    to = [(name, _("Move to “%(state)s”") % {"state": label}) for name, label in moves]
    return [*to, *((name, each.label) for name, each in one_field.offered(register, fields).items())]


def chosen(register: Register, account: Account, given: Sequence[int]) -> list[Record]:
    """Return the ticked records that this person sees, in the order of the list."""
    found = listing.visible(register, account).filter(pk__in=list(given)[:MOST]).order_by("-pk")
    return list(found)


def preview(register: Register, act: Callable[[], Act], change: Change, found: Sequence[Record]) -> list[Outcome]:
    """Return what would happen to each: it is done and taken back, so every guard says its own."""
    titles, outcomes = titles_of(act().by, found), []
    for each in found:
        with transaction.atomic():
            outcomes.append(_outcome(register, act(), change, each, titles[each.pk]))
            transaction.set_rollback(True)
    return outcomes


def apply(
    register: Register, act: Callable[[uuid.UUID], Act], change: Change, seen: Sequence[tuple[Record, int]]
) -> tuple[str, list[Outcome]]:
    """Do it to each in the version that was seen, one act a record, under one trace; return it and what came of it."""
    trace = uuid.uuid4()
    titles = titles_of(act(trace).by, [each for each, _version in seen])
    return str(trace), [_outcome(register, act(trace), change, each, titles[each.pk], v) for each, v in seen]


def _outcome(
    register: Register, act: Act, change: Change, found: Record, title: str, seen: int | None = None
) -> Outcome:
    version = found.identity.version if seen is None else seen
    facts: dict[str, Any] = {"pk": found.pk, "key": found.identity.key, "version": version}
    facts |= {"title": title, "was": change.say(found, act.by)}
    try:
        _run(register, act, change, found.pk, version)
    except Refusal as refusal:
        return Outcome(**facts, refused=_sentences(refusal))
    except NotYet:
        if seen is None:  # a preview may be asked for again, what is done already may not
            raise
        return Outcome(**facts, refused=_("Its figures are still being computed. Do this one again in a moment."))
    now = register.kind.model._default_manager.select_related("identity").get(pk=found.pk)
    return Outcome(**facts, now=change.say(now, act.by))


def _run(register: Register, act: Act, change: Change, pk: int, version: int) -> None:
    if change.field is None:
        ACTIONS[register.move].run(act, pk=pk, version=version, to=change.target)
    else:
        change.field.change(act, pk, version, change.value)


def _sentences(refusal: Refusal) -> str:
    fields = refusal.details.get("fields")
    said = [each for sentences in fields.values() for each in sentences] if isinstance(fields, dict) else []
    return " ".join(dict.fromkeys(said)) or refusal.message


def undo(register: Register, act: Callable[[], Act], found: Sequence[Record], trace: str) -> list[Outcome]:
    """Put back what was, record by record; the one that was changed since says so and stays."""
    titles, outcomes = titles_of(act().by, found), []
    for each in found:
        facts: dict[str, Any] = {"pk": each.pk, "key": each.identity.key, "version": each.identity.version}
        facts["title"] = titles[each.pk]
        try:
            done = ACTIONS["record.put_back"].run(act(), record=each.pk, trace=trace)
        except Refusal as refusal:
            outcomes.append(Outcome(**facts, refused=_sentences(refusal)))
            continue
        outcomes.append(Outcome(**facts, now=_("put back") if done else ""))
    return outcomes
