"""Lifecycle: the states of a record kind, the ways between them, and the guards that refuse a way.

A room declares a `Lifecycle` beside its kind and moves records with `move`; nothing else sets a state. A guard is a
named rule: it returns the sentence that says what is missing, or None where nothing is.
"""

from hansei.blocks.lifecycle.declaration import (
    LIFECYCLES,
    Guard,
    Lifecycle,
    State,
    Transition,
    declare,
    lifecycle_of,
)
from hansei.blocks.lifecycle.moving import Offer, move, offers, put_back, refuse_unless_open, set_sub_state
from hansei.blocks.lifecycle.setting import life_of, setting_of, sub_state_label
from hansei.blocks.lifecycle.settled import hold, refuse_held, refuse_settled, settle, why_held, why_settled

__all__ = [
    "LIFECYCLES",
    "Guard",
    "Lifecycle",
    "Offer",
    "State",
    "Transition",
    "declare",
    "hold",
    "life_of",
    "lifecycle_of",
    "move",
    "offers",
    "put_back",
    "refuse_held",
    "refuse_settled",
    "refuse_unless_open",
    "set_sub_state",
    "setting_of",
    "settle",
    "sub_state_label",
    "why_held",
    "why_settled",
]
