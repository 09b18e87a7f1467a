"""The pages of this room: three registers, their sections, menu entries and what the first page says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.rooms.feedback import front as here
from hansei.rooms.feedback import sections
from hansei.rooms.feedback.kinds import (
    COMPLAINT,
    COMPLAINT_LIFE,
    COMPLIMENT,
    COMPLIMENT_LIFE,
    FEEDBACK,
    FEEDBACK_LIFE,
    SEE,
    SEE_VOICE,
)
from hansei.rooms.feedback.models import Channel, Severity
from hansei.ui import front, logs, menu

ITEMS = register.Register(
    kind=FEEDBACK,
    namespace="feedback",
    columns=("channel", "service", "is_anonymous", "handler", "replied_on"),
    shown=("channel", "service", "is_anonymous", "may_be_shown", "is_hidden", "handler", "replied_on", "thanks"),
    editable=(
        "title",
        "text",
        "channel",
        "service",
        "giver",
        "giver_name",
        "contact",
        "may_be_shown",
        "public_words",
        "is_hidden",
        "thanks",
    ),
    create="feedback.note",
    edit="feedback.edit",
    move="feedback.move",
    new_label=gettext_lazy("Note feedback"),
    empty_title=gettext_lazy("No feedback yet"),
    empty_text=gettext_lazy("Tell people the address where they can say what they think, or note what you were told."),
    hints={
        "text": gettext_lazy("In the giver’s words."),
        "may_be_shown": gettext_lazy("The giver agreed; a name is never shown."),
        "public_words": gettext_lazy("Where the own words name somebody. Empty: as they were said."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in FEEDBACK_LIFE.states]),
        Filter("channel", gettext_lazy("Channel"), lambda: list(Channel.choices)),
    ),
    lead=sections.items_lead,
    beside=("handler",),
)


def _escalated(facts: Mapping[str, Any]) -> str:
    return _("escalated: it was to be closed by %(day)s") % {"day": facts["due"]}


COMPLAINTS = register.Register(
    kind=COMPLAINT,
    namespace="complaint",
    columns=("customer", "service", "severity", "owner", "due_on"),
    shown=(
        "statement",
        "customer",
        "service",
        "severity",
        "owner",
        "received_on",
        "due_on",
        "acknowledged_on",
        "investigation",
        "correction",
        "prevention",
        "report_on",
        "report_evidence",
        "agreed_by",
        "agreed_on",
        "escalated_on",
        "repeats",
    ),
    editable=(
        "title",
        "statement",
        "customer",
        "service",
        "severity",
        "owner",
        "received_on",
        "due_on",
        "acknowledged_on",
        "investigation",
        "correction",
        "prevention",
        "report_on",
        "report_evidence",
        "agreed_by",
        "agreed_on",
    ),
    create="complaint.open",
    edit="complaint.edit",
    move="complaint.move",
    new_label=gettext_lazy("Note a complaint"),
    empty_title=gettext_lazy("No complaints"),
    empty_text=gettext_lazy(
        "What a customer is dissatisfied with stands here until the customer agrees that it is closed."
    ),
    hints={"report_evidence": gettext_lazy("A letter, a mail, minutes: what shows that the report arrived.")},
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in COMPLAINT_LIFE.states]),
        Filter("severity", gettext_lazy("Severity"), lambda: [(str(key), label) for key, label in Severity.choices]),
    ),
    lead=sections.complaints_lead,
    event_lines={"complaint.escalated": _escalated},
    beside=("owner",),
)

COMPLIMENTS = register.Register(
    kind=COMPLIMENT,
    namespace="compliment",
    columns=("customer", "service", "for_whom"),
    shown=("statement", "customer", "service", "for_whom", "owner"),
    editable=("title", "statement", "customer", "service", "for_whom", "owner"),
    create="compliment.open",
    edit="compliment.edit",
    move="compliment.move",
    new_label=gettext_lazy("Note a compliment"),
    empty_title=gettext_lazy("No compliments yet"),
    empty_text=gettext_lazy("Praise belongs to those who earned it: note it, and pass it on."),
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in COMPLIMENT_LIFE.states]),
    ),
)


def declare() -> None:
    """Tell the frame about this room; called once, when the apps are ready."""
    for each in (ITEMS, COMPLAINTS, COMPLIMENTS):
        register.declare(each)
    register.add_section("feedback", 10, sections.item)
    register.add_section("complaint", 5, sections.complaint)
    front.add("feedback.waiting", 25, here.waiting)
    logs.UNSAID.add("/voice/")
    menu.add(
        menu.Entry(menu.Group.WORK, gettext_lazy("Feedback"), "messages", "feedback:list", right=SEE, order=60),
        menu.Entry(menu.Group.WORK, gettext_lazy("Surveys"), "list", "survey:surveys", right=SEE_VOICE, order=64),
        menu.Entry(
            menu.Group.WORK, gettext_lazy("Complaints"), "message-circle", "complaint:list", right=SEE, order=62
        ),
    )
