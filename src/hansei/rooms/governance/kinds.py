"""The record kinds of this room, its rights, the lives of its records, and what links with a risk mean."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records, rights
from hansei.rooms.governance import guards
from hansei.rooms.governance.models import Risk

SEE = rights.declare("governance.see", _("See risks, decisions and decision rights"))
WORK = rights.declare("governance.work", _("Work on risks and decisions"))
DECIDE = rights.declare("governance.decide", _("Set appetite and decision rights; decide where nobody holds the role"))

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
