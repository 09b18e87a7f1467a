"""The records of this room: one module a record. What others may use is named here."""

from hansei.rooms.improvement.models.capa import Capa, CustomerReport, Decision, Trigger, Violation
from hansei.rooms.improvement.models.choices import MORE_SOURCES, Element, End, Grade, Source, Unit, Verdict
from hansei.rooms.improvement.models.control import (
    ControlItem,
    Duty,
    DutyHeld,
    Recheck,
    RecheckLine,
    RecheckState,
    Result,
    Supervision,
)
from hansei.rooms.improvement.models.culture import Celebration, Nomination, ReservedTime, RoleDuty
from hansei.rooms.improvement.models.cycles import Cycle, CycleEvidence, CycleSignature
from hansei.rooms.improvement.models.evidence import Baseline, GivenAnswer
from hansei.rooms.improvement.models.improvement import Improvement
from hansei.rooms.improvement.models.inputs import Input, SourceCheck
from hansei.rooms.improvement.models.kata import (
    Coaching,
    CoachingAnswer,
    Investigation,
    Kata,
    KataPoint,
    KataStep,
    Obstacle,
    Quadrant,
    Rescore,
    Swot,
    SwotEntry,
    SwotStrategy,
    SwotVote,
    TargetCondition,
)
from hansei.rooms.improvement.models.lessons import Lesson, LessonUse, Transfer
from hansei.rooms.improvement.models.pages import Participant, Step, StepPage
from hansei.rooms.improvement.models.papers import PLAN_PARTS, REPORT_PARTS, Frozen, ImprovementReport, Plan
from hansei.rooms.improvement.models.ranking import HandPlace, Ranking, RankRule

__all__ = [
    "MORE_SOURCES",
    "PLAN_PARTS",
    "REPORT_PARTS",
    "Baseline",
    "Capa",
    "Celebration",
    "Coaching",
    "CoachingAnswer",
    "ControlItem",
    "CustomerReport",
    "Cycle",
    "CycleEvidence",
    "CycleSignature",
    "Decision",
    "Duty",
    "DutyHeld",
    "Element",
    "End",
    "Frozen",
    "GivenAnswer",
    "Grade",
    "HandPlace",
    "Improvement",
    "ImprovementReport",
    "Input",
    "Investigation",
    "Kata",
    "KataPoint",
    "KataStep",
    "Lesson",
    "LessonUse",
    "Nomination",
    "Obstacle",
    "Participant",
    "Plan",
    "Quadrant",
    "RankRule",
    "Ranking",
    "Recheck",
    "RecheckLine",
    "RecheckState",
    "Rescore",
    "ReservedTime",
    "Result",
    "RoleDuty",
    "Source",
    "SourceCheck",
    "Step",
    "StepPage",
    "Supervision",
    "Swot",
    "SwotEntry",
    "SwotStrategy",
    "SwotVote",
    "TargetCondition",
    "Transfer",
    "Trigger",
    "Unit",
    "Verdict",
    "Violation",
]
