"""The pages of this room that the register does not make."""

from hansei.rooms.governance.views.risks import answer_page, close_page, realise_page, risk_map, score_page

__all__ = ["answer_page", "close_page", "realise_page", "risk_map", "score_page"]
