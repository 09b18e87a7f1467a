"""The pages of this room that the register does not make."""

from hansei.rooms.governance.views.decisions import decide_page, reverse_page, revisit_page
from hansei.rooms.governance.views.deputies import change_deputy, deputies_page, end_deputy
from hansei.rooms.governance.views.rights import (
    appetite_page,
    edit_rights,
    end_seat,
    give_seat,
    mine,
    rights_page,
    undo_page,
)
from hansei.rooms.governance.views.risks import answer_page, close_page, realise_page, risk_map, score_page

__all__ = [
    "answer_page",
    "appetite_page",
    "change_deputy",
    "close_page",
    "decide_page",
    "deputies_page",
    "edit_rights",
    "end_deputy",
    "end_seat",
    "give_seat",
    "mine",
    "realise_page",
    "reverse_page",
    "revisit_page",
    "rights_page",
    "risk_map",
    "score_page",
    "undo_page",
]
