"""The records of this room: one module a record. What others may use is named here."""

from hansei.rooms.improvement.models.capa import Capa, CustomerReport, Decision, Trigger, Violation
from hansei.rooms.improvement.models.choices import Element, End, Grade, Unit, Verdict
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
from hansei.rooms.improvement.models.evidence import Baseline, GivenAnswer
from hansei.rooms.improvement.models.improvement import Improvement

__all__ = [
    "Baseline",
    "Capa",
    "ControlItem",
    "CustomerReport",
    "Decision",
    "Duty",
    "DutyHeld",
    "Element",
    "End",
    "GivenAnswer",
    "Grade",
    "Improvement",
    "Recheck",
    "RecheckLine",
    "RecheckState",
    "Result",
    "Supervision",
    "Trigger",
    "Unit",
    "Verdict",
    "Violation",
]
