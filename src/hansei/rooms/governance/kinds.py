"""The record kinds of this room, its rights, the lives of its records, and what links with a risk mean."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records, rights
from hansei.rooms.governance import guards
from hansei.rooms.governance.models import PRINCIPLES, Decision, Risk

SEE = rights.declare("governance.see", _("See risks, decisions and decision rights"))
WORK = rights.declare("governance.work", _("Work on risks and decisions"))
# The matrix and the appetite belong to no organisation: a right held in one opens neither.
SEE_RIGHTS = rights.declare("decision_rights.see", _("See decision rights and risk appetite"), undivided=True)
DECIDE = rights.declare(
    "governance.decide",
    _("Set appetite and decision rights; decide where nobody holds the role"),
    undivided=True,
)

links.declare("threatens", pgettext_lazy("link", "threatens"), pgettext_lazy("link", "is threatened by"))
links.declare("adds_to", pgettext_lazy("link", "adds to"), pgettext_lazy("link", "is fed by"))
links.declare("without", pgettext_lazy("link", "is the risk without"), pgettext_lazy("link", "not done, risks"))

RISK = records.declare(
    records.RecordKind(
        kind="risk",
        prefix="RSK",
        room="governance",
        model=Risk,
        name=_("risk"),
        plural=_("Risks"),
        tracked=(
            "title",
            "causes",
            "event",
            "effects",
            "prevention",
            "recovery",
            "category",
            "horizon",
            "service",
            "owner",
            "treatment",
            "plan",
            "indicator",
            "review_on",
            "likelihood",
            "impact",
            "amount",
            "currency",
            "raised_to",
            "end",
            "end_reason",
        ),
        texts=(
            "title",
            "causes",
            "event",
            "effects",
            "prevention",
            "recovery",
            "service",
            "plan",
            "indicator",
            "end_reason",
        ),
    )
)

CLOSE = "risk:close"
_OPEN = ("identified", "analysed", "treating", "monitored")

RISK_LIFE = lifecycle.declare(
    Lifecycle(
        "risk",
        states=(
            State("identified", _("Identified"), "new"),
            State("analysed", _("Analysed"), "running"),
            State("treating", _("In treatment"), "running"),
            State("monitored", _("Monitored"), "good"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("identified", "analysed", _("Mark as analysed"), (guards.TOLD, guards.SCORED)),
            Transition("analysed", "treating", _("Start treatment"), (guards.OWNER, guards.TREATED, guards.REVIEW)),
            Transition(
                "analysed",
                "monitored",
                _("Accept and monitor"),
                (guards.OWNER, guards.ACCEPTED, guards.REVIEW, guards.NOT_ASKED),
            ),
            Transition("treating", "monitored", _("Monitor"), (guards.RESIDUAL, guards.REVIEW, guards.NOT_ASKED)),
            Transition("monitored", "analysed", _("Analyse again"), is_back=True),
            Transition("treating", "analysed", _("Back to analysis"), is_back=True),
            *(Transition(each, "closed", _("Close"), (guards.END,), form=CLOSE, is_back=True) for each in _OPEN),
        ),
    )
)

DECISION = records.declare(
    records.RecordKind(
        kind="decision",
        prefix="DEC",
        room="governance",
        model=Decision,
        name=_("decision"),
        plural=_("Decisions"),
        tracked=(
            "title",
            "kind",
            "level",
            "amount",
            "hours",
            "service",
            "owner",
            "options",
            "risks",
            "without",
            *PRINCIPLES,
            "chosen",
            "reason",
            "decider",
            "check_on",
            "outcome",
            "outcome_said",
        ),
        texts=("title", "service", "options", "risks", "without", *PRINCIPLES, "chosen", "reason", "outcome_said"),
    )
)

DECISION_LIFE = lifecycle.declare(
    Lifecycle(
        "decision",
        states=(
            State("draft", _("In preparation"), "new"),
            State("asked", _("To be decided"), "running"),
            State("decided", _("Decided"), "running"),
            State("revisited", _("Outcome looked at"), "good"),
            State("reversed", _("Reversed"), "bad", is_end=True),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "asked", _("Ask for the decision"), (guards.OPTIONS, guards.WITHOUT)),
            Transition(
                "asked",
                "decided",
                _("Decide"),
                (guards.OPTIONS, guards.WITHOUT, guards.TAKEN, guards.CHECK_ON),
                right=SEE,
                form="decision:decide",
            ),
            Transition("decided", "revisited", _("Look at the outcome"), (guards.OUTCOME,), form="decision:revisit"),
            Transition("asked", "draft", _("Back to preparation"), is_back=True),
            *(
                Transition(each, "reversed", _("Reverse"), right=SEE, form="decision:reverse", is_back=True)
                for each in ("decided", "revisited")
            ),
            *(Transition(each, "withdrawn", _("Withdraw"), is_back=True) for each in ("draft", "asked")),
        ),
    )
)
lifecycle.settle(
    "decision",
    "decided",
    "revisited",
    says=_("This is decided; what was on the table stays. Reverse it, or ask anew."),
)
