"""The only writers of meetings. A room plans them for its records; everything else is offered at every door."""

from hansei.blocks.meeting.actions.acknowledging import acknowledge, ask_to_acknowledge
from hansei.blocks.meeting.actions.agreeing import agree, correct, finish, raise_up
from hansei.blocks.meeting.actions.holding import begin, end, note_presence
from hansei.blocks.meeting.actions.inviting import invite, open_minutes, read_minutes, send_again
from hansei.blocks.meeting.actions.minutes import send_minutes, sign_minutes, withdraw_paragraph, write_paragraph
from hansei.blocks.meeting.actions.planning import (
    add_participant,
    add_point,
    cancel,
    drop_point,
    invited,
    join,
    plan,
    put_on_list,
    refuse_strangers,
    refuse_unknown_language,
    reschedule,
    take_participant_away,
)

__all__ = [
    "acknowledge",
    "add_participant",
    "add_point",
    "agree",
    "ask_to_acknowledge",
    "begin",
    "cancel",
    "correct",
    "drop_point",
    "end",
    "finish",
    "invite",
    "invited",
    "join",
    "note_presence",
    "open_minutes",
    "plan",
    "put_on_list",
    "raise_up",
    "read_minutes",
    "refuse_strangers",
    "refuse_unknown_language",
    "reschedule",
    "send_again",
    "send_minutes",
    "sign_minutes",
    "take_participant_away",
    "withdraw_paragraph",
    "write_paragraph",
]
