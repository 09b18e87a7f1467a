"""What a record of this room needs before it goes on, one module a record."""

from hansei.rooms.improvement.guards.control import ITEM_CAUSE, ITEM_MET, ITEMS_CLOSED
from hansei.rooms.improvement.guards.improvement import (
    ANSWER,
    BASELINE,
    END,
    FROZEN_FIRST,
    MEASURE,
    OWNER,
    PLAN,
    too_early,
)
from hansei.rooms.improvement.guards.kata import RISK_NOTE

__all__ = [
    "ANSWER",
    "BASELINE",
    "END",
    "FROZEN_FIRST",
    "ITEMS_CLOSED",
    "ITEM_CAUSE",
    "ITEM_MET",
    "MEASURE",
    "OWNER",
    "PLAN",
    "RISK_NOTE",
    "too_early",
]
