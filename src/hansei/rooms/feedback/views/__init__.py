"""The pages of this room that the register does not make."""

from hansei.rooms.feedback.views.inbox import close_page, dashboard, read, reply_page, users
from hansei.rooms.feedback.views.open_to_all import answer_page, give_page, wall_page, why_not_page

__all__ = [
    "answer_page",
    "close_page",
    "dashboard",
    "give_page",
    "read",
    "reply_page",
    "users",
    "wall_page",
    "why_not_page",
]
