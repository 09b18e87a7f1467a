"""The record kinds of this room, its rights and the lives of its records."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records, rights
from hansei.rooms.feedback import guards, questions  # noqa: F401  # the questions are declared there
from hansei.rooms.feedback.models import Complaint, Compliment, Feedback

SEE = rights.declare("feedback.see", _("See feedback, complaints and compliments"))
WORK = rights.declare("feedback.work", _("Handle feedback and complaints"))
# Surveys, the count of barriers and of users belong to no organisation: a right held in one opens none of them.
SEE_VOICE = rights.declare("voice.see", _("See surveys and how feedback goes"), undivided=True)
WORK_VOICE = rights.declare("voice.work", _("Open, hold and send surveys; enter the number of users"), undivided=True)

FEEDBACK = records.declare(
    records.RecordKind(
        kind="feedback",
        prefix="FBK",
        room="feedback",
        model=Feedback,
        name=_("feedback"),
        plural=_("Feedback"),
        tracked=(
            "title",
            "text",
            "channel",
            "service",
            "is_anonymous",
            "giver",
            "giver_name",
            "contact",
            "may_be_shown",
            "handler",
            "reply",
            "replied_on",
            "outcome",
            "public_words",
            "is_hidden",
            "thanks",
        ),
        texts=("title", "text", "service", "giver_name", "contact", "reply", "outcome", "public_words", "thanks"),
    )
)
FEEDBACK_LIFE = lifecycle.declare(
    Lifecycle(
        "feedback",
        states=(
            State("received", _("Received"), "new"),
            State("read", _("Read by a person"), "running"),
            State("answered", _("Answered"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("received", "read", _("I have read it"), form="feedback:read"),
            Transition("read", "answered", _("Reply"), (guards.HANDLER, guards.REPLY), form="feedback:reply"),
            Transition("answered", "closed", _("Close"), (guards.OUTCOME,), form="feedback:close"),
        ),
    )
)

COMPLAINT = records.declare(
    records.RecordKind(
        kind="complaint",
        prefix="CPL",
        room="feedback",
        model=Complaint,
        name=_("complaint"),
        plural=_("Complaints"),
        tracked=(
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
            "escalated_on",
            "repeats",
        ),
        texts=(
            "title",
            "statement",
            "customer",
            "service",
            "investigation",
            "correction",
            "prevention",
            "report_evidence",
            "agreed_by",
        ),
    )
)
COMPLAINT_LIFE = lifecycle.declare(
    Lifecycle(
        "complaint",
        states=(
            State("received", _("Received"), "new"),
            State("acknowledged", _("Acknowledged"), "running"),
            State("investigated", _("Investigated"), "running"),
            State("corrected", _("Corrected"), "running"),
            State("planned", _("Prevention planned"), "running"),
            State("shared", _("Report shared"), "running"),
            State("closed", _("Closed by the customer"), "good", is_end=True),
        ),
        transitions=(
            Transition("received", "acknowledged", _("Acknowledge"), (guards.OWNER, guards.DUE, guards.ACKNOWLEDGED)),
            Transition("acknowledged", "investigated", _("Mark as investigated"), (guards.FOUND,)),
            Transition("investigated", "corrected", _("Mark as corrected"), (guards.CORRECTED,)),
            Transition("corrected", "planned", _("Prevention is planned"), (guards.PREVENTION, guards.HAS_CAPA)),
            Transition("planned", "shared", _("Report is shared"), (guards.HAS_CAPA, guards.SHARED)),
            Transition("shared", "closed", _("Close"), (guards.HAS_CAPA, guards.SHARED, guards.AGREED)),
            Transition("investigated", "acknowledged", _("Investigate again"), is_back=True),
            Transition("planned", "investigated", _("Investigate again"), is_back=True),
            Transition("shared", "investigated", _("The customer does not agree"), is_back=True),
        ),
    )
)

COMPLIMENT = records.declare(
    records.RecordKind(
        kind="compliment",
        prefix="CMP",
        room="feedback",
        model=Compliment,
        name=_("compliment"),
        plural=_("Compliments"),
        tracked=("title", "statement", "customer", "service", "for_whom", "owner"),
        texts=("title", "statement", "customer", "service", "for_whom"),
    )
)
COMPLIMENT_LIFE = lifecycle.declare(
    Lifecycle(
        "compliment",
        states=(State("received", _("Received"), "new"), State("told", _("Passed on"), "good", is_end=True)),
        transitions=(Transition("received", "told", _("It was passed on"), (guards.OWNER,)),),
    )
)
