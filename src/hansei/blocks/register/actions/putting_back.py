"""Undo what an act did to a record: a new act that puts back what was, where nobody changed it since."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.register import custom
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.blocks.register.models import CustomField, FieldType
from hansei.kernel.actions import ACTIONS, Act, action
from hansei.kernel.errors import NotAllowed, NotFound, Refusal
from hansei.kernel.models import EventRow, Identity, Revision
from hansei.kernel.records import SUB_STATE, Record, RecordKind

CHANGES = ("record.changed", "record.moved")


@action("record.put_back", label=gettext_lazy("Undo"))
def put_back(act: Act, *, record: int, trace: str) -> bool:
    """Put back what one's own act (its `trace`) changed in this record. Returns whether there was anything."""
    register = _register(record)
    found = act.claim(register.kind.model, record, register.work)
    done = _done(found, trace)
    if any(act.by is None or row.actor_id != act.by.pk for row in done):
        raise NotAllowed("undo.not_yours", _("Only who did this undoes it."))
    if not done:
        return False
    _refuse_changed_since(register, found, done)
    before = _before(register.kind, done)
    state, sub_state = before.pop("state", None), before.pop(SUB_STATE, found.identity.sub_state)
    if state is not None and state != found.state:
        lifecycle.put_back(act, found, state)
    lifecycle.set_sub_state(act, found, sub_state)
    own = {name: before.pop(name) for name in list(before) if name.startswith(custom.PREFIX)}
    if own:
        ACTIONS["record.fill"].run(act, record=found.pk, version=found.identity.version, values=own)
        found.identity.refresh_from_db(fields=["version"])
    if before:
        ACTIONS[register.edit].run(act, pk=found.pk, version=found.identity.version, fields=before)
    return True


def records_of(trace: str, account: int) -> list[int]:
    """Return the records that somebody's act changed, in the order in which it did."""
    rows = EventRow.objects.filter(trace=_trace(trace), actor=account, kind__in=CHANGES).order_by("pk")
    touched = rows.filter(objects_touched__role="record").values_list("objects_touched__object", flat=True)
    return list(dict.fromkeys(touched))


def _trace(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound("undo.not_found", _("There is nothing to undo.")) from None


def _register(record: int) -> Register:
    kind = Identity.objects.filter(pk=record, kind__in=REGISTERS).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."), record=record)
    return REGISTERS[kind]


def _done(found: Record, trace: str) -> list[EventRow]:
    rows = _changes(found).filter(trace=_trace(trace)).order_by("pk")
    return list(rows)


def _changes(found: Record) -> Any:
    return EventRow.objects.filter(kind__in=CHANGES, objects_touched__object=found.pk, objects_touched__role="record")


def _name(row: EventRow) -> str:
    return "state" if row.kind == "record.moved" else str(row.facts["field"])


def _refuse_changed_since(register: Register, found: Record, done: list[EventRow]) -> None:
    ours = {_name(row) for row in done}
    if "state" in ours:
        ours.add(SUB_STATE)  # it lies within the state
    later = _changes(found).filter(pk__gt=done[-1].pk)
    if any(_name(row) in ours for row in later):
        names = {"key": found.identity.key}
        raise Refusal("undo.changed_since", _("%(key)s was changed again since and stays as it is.") % names)


def _before(kind: RecordKind, done: list[EventRow]) -> dict[str, Any]:
    """Return field → the value it had before, as the kind's own edit takes it."""
    first = {_name(row): row.facts["was"] for row in reversed(done)}
    return {name: fact if name in ("state", SUB_STATE) else _value(kind, name, fact) for name, fact in first.items()}


def _value(kind: RecordKind, name: str, fact: Any) -> Any:
    if name.startswith(custom.PREFIX):
        return _own_value(name, fact)
    if name in kind.texts:
        return Revision.objects.get(pk=fact).text if fact else ""
    field = kind.model._meta.get_field(name)
    return fact if fact is None or not isinstance(field, models.Field) or field.is_relation else field.to_python(fact)


def _own_value(name: str, fact: Any) -> Any:
    """Return a custom field's value: a text from its revision, all else as the fact has it."""
    number = name.removeprefix(custom.PREFIX)
    is_text = CustomField.objects.filter(pk=int(number), type=FieldType.TEXT).exists() if number.isdigit() else False
    return Revision.objects.get(pk=fact).text if is_text and fact else fact
