"""The kinds improvement plan and improvement report, and their lives."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records
from hansei.rooms.improvement import deciding
from hansei.rooms.improvement.guards import papers as guards
from hansei.rooms.improvement.kinds.rights import SEE
from hansei.rooms.improvement.models import PLAN_PARTS, REPORT_PARTS, ImprovementReport, Plan

SEALED: Final = _("This is approved and stays as it is. Draft the next version.")
PLAN_PAGE: Final = "sip:document"
REPORT_PAGE: Final = "irp:document"

PLAN = records.declare(
    records.RecordKind(
        kind="improvement_plan",
        prefix="SIP",
        room="improvement",
        model=Plan,
        name=_("service improvement plan"),
        plural=_("Improvement plans"),
        tracked=("title", "number", "improvement", "due_on", *PLAN_PARTS, "approved_on", "published_on"),
        texts=("title", *PLAN_PARTS),
    )
)
PLAN_LIFE = lifecycle.declare(
    Lifecycle(
        "improvement_plan",
        states=(
            State("draft", _("Draft"), "new"),
            State("approved", _("Approved"), "running"),
            State("published", pgettext_lazy("plan", "Published"), "good", is_end=True),
            State("superseded", _("Superseded"), "paused", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            # Whoever may see it may be asked to decide; which person it is follows from the decision rights.
            Transition("draft", "approved", _("Approve"), (guards.PARTS,), right=SEE, decides=deciding.PLAN.who_else),
            Transition("approved", "published", _("Publish"), form=PLAN_PAGE),
            Transition("published", "superseded", _("Supersede"), by_action=True),
            Transition("approved", "superseded", _("Supersede"), by_action=True),
            Transition("draft", "withdrawn", _("Withdraw"), is_back=True),
        ),
    )
)
lifecycle.settle("improvement_plan", "approved", says=SEALED)
REPORT = records.declare(
    records.RecordKind(
        kind="improvement_report",
        prefix="IRP",
        room="improvement",
        model=ImprovementReport,
        name=_("improvement report"),
        plural=_("Improvement reports"),
        tracked=(
            "title", "number", "improvement", "plan", "due_on", "leader", "supervisor", *REPORT_PARTS, "approved_on",
            "sent_on",
        ),
        texts=("title", *REPORT_PARTS),
    )
)  # fmt: skip
REPORT_LIFE = lifecycle.declare(
    Lifecycle(
        "improvement_report",
        states=(
            State("draft", _("Draft"), "new"),
            State("approved", _("Approved"), "running"),
            State("sending", _("Being sent"), "running"),
            State("sent", _("Sent to both"), "good", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition(
                "draft",
                "approved",
                _("Approve"),
                (guards.ANSWER, guards.WORDS),
                right=SEE,
                decides=deciding.REPORT.who_else,
            ),
            Transition("approved", "sending", _("Send to both"), (guards.RECEIVERS,), form=REPORT_PAGE),
            Transition("sending", "sent", _("Sent to both"), by_action=True),
            Transition("draft", "withdrawn", _("Withdraw"), is_back=True),
        ),
    )
)
lifecycle.settle("improvement_report", "sending", says=SEALED)
