"""The only writers of this room. `approve`, `take` and `reverse` are for upper rooms, inside actions of their own."""

from hansei.rooms.governance.actions.deciding import approve, refuse_unless_decider, reverse, take
from hansei.rooms.governance.actions.decisions import (
    DecisionFields,
    ask_wider,
    decide,
    edit_decision,
    move_decision,
    open_decision,
    reverse_decision,
    revisit,
)
from hansei.rooms.governance.actions.deputies import change_deputy, end_deputy, name_deputy
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
from hansei.rooms.governance.actions.settings import end_seat, give_seat, set_appetite, set_matrix, undo

__all__ = [
    "DecisionFields",
    "RiskFields",
    "answer_escalation",
    "approve",
    "ask_wider",
    "change_deputy",
    "close_risk",
    "decide",
    "edit_decision",
    "edit_risk",
    "end_deputy",
    "end_seat",
    "give_seat",
    "move_decision",
    "move_risk",
    "name_deputy",
    "open_decision",
    "open_risk",
    "realise_risk",
    "refuse_unless_decider",
    "reverse",
    "reverse_decision",
    "revisit",
    "score_risk",
    "set_appetite",
    "set_matrix",
    "take",
    "undo",
]
