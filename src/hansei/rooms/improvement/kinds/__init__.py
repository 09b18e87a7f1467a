"""The record kinds of this room with their lives, one module a kind, and its rights."""

from hansei.rooms.improvement.kinds.improvement import CLOSE, FREEZE, IMPROVEMENT, LIFE, VERIFY
from hansei.rooms.improvement.kinds.rights import APPROVE, SEE, WORK

__all__ = [
    "APPROVE",
    "CLOSE",
    "FREEZE",
    "IMPROVEMENT",
    "LIFE",
    "SEE",
    "VERIFY",
    "WORK",
]
