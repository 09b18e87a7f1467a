"""The pages of this room that the register does not make."""

from hansei.rooms.feedback.views.inbox import close_page, dashboard, read, reply_page, users
from hansei.rooms.feedback.views.open_to_all import answer_page, give_page, wall_page, why_not_page
from hansei.rooms.feedback.views.surveys import (
    asked_page,
    close_survey,
    hold,
    mail_again,
    resume,
    survey_page,
    surveys_page,
)

__all__ = [
    "answer_page",
    "asked_page",
    "close_page",
    "close_survey",
    "dashboard",
    "give_page",
    "hold",
    "mail_again",
    "read",
    "reply_page",
    "resume",
    "survey_page",
    "surveys_page",
    "users",
    "wall_page",
    "why_not_page",
]
