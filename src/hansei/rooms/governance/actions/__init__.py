"""The only writers of this room."""

from hansei.rooms.governance.actions.risks import (
    RiskFields,
    answer_escalation,
    close_risk,
    edit_risk,
    move_risk,
    open_risk,
    realise_risk,
    score_risk,
)

__all__ = [
    "RiskFields",
    "answer_escalation",
    "close_risk",
    "edit_risk",
    "move_risk",
    "open_risk",
    "realise_risk",
    "score_risk",
]
