"""The record kinds of this room, their rights and their lives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records, rights
from hansei.rooms.reports import deciding, guards
from hansei.rooms.reports.models import Engagement, Report

SEE = rights.declare("reports.see", _("See service reports"))
WORK = rights.declare("reports.work", _("Draft and issue service reports"))

REPORT = records.declare(
    records.RecordKind(
        kind="report", prefix="REP", room="reports", model=Report,
        name=_("service report"), plural=_("Service reports"),
        tracked=(
            "title", "kind", "engagement", "data_set", "organisation", "service", "first", "last", "zone", "summary",
            "findings", "owner",
        ),
        texts=("title", "organisation", "service", "summary", "findings"),
    )
)  # fmt: skip
ENGAGEMENT = records.declare(
    records.RecordKind(
        kind="engagement", prefix="ENG", room="reports", model=Engagement,
        name=_("engagement"), plural=_("Engagements"),
        tracked=(
            "title", "data_set", "kind", "organisation", "service", "needs", "stage_plan", "targets", "recipients",
            "zone", "draft_day", "send_hour", "owner",
        ),
        texts=("title", "organisation", "service", "needs", "stage_plan", "targets", "recipients"),
    )
)  # fmt: skip
ISSUE = "reports:issue"

LIFE = lifecycle.declare(
    Lifecycle(
        "report",
        states=(
            State("draft", _("Draft"), "new"),
            State("commented", _("Out for comment"), "running"),
            State("approved", _("Approved"), "running"),
            State("issued", _("Issued"), "good", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "commented", _("Send for comment"), (guards.FIGURES,)),
            # The right is to work on it; which person approves it follows from the decision rights.
            Transition(
                "commented",
                "approved",
                _("Approve"),
                (guards.FINDINGS, guards.MISSING),
                decides=deciding.APPROVAL.who_else,
            ),
            Transition("approved", "issued", _("Issue"), (guards.FINDINGS, guards.MISSING), form=ISSUE),
            Transition("commented", "draft", _("Back to draft"), is_back=True),
            Transition("approved", "commented", _("Back for comment"), is_back=True),
            *(
                Transition(each, "withdrawn", _("Withdraw"), is_back=True)
                for each in ("draft", "commented", "approved")
            ),
        ),
    )
)
lifecycle.settle(
    "report",
    "approved",
    says=_("This is approved and stays as it is. Take it back for comment first; it is approved anew then."),
)
lifecycle.hold(
    "report",
    "commented",
    "owner",
    code="report.waits",
    says=_("It waits for approval, and its owner says who approves it. Take it back to draft to change it."),
)
ENGAGEMENT_LIFE = lifecycle.declare(
    Lifecycle(
        "engagement",
        states=(
            State("active", _("Reported every month"), "running"),
            State("paused", _("Paused"), "paused"),
            State("ended", _("Ended"), "good", is_end=True),
        ),
        transitions=(
            Transition("active", "paused", _("Pause")),
            Transition("paused", "active", _("Report again")),
            Transition("active", "ended", _("End"), is_back=True),
            Transition("paused", "ended", _("End"), is_back=True),
        ),
    )
)
