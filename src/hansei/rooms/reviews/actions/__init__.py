"""The only writers of this room."""

from hansei.rooms.reviews.actions.feeds import open_feed, shut_feed
from hansei.rooms.reviews.actions.forum import add_topic, assume, check_assumption, say_help, take_up
from hansei.rooms.reviews.actions.levels import change_level
from hansei.rooms.reviews.actions.packs import (
    agree_action,
    draft_pack,
    draft_planned,
    explain_empty,
    finish_action,
    freeze_pack,
    write_comment,
)
from hansei.rooms.reviews.actions.plans import (
    PlanFields,
    add_person,
    edit_plan,
    go_on,
    open_plan,
    set_frequency,
    step_plan,
    take_person_away,
)
from hansei.rooms.reviews.actions.reviews import (
    ReviewFields,
    begin,
    call_review,
    edit_review,
    gather,
    hold,
    invite,
    move_review,
    not_held,
    raise_action,
    step,
)

__all__ = [
    "PlanFields",
    "ReviewFields",
    "add_person",
    "add_topic",
    "agree_action",
    "assume",
    "begin",
    "call_review",
    "change_level",
    "check_assumption",
    "draft_pack",
    "draft_planned",
    "edit_plan",
    "edit_review",
    "explain_empty",
    "finish_action",
    "freeze_pack",
    "gather",
    "go_on",
    "hold",
    "invite",
    "move_review",
    "not_held",
    "open_feed",
    "open_plan",
    "raise_action",
    "say_help",
    "set_frequency",
    "shut_feed",
    "step",
    "step_plan",
    "take_person_away",
    "take_up",
    "write_comment",
]
