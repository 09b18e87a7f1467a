"""The pages of this room: the registers, their sections, menu entries and what the first page says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.rooms.governance import front as here
from hansei.rooms.governance import sections
from hansei.rooms.governance.decision_pictures import ASKED
from hansei.rooms.governance.kinds import DECISION, DECISION_LIFE, RISK, RISK_LIFE, SEE, SEE_RIGHTS
from hansei.rooms.governance.models import PRINCIPLES, Category, Escalation, Horizon
from hansei.rooms.governance.models.decision import kinds as decision_kinds
from hansei.rooms.governance.models.decision import levels as decision_levels
from hansei.rooms.governance.queries import DECISION_LINES
from hansei.ui import front, menu, shortcuts, words


def _scored(facts: Mapping[str, Any]) -> str:
    said = {"likelihood": facts["likelihood"], "impact": facts["impact"]}
    if facts["is_residual"]:
        return _("scored with the treatment at work: likelihood %(likelihood)s, impact %(impact)s") % said
    return _("scored: likelihood %(likelihood)s, impact %(impact)s") % said


def _escalated(facts: Mapping[str, Any]) -> str:
    return _("escalated: %(horizon)s") % {"horizon": Horizon(facts["horizon"]).label}


def _answered(facts: Mapping[str, Any]) -> str:
    return _("escalation answered: %(answer)s") % {"answer": Escalation.Answer(facts["answer"]).label}


def _realised(facts: Mapping[str, Any]) -> str:
    day = words.of_day(date.fromisoformat(facts["on"]))
    if facts["cost"] is None:
        return _("happened on %(day)s") % {"day": day}
    cost = words.money(float(facts["cost"]), facts["currency"])
    return _("happened on %(day)s and cost %(cost)s") % {"day": day, "cost": cost}


_TOLD = ("causes", "event", "effects", "prevention", "recovery")
_HELD = ("category", "horizon", "service", "owner", "treatment", "plan", "indicator", "review_on")
RISKS = register.Register(
    kind=RISK,
    namespace="risk",
    columns=("category", "horizon", "likelihood", "impact", "raised_to", "owner", "review_on"),
    shown=(*_TOLD, *_HELD, "likelihood", "impact", "raised_to", "end", "end_reason"),
    editable=("title", *_TOLD, *_HELD),
    create="risk.open",
    edit="risk.edit",
    move="risk.move",
    new_label=gettext_lazy("Note a risk"),
    empty_title=gettext_lazy("No risks noted yet"),
    empty_text=gettext_lazy("Write down what may happen, what would make it happen and what it would lead to."),
    hints={
        "title": gettext_lazy("What may happen, in one line."),
        "causes": gettext_lazy("One a line."),
        "effects": gettext_lazy("One a line."),
        "prevention": gettext_lazy("What stands between the causes and the event, one a line."),
        "recovery": gettext_lazy("What stands between the event and its effects, one a line."),
        "indicator": gettext_lazy("What would tell early that it grows."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in RISK_LIFE.states]),
        Filter("category", gettext_lazy("Category"), lambda: list(Category.choices)),
        Filter("horizon", gettext_lazy("Horizon"), lambda: list(Horizon.choices)),
        Filter("raised_to", gettext_lazy("Escalated to"), lambda: list(Horizon.choices)),
    ),
    lead=sections.risks_lead,
    event_lines={
        "risk.scored": _scored,
        "risk.escalated": _escalated,
        "risk.escalation_answered": _answered,
        "risk.realised": _realised,
    },
    beside=("owner",),
)


_ASKED = ("kind", "level", "amount", "hours", "service", "owner", "options", "risks", "without")
DECISIONS = register.Register(
    kind=DECISION,
    namespace="decision",
    columns=("kind", "level", "owner", "decider", "check_on"),
    shown=("kind", "level", "amount", "hours", "service", "owner", "decider", "check_on", "outcome", "outcome_said"),
    editable=("title", *_ASKED, *PRINCIPLES),
    create="decision.open",
    edit="decision.edit",
    move="decision.move",
    new_label=gettext_lazy("Prepare a decision"),
    empty_title=gettext_lazy("No decisions yet"),
    empty_text=gettext_lazy("Write down a question with its options; who decides follows from the decision rights."),
    hints={
        "title": gettext_lazy("The question, in one line."),
        "options": gettext_lazy("One a line; leaving things as they are is one."),
        "without": gettext_lazy("What happens if nothing is done. Needed, or a linked risk in its place."),
        **{name: asked for name, (_label, asked) in ASKED.items()},
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in DECISION_LIFE.states]),
        Filter("kind", gettext_lazy("Kind of decision"), decision_kinds),  # type: ignore[arg-type]  # lazy words
        Filter("level", gettext_lazy("Level of risk"), decision_levels),  # type: ignore[arg-type]  # lazy words
    ),
    lead=sections.decisions_lead,
    event_lines=DECISION_LINES,
    beside=("owner",),
)


def declare() -> None:
    """Tell the frame about this room; called once, when the apps are ready."""
    register.declare(RISKS)
    register.declare(DECISIONS)
    register.add_section("risk", 10, sections.risk_standing)
    register.add_section("decision", 10, sections.decision_table)
    front.add("governance.waiting", 20, here.waiting)
    menu.add(
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Risks"), "shield", "risk:list", right=SEE, order=70),
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Decisions"), "gavel", "decision:list", right=SEE, order=72),
        menu.Entry(
            menu.Group.SET_UP, gettext_lazy("Decision rights"), "gavel", "governance:rights", right=SEE_RIGHTS, order=70
        ),
        menu.Entry(
            menu.Group.SET_UP, gettext_lazy("Acting for others"), "users", "governance:deputies", right=SEE, order=71
        ),
    )
    shortcuts.add(
        "everywhere",
        gettext_lazy("Everywhere"),
        shortcuts.Shortcut("g k", gettext_lazy("Go to Risks"), "risk:list"),
        shortcuts.Shortcut("g e", gettext_lazy("Go to Decisions"), "decision:list"),
    )
