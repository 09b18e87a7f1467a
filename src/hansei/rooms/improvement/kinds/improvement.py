"""The kind improvement and its life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records
from hansei.rooms.improvement import deciding, guards
from hansei.rooms.improvement.guards import sheets
from hansei.rooms.improvement.kinds.rights import SEE
from hansei.rooms.improvement.models import Improvement

IMPROVEMENT = records.declare(
    records.RecordKind(
        kind="improvement",
        prefix="IMP",
        room="improvement",
        model=Improvement,
        name=_("improvement"),
        plural=_("Improvements"),
        tracked=(
            "title",
            "idea",
            "data_set",
            "finding",
            "element",
            "service",
            "owner",
            "value",
            "effort",
            "asked_level",
            "risk",
            "unit",
            "measure",
            "target_percent",
            "margin_percent",
            "intervention_on",
            "intervention",
            "answer",
            "end",
            "end_reason",
            "proposed_by",
            "origin",
            "rank",
            "is_visible_to_users",
            "benefit",
            "currency",
        ),
        texts=("title", "idea", "finding", "service", "risk", "measure", "intervention", "end_reason"),
    )
)

CLOSE = "improvement:close"
VERIFY = "improvement:verify"
FREEZE = "improvement:freeze"

# What each step asks; whoever adds a rule to a step adds it here.
TO_APPROVE = (guards.OWNER, guards.RISK_NOTE, guards.BASELINE, guards.PLAN, sheets.IMPACT_ANSWERED)
TO_START = (guards.BASELINE, guards.FROZEN_FIRST, sheets.DUTIES_NAMED)
TO_CLOSE = (guards.END, guards.ITEMS_CLOSED, sheets.TRANSFERRED)

LIFE = lifecycle.declare(
    Lifecycle(
        "improvement",
        states=(
            State("proposed", _("Proposed"), "new"),
            State("triage", _("In triage"), "running"),
            State("analysed", _("Analysed"), "running"),
            State("planned", _("Planned"), "running"),
            State("approved", _("Approved"), "running"),
            State("in_work", _("In work"), "running"),
            State("verified", _("Verified"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("proposed", "triage", _("Take into triage")),
            Transition("triage", "analysed", _("Mark as analysed"), (guards.OWNER,)),
            Transition("analysed", "planned", _("Mark as planned"), (guards.OWNER, guards.MEASURE, guards.PLAN)),
            # The right is to work on it; which person approves it follows from the decision rights.
            Transition("planned", "approved", _("Approve"), TO_APPROVE, decides=deciding.APPROVAL.who_else),
            Transition("approved", "in_work", _("Start work"), TO_START),
            Transition("in_work", "verified", _("Verify"), (guards.BASELINE, guards.ANSWER), form=VERIFY),
            Transition("analysed", "triage", _("Back to triage"), is_back=True),
            Transition("planned", "analysed", _("Back to analysis"), is_back=True),
            Transition("verified", "in_work", _("Back to work"), is_back=True),
            Transition("closed", "in_work", _("Reopen"), right=SEE, by_action=True),
            *(
                Transition(
                    state,
                    "closed",
                    _("Close"),
                    TO_CLOSE,
                    form=CLOSE,
                    is_back=state != "verified",
                )
                for state in ("proposed", "triage", "analysed", "planned", "approved", "in_work", "verified")
            ),
        ),
        customers=True,
    )
)
WAITS = _("It waits for approval, and this says who approves it. Take it back to analysis to change it.")
lifecycle.hold("improvement", "planned", "effort", "owner", "service", code="improvement.waits", says=WAITS)


@links.keep
def _risks_while_it_waits(found: records.Record, other: records.Record) -> str | None:
    """The risks tied to it say who approves it as well as its effort does."""
    waits = isinstance(found, Improvement) and found.state == "planned"
    return str(WAITS) if waits and other.record_kind == "risk" else None
