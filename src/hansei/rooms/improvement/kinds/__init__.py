"""The record kinds of this room with their lives, one module a kind, and its rights."""

from hansei.rooms.improvement.kinds.capa import (
    CAPA,
    CAPA_LIFE,
    REPEATS,
    RESEMBLES,
    SHARED,
    SYSTEM_CAUSES,
    VIOLATION,
    VIOLATION_LIFE,
)
from hansei.rooms.improvement.kinds.control import CAUSE_ANALYSIS, CONTROL_ITEM, CONTROL_LIFE, SUPERVISION
from hansei.rooms.improvement.kinds.improvement import CLOSE, FREEZE, IMPROVEMENT, LIFE, VERIFY
from hansei.rooms.improvement.kinds.rights import SEE, WORK

__all__ = [
    "CAPA",
    "CAPA_LIFE",
    "CAUSE_ANALYSIS",
    "CLOSE",
    "CONTROL_ITEM",
    "CONTROL_LIFE",
    "FREEZE",
    "IMPROVEMENT",
    "LIFE",
    "REPEATS",
    "RESEMBLES",
    "SEE",
    "SHARED",
    "SUPERVISION",
    "SYSTEM_CAUSES",
    "VERIFY",
    "VIOLATION",
    "VIOLATION_LIFE",
    "WORK",
]
