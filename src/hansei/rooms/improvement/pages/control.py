"""The pages of control items, the sheet on its improvement's page, and what the first page says of checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist import pages as checklists
from hansei.blocks.document import api as document
from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import rights, seeing
from hansei.kernel.models import Account
from hansei.rooms.improvement import sheet
from hansei.rooms.improvement.kinds import CAUSE_ANALYSIS, CONTROL_ITEM, CONTROL_LIFE
from hansei.rooms.improvement.models import ControlItem, Duty, RecheckState, Result, Verdict
from hansei.rooms.improvement.pages.within import tabs_of
from hansei.rooms.improvement.papers import control as paper
from hansei.ui import front, words
from hansei.ui.pages import reader


def _taken(facts: Mapping[str, Any]) -> str:
    return _("handed over: %(duty)s") % {"duty": Duty(facts["duty"]).label}


def _checked(facts: Mapping[str, Any]) -> str:
    return _("checked: %(result)s") % {"result": Result(facts["result"]).label}


def _due(facts: Mapping[str, Any]) -> str:
    said = {
        "days": words.number(facts["days"]),
        "verdict": Verdict(facts["verdict"]).label if facts["verdict"] else "–",
    }
    return _("check %(days)s days after closing is due; by the measure: %(verdict)s") % said


def _decided(facts: Mapping[str, Any]) -> str:
    said = {"days": words.number(facts["days"]), "result": RecheckState(facts["now"]).label}
    return _("check %(days)s days after closing: %(result)s") % said


def _assessed(facts: Mapping[str, Any]) -> str:
    return _("supervision: the process was kept") if facts["is_kept"] else _("supervision: the process was not kept")


def _planned(facts: Mapping[str, Any]) -> str:
    return _("checks after closing planned")


EVENT_LINES = {
    "control.duty_taken": _taken,
    "control.item_checked": _checked,
    "control.recheck_due": _due,
    "control.recheck_decided": _decided,
    "control.supervision_given": _assessed,
    "control.rechecks_planned": _planned,
    **checklists.EVENT_LINES,
}
REGISTER = register.Register(
    kind=CONTROL_ITEM,
    namespace="control",
    columns=("improvement", "planned_on", "implementer", "checker", "check_on", "first_result"),
    shown=(
        "improvement",
        "plan",
        "planned_on",
        "implementer",
        "checker",
        "deputy",
        "customer_checker",
        "check_on",
        "first_result",
        "first_checked_on",
        "result",
        "checked_on",
        "observed",
        "cause",
        "measure",
        "closed_on",
    ),
    editable=("improvement", "title", "plan", "planned_on", "implementer", "checker", "customer_checker", "check_on"),
    create="control.plan",
    edit="control.edit",
    move="control.move",
    new_label=gettext_lazy("Put an item on the control sheet"),
    empty_title=gettext_lazy("No control items yet"),
    empty_text=gettext_lazy("An improvement's page has its control sheet; put there what is done and who checks it."),
    hints={
        "title": gettext_lazy("What is to be done, in one line."),
        "plan": gettext_lazy("What the checker looks at to say that it is met."),
        "checker": gettext_lazy("Neither who does the work nor the quality supervisor, not for somebody else either."),
        "customer_checker": gettext_lazy("Where the team is too small for three persons. The sheet marks it."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in CONTROL_LIFE.states]),
    ),
    lead=tabs_of("control"),
    event_lines=EVENT_LINES,
    beside=("improvement",),
)


def _analysis(request: HttpRequest, found: Any) -> str:
    return checklists.section(request, found, CAUSE_ANALYSIS.code, locked=found.state == "closed")


PARTS = {
    "items": gettext_lazy("Items and checks"),
    "unmet": gettext_lazy("What was not met"),
    "supervision": gettext_lazy("Supervision"),
}


def _example(account: Account, layout: document.Layout) -> document.Document | None:
    seen = rights.predicate(account, REGISTER.see, prefix="improvement__identity__")
    item = ControlItem.objects.filter(seen).select_related("improvement__identity", "improvement__owner").last()
    return paper.described(account, item.improvement, layout) if item is not None else None


def declare() -> None:
    """The register of control items, and the sheet where it is wanted."""
    register.declare(REGISTER)
    register.add_section("improvement", 20, sheet.section)
    register.add_section("control_item", 10, _duties)
    register.add_section("control_item", 20, _analysis)
    front.add("improvement.control", 11, sheet.waiting)
    slots = tuple(document.Slot(name, PARTS[name], required=True) for name in paper.SECTIONS)
    known = {"improvement": gettext_lazy("the improvement's number")}
    document.declare(document.TemplateKind(paper.TEMPLATE, gettext_lazy("Control sheet"), slots, known, _example))


def _duties(request: HttpRequest, found: Any) -> str:
    """Who held which duty of this item, and handing it over."""
    may_work = rights.allowed(reader(request), "improvement.work", found.identity)
    held = list(found.duties_held.select_related("account"))
    if not held and not may_work:
        return ""
    context = {
        "record": found,
        "held": [(Duty(each.duty).label, each) for each in held],
        "may_hand": may_work and found.state not in ("closed", "withdrawn"),
        "people": seeing.people(reader(request)),
    }
    return render_to_string("improvement/duties.html", context, request)
