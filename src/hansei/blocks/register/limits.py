"""Limits of work in progress: how many records of a kind may stand in a state at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, State
from hansei.blocks.register.models import WorkLimit
from hansei.kernel.records import Record
from hansei.ui import words


def limited(kind: str) -> list[State]:
    """Return the states that may have a limit: where work waits to begin and where it has ended there is none."""
    return [each for each in LIFECYCLES[kind].states[1:] if not each.is_end]


def limits_of(kind: str) -> dict[str, int]:
    """Return state → how many records may be in it at once."""
    return dict(WorkLimit.objects.filter(kind=kind).values_list("state", "most"))


def full(found: Record, target: str) -> list[str]:
    """Return what refuses to let one more record into a state that is full.

    The limit is locked until the move is done: of two who would both fill the last place, the second is told.
    """
    limit = WorkLimit.objects.select_for_update().filter(kind=found.record_kind, state=target).first()
    if limit is None:
        return []
    there = type(found)._default_manager.filter(state=target, identity__merged_into=None)
    n = there.order_by()[: limit.most].count()
    if n < limit.most:
        return []
    state = LIFECYCLES[found.record_kind].state(target).label
    said = _("“%(state)s” is full: %(most)s at once are allowed. Finish or move one of them first.")
    return [said % {"state": state, "most": words.number(limit.most)}]
