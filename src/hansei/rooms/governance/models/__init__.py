"""How things stand: risks with their scores, decisions, what governance has set, who holds which role."""

from hansei.rooms.governance.models.decision import PRINCIPLES, Decision, Outcome, Taken
from hansei.rooms.governance.models.deputy import Deputy
from hansei.rooms.governance.models.risk import (
    Category,
    Escalation,
    Horizon,
    Impact,
    Likelihood,
    Occurrence,
    Risk,
    RiskEnd,
    RiskScore,
    Treatment,
)
from hansei.rooms.governance.models.setting import Seat, Setting

__all__ = [
    "PRINCIPLES",
    "Category",
    "Decision",
    "Deputy",
    "Escalation",
    "Horizon",
    "Impact",
    "Likelihood",
    "Occurrence",
    "Outcome",
    "Risk",
    "RiskEnd",
    "RiskScore",
    "Seat",
    "Setting",
    "Taken",
    "Treatment",
]
