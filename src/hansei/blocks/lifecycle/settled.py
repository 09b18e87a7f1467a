"""What nobody edits any more, whole records and fields: one answer for what is offered and for what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle.declaration import LIFECYCLES
from hansei.kernel.errors import Refusal
from hansei.kernel.records import Record

# (kind, state) → the sentence that refuses. An end is settled without being declared.
_SETTLED: Final[dict[tuple[str, str], str | Promise]] = {}
# (kind, state, field) → the code and the sentence that refuse to change this one field.
_HELD: Final[dict[tuple[str, str, str], tuple[str, str | Promise]]] = {}


def settle(kind: str, *states: str, says: str | Promise) -> None:
    """Declare that in these states, though ways lead out of them, the fields of a record stay as they are."""
    if unknown := set(states) - {each.code for each in LIFECYCLES[kind].states}:
        raise ValueError(f"{kind} has no states {sorted(unknown)}")
    _SETTLED.update({(kind, state): says for state in states})


def why_settled(found: Record) -> Refusal | None:
    """Return the refusal of an edit; None for a record whose fields may still change."""
    state = LIFECYCLES[found.record_kind].state(found.state)
    if state.is_end:
        return Refusal(
            "lifecycle.ended", _("This is in the state “%(state)s” and changes no more.") % {"state": state.label}
        )
    said = _SETTLED.get((found.record_kind, found.state))
    return Refusal("lifecycle.settled", str(said)) if said else None


def refuse_settled(found: Record) -> None:
    """Refuse to edit a record that has ended, or whose state or seal keeps it as it is."""
    if (refusal := why_settled(found)) is not None:
        raise refusal


def hold(kind: str, state: str, *fields: str, code: str, says: str | Promise) -> None:
    """Declare that in this state these fields stay as they are, though others may still change."""
    if state not in {each.code for each in LIFECYCLES[kind].states}:
        raise ValueError(f"{kind} has no state {state}")
    _HELD.update({(kind, state, name): (code, says) for name in fields})


def why_held(found: Record, name: str) -> Refusal | None:
    """Return the refusal to change a field; None for one that may change."""
    held = _HELD.get((found.record_kind, found.state, name))
    return Refusal(held[0], str(held[1]), fields={name: [str(held[1])]}) if held else None


def refuse_held(found: Record, values: Mapping[str, Any]) -> None:
    """Refuse an edit that would change a field which its state holds."""
    for name, value in values.items():
        if (refusal := why_held(found, name)) is not None and value != getattr(found, name):
            raise refusal
