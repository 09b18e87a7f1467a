"""The readers of feedback, complaints and the wall."""

from hansei.rooms.feedback.queries.complaints import Complaints, complaint_figures, open_complaints, reports_of
from hansei.rooms.feedback.queries.items import (
    Voice,
    barriers,
    by_token,
    follow_up,
    not_closed,
    open_items,
    voice,
    waiting_drops,
    waits,
    wall,
)

__all__ = [
    "Complaints",
    "Voice",
    "barriers",
    "by_token",
    "complaint_figures",
    "follow_up",
    "not_closed",
    "open_complaints",
    "open_items",
    "reports_of",
    "voice",
    "waiting_drops",
    "waits",
    "wall",
]
