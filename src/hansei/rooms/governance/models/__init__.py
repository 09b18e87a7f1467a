"""How things stand: risks with their scores, what governance has set, who holds which role."""

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
    "Category",
    "Escalation",
    "Horizon",
    "Impact",
    "Likelihood",
    "Occurrence",
    "Risk",
    "RiskEnd",
    "RiskScore",
    "Seat",
    "Setting",
    "Treatment",
]
