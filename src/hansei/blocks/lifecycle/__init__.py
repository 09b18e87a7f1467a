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
from hansei.blocks.lifecycle.moving import Offer, move, offers, put_back, refuse_unless_open
from hansei.blocks.lifecycle.settled import refuse_settled, settle, why_settled

__all__ = [
    "LIFECYCLES",
    "Guard",
    "Lifecycle",
    "Offer",
    "State",
    "Transition",
    "declare",
    "lifecycle_of",
    "move",
    "offers",
    "put_back",
    "refuse_settled",
    "refuse_unless_open",
    "settle",
    "why_settled",
]
