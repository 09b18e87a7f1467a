"""The kind control item and its life, and the checklists of cause analysis and supervision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hansei.blocks import checklist, lifecycle
from hansei.blocks.checklist import Item, Shipped
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import guards
from hansei.rooms.improvement.kinds.rights import SEE
from hansei.rooms.improvement.models import ControlItem

CONTROL_ITEM = records.declare(
    records.RecordKind(
        kind="control_item",
        prefix="CTL",
        room="improvement",
        model=ControlItem,
        name=_("control item"),
        plural=_("Control items"),
        tracked=(
            "improvement",
            "title",
            "plan",
            "planned_on",
            "check_on",
            "implementer",
            "checker",
            "deputy",
            "customer_checker",
            "result",
            "checked_on",
            "first_result",
            "first_checked_on",
            "observed",
            "cause",
            "measure",
            "closed_on",
        ),
        texts=("title", "plan", "customer_checker", "observed", "cause", "measure"),
    )
)
CONTROL_LIFE = lifecycle.declare(
    Lifecycle(
        "control_item",
        states=(
            State("planned", _("To be checked"), "new"),
            State("not_met", _("Not met"), "bad"),
            State("again", _("To be checked again"), "soon"),
            State("closed", _("Closed, met"), "good"),
            State("withdrawn", _("Withdrawn"), "paused", is_end=True),
        ),
        transitions=(
            # Fixed: a check finds an item met or not met, and both can be said.
            Transition(
                "planned", "closed", _("Check"), (guards.ITEM_MET,), right=SEE, form="control:check", fixed=True
            ),
            Transition(
                "again", "closed", _("Check again"), (guards.ITEM_MET,), right=SEE, form="control:check", fixed=True
            ),
            Transition("planned", "not_met", _("Not met"), right=SEE, by_action=True),
            Transition("again", "not_met", _("Not met"), right=SEE, by_action=True),
            Transition("closed", "not_met", _("Not met any more"), right=SEE, by_action=True),
            Transition("not_met", "again", _("Analyse the cause"), (guards.ITEM_CAUSE,), form="control:analyse"),
            Transition("planned", "withdrawn", _("Withdraw"), is_back=True),
        ),
    )
)
lifecycle.settle(
    "control_item",
    "not_met",
    "closed",
    says=_("This item was checked and stays as it is; put another one on the sheet."),
)
CAUSE_ANALYSIS = checklist.declare(
    Shipped(
        "improvement.cause",
        _("Cause analysis of the item that was not met"),
        (
            Item("departments", _("Ask the departments concerned what happened"), days=3, needs_words=True),
            Item("system", _("Look for causes in process, tools, training, time and information first"), days=5),
            Item("evidence", _("Put the evidence of the cause beside the item"), days=5),
            Item("elsewhere", _("Look where else the same cause works"), days=7),
        ),
        purpose=_("Opens by itself where a check finds an item not met."),
    )
)


def _supervises(found: Any, account: Account | None) -> str | None:
    """Only the supervisor of now answers, until the supervision is written."""
    from hansei.rooms.improvement.duties import refuse_unless_supervisor

    try:
        refuse_unless_supervisor(found, account)
    except Refusal as said:
        return said.message
    return None


SUPERVISION = checklist.declare(
    Shipped(
        "improvement.supervision",
        _("Supervision of the checking"),
        (
            Item("dates", _("Every check was made on its date")),
            Item("persons", _("Who checked had not done the work, in their own name or for somebody else")),
            Item("causes", _("Every item that was not met has a cause with evidence, and a measure")),
            Item("baseline", _("The frozen baseline was not touched, and the measure is the same")),
            Item("others", _("What else could explain the effect was asked and answered"), needs_words=True),
        ),
        done=_("Kept"),
        failed=_("Not kept"),
        purpose=_("What the quality supervisor looks at before the improvement is assessed."),
        decides=_supervises,
    )
)
