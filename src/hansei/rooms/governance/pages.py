"""The pages of this room: the registers, their sections, menu entries and what the first page says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.rooms.governance import front as here
from hansei.rooms.governance import sections
from hansei.rooms.governance.kinds import RISK, RISK_LIFE, SEE
from hansei.rooms.governance.models import Category, Escalation, Horizon
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
    if facts["cost"] is None:
        return _("happened on %(day)s") % {"day": facts["on"]}
    cost = words.money(float(facts["cost"]), facts["currency"])
    return _("happened on %(day)s and cost %(cost)s") % {"day": facts["on"], "cost": cost}


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


def declare() -> None:
    """Tell the frame about this room; called once, when the apps are ready."""
    register.declare(RISKS)
    register.add_section("risk", 10, sections.risk_standing)
    front.add("governance.waiting", 20, here.waiting)
    menu.add(
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Risks"), "shield", "risk:list", right=SEE, order=70),
    )
    shortcuts.add(
        "everywhere",
        gettext_lazy("Everywhere"),
        shortcuts.Shortcut("g k", gettext_lazy("Go to Risks"), "risk:list"),
    )
