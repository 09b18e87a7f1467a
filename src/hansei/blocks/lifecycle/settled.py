"""Which records nobody edits any more: one answer for the button that is offered and for the edit that is refused."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle.declaration import LIFECYCLES
from hansei.kernel.errors import Refusal
from hansei.kernel.records import Record

# (kind, state) → the sentence that refuses. An end is settled without being declared.
_SETTLED: Final[dict[tuple[str, str], str | Promise]] = {}


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
