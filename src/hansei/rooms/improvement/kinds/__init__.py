"""The record kinds of this room with their lives, one module a kind, and its rights."""

from hansei.rooms.improvement.kinds.control import CAUSE_ANALYSIS, CONTROL_ITEM, CONTROL_LIFE, SUPERVISION
from hansei.rooms.improvement.kinds.improvement import CLOSE, FREEZE, IMPROVEMENT, LIFE, VERIFY
from hansei.rooms.improvement.kinds.rights import APPROVE, SEE, WORK

__all__ = [
    "APPROVE",
    "CAUSE_ANALYSIS",
    "CLOSE",
    "CONTROL_ITEM",
    "CONTROL_LIFE",
    "FREEZE",
    "IMPROVEMENT",
    "LIFE",
    "SEE",
    "SUPERVISION",
    "VERIFY",
    "WORK",
]
