"""Moving a record: only along a declared way, only when each of its guards is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hansei.blocks.lifecycle.declaration import LIFECYCLES, Transition
from hansei.blocks.lifecycle.setting import life_of, setting_of
from hansei.kernel import records, rights
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Refusal, lacks
from hansei.kernel.events import LimitPassed
from hansei.kernel.models import Account


@dataclass(frozen=True)
class Offer:
    """A transition as one reader sees it on one record: open, or locked with every reason.

    `is_others`: whatever is still missing, it is not this reader's to go.
    """

    transition: Transition
    missing: tuple[str, ...]
    is_others: bool = False

    @property
    def is_open(self) -> bool:
        return not self.missing


def offers(found: records.Record, account: Account) -> list[Offer]:
    """Return the ways out of the record's state that this person may go, locked ones with their reasons."""
    ways = life_of(found).transitions
    leaving = [each for each in ways if each.start == found.state and not each.by_action]
    return [_offer(found, each, account) for each in leaving if _may_go(found, each, account)]


def _offer(found: records.Record, transition: Transition, account: Account) -> Offer:
    said = transition.decides(found, account) if transition.decides else None
    return Offer(transition, (*missing_for(found, transition), *((said,) if said else ())), bool(said))


# What else may hold a record back, whatever its kind: what it misses before it enters a state.
ALSO: list[Callable[[records.Record, Transition], list[str]]] = []


# What holds a record back at the moment of the move alone, such as a state that is full: told who tries, not who looks.
ENTERING: list[Callable[[records.Record, str], list[str]]] = []


def missing_for(found: records.Record, transition: Transition) -> tuple[str, ...]:
    """Return what each guard misses, in the order of the guards."""
    said = (guard.missing(found) for guard in transition.guards)
    more = (each for ask in ALSO for each in ask(found, transition))
    return (*(each for each in said if each is not None), *more)


def move(act: Act, found: records.Record, target: str, *, reason: str | None = None, past_limit: bool = False) -> None:
    """Move a claimed record, or refuse with the sentences of the guards that are not met.

    `reason` is a code; words belong into a tracked text of the record. `past_limit`: what was found wrong waits for no
    place: it enters a full state too, and its history says so.
    """
    transition = _way(found, target)
    if not _may_go(found, transition, act.by):
        right = right_for(found, transition)
        raise lacks(right)
    if transition.decides and (said := transition.decides(found, act.by)):
        raise NotAllowed("lifecycle.others_decide", said)
    missing = missing_for(found, transition)
    full = [] if missing else [said for ask in ENTERING for said in ask(found, target)]
    if missing or (full and not past_limit):
        missing = missing or tuple(full)
        raise Refusal("lifecycle.guarded", " ".join(missing), missing=list(missing))
    records.move(act, found, target, reason=reason)
    if full:
        act.record(LimitPassed(record=found.pk, state=target), source=records.source_of(found))


def put_back(act: Act, found: records.Record, state: str) -> None:
    """Return a claimed record to the state that a move took it from, because that move is undone.

    No guard is asked: they were met when it came there. Whoever may go the way may undo it; an end is not undone.
    """
    refuse_unless_open(found)
    gone = life_of(found).transition(state, found.state)
    if gone is None or not _may_go(found, gone, act.by) or (gone.decides and gone.decides(found, act.by)):
        raise NotAllowed("lifecycle.not_gone", _("Only who may make this move may undo it."))
    records.move(act, found, state, reason="undone")


def set_sub_state(act: Act, found: records.Record, code: str | None) -> bool:
    """Set where in its state a claimed record stands, None for nowhere. Returns whether anything changed."""
    if code == found.identity.sub_state:
        return False
    refuse_unless_open(found)
    offered = [each.code for each in setting_of(found).within(found.state)]
    if code is not None and code not in offered:
        state = LIFECYCLES[found.record_kind].state(found.state).label
        said = _("“%(state)s” has no such sub-state for this record. Choose one of the list.")
        raise Refusal(
            "lifecycle.no_sub_state", said % {"state": state}, fields={records.SUB_STATE: [said % {"state": state}]}
        )
    return records.set_sub_state(act, found, code)


def refuse_unless_open(found: records.Record) -> None:
    """Refuse to change a record that has reached its end."""
    state = LIFECYCLES[found.record_kind].state(found.state)
    if state.is_end:
        raise Refusal(
            "lifecycle.ended", _("This is in the state “%(state)s” and changes no more.") % {"state": state.label}
        )


def right_for(found: records.Record, transition: Transition) -> str:
    return transition.right or f"{records.KINDS[found.record_kind].room}.work"


def _way(found: records.Record, target: str) -> Transition:
    lifecycle = LIFECYCLES[found.record_kind]
    transition = life_of(found).transition(found.state, target)
    if transition is None and (declared := lifecycle.transition(found.state, target)) is not None:
        said = _("An administrator switched off the way “%(way)s” for this record.")
        raise Refusal("lifecycle.switched_off", said % {"way": declared.label}, state=found.state)
    if transition is None:
        names = {"state": lifecycle.state(found.state).label, "target": lifecycle.state(target).label}
        raise Refusal(
            "lifecycle.no_way", _("From “%(state)s” no way leads to “%(target)s”.") % names, state=found.state
        )
    return transition


def _may_go(found: records.Record, transition: Transition, account: Account | None) -> bool:
    return rights.allowed(account, right_for(found, transition), found.identity)
