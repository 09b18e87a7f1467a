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
from hansei.rooms.improvement.kinds.cycles import CYCLE, CYCLE_LIFE
from hansei.rooms.improvement.kinds.improvement import CLOSE, FREEZE, IMPROVEMENT, LIFE, VERIFY
from hansei.rooms.improvement.kinds.inputs import INPUT, INPUT_LIFE
from hansei.rooms.improvement.kinds.kata import (
    CREATES_RISK,
    INVESTIGATES,
    INVESTIGATION,
    INVESTIGATION_LIFE,
    KATA,
    KATA_LIFE,
    SAME_ROOT,
    STARTS_IMPROVEMENT,
    SWOT,
    SWOT_LIFE,
)
from hansei.rooms.improvement.kinds.lessons import LESSON, LESSON_LIFE
from hansei.rooms.improvement.kinds.papers import PLAN, PLAN_LIFE, REPORT, REPORT_LIFE
from hansei.rooms.improvement.kinds.rights import CULTURE, DEPENDENCE, RANK, RESERVE, SEE, WORK

__all__ = [
    "CAPA",
    "CAPA_LIFE",
    "CAUSE_ANALYSIS",
    "CLOSE",
    "CONTROL_ITEM",
    "CONTROL_LIFE",
    "CREATES_RISK",
    "CULTURE",
    "CYCLE",
    "CYCLE_LIFE",
    "DEPENDENCE",
    "FREEZE",
    "IMPROVEMENT",
    "INPUT",
    "INPUT_LIFE",
    "INVESTIGATES",
    "INVESTIGATION",
    "INVESTIGATION_LIFE",
    "KATA",
    "KATA_LIFE",
    "LESSON",
    "LESSON_LIFE",
    "LIFE",
    "PLAN",
    "PLAN_LIFE",
    "RANK",
    "REPEATS",
    "REPORT",
    "REPORT_LIFE",
    "RESEMBLES",
    "RESERVE",
    "SAME_ROOT",
    "SEE",
    "SHARED",
    "STARTS_IMPROVEMENT",
    "SUPERVISION",
    "SWOT",
    "SWOT_LIFE",
    "SYSTEM_CAUSES",
    "VERIFY",
    "VIOLATION",
    "VIOLATION_LIFE",
    "WORK",
]
