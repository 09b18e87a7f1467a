"""The registers of plans and reports, their documents' templates, and what an improvement's page says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansei.blocks.document import api as document
from hansei.blocks.document.layouts import Example
from hansei.blocks.mail.models import Outgoing
from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.kinds import PLAN, PLAN_LIFE, REPORT, REPORT_LIFE, SEE, WORK
from hansei.rooms.improvement.models import PLAN_PARTS, REPORT_PARTS, Improvement, ImprovementReport, Plan
from hansei.rooms.improvement.pages.within import tabs_of
from hansei.rooms.improvement.papers import describing
from hansei.rooms.reports import queries as reports
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.pages import reader

PART_NAMES = {
    "introduction": gettext_lazy("Document introduction"),
    "basic": gettext_lazy("Basic information"),
    "description": gettext_lazy("Description"),
    "solution": gettext_lazy("Solution"),
    "roles": gettext_lazy("Roles and responsibilities"),
    "review": pgettext_lazy("part of a plan", "Review"),
    "statistics": gettext_lazy("Statistics"),
    "analysis": gettext_lazy("Analysis"),
    "measures": gettext_lazy("Measures and next steps"),
}
PLACEHOLDERS = {
    "improvement": gettext_lazy("the improvement's number"),
    "service": gettext_lazy("the service"),
    "owner": gettext_lazy("the owner's name"),
}


def _frozen(facts: Mapping[str, Any]) -> str:
    return _("frozen as approved, seal %(seal)s") % {"seal": facts["seal"][:12]}


def _published(facts: Mapping[str, Any]) -> str:
    return _("put before readers: %(n)s") % {"n": words.number(facts["readers"])}


def _tried(facts: Mapping[str, Any]) -> str:
    state = str(Outgoing.State(facts["state"]).label)
    return _("mail: %(state)s") % {"state": state}


EVENT_LINES = {
    **governance.DECISION_LINES,
    "improvement.paper_frozen": _frozen,
    "report.published": _published,
    "report.mail_addressed": lambda _facts: _("mail addressed"),
    "report.mail_tried": _tried,
    "report.opened": lambda _facts: _("opened by a reader"),
    "report.read": lambda _facts: _("a reader said that they have read it"),
}


def _lead(space: str) -> Any:
    """How many were in time, above the list."""

    def lead(request: HttpRequest) -> str:
        told = queries.in_time(reader(request))
        part = told.plans if space == "sip" else told.reports
        label = _("Approved in time") if space == "sip" else _("Sent to both in time")
        note = _("%(part)s of %(whole)s") % {"part": words.number(part.part), "whole": words.number(part.whole)}
        figures = [Figure(part.share, label, form="share", n=part.whole, note=note)]
        return tabs_of(space)(request) + render_to_string("improvement/lead.html", {"figures": figures}, request)

    return lead


PLANS = register.Register(
    kind=PLAN,
    namespace="sip",
    columns=("improvement", "number", "due_on", "approved_on", "published_on"),
    shown=("improvement", "number", "due_on", "approved_on", "published_on"),
    editable=("improvement", "title", "due_on", *PLAN_PARTS),
    create="improvement_plan.draft",
    edit="improvement_plan.edit",
    move="improvement_plan.move",
    new_label=gettext_lazy("Draft an improvement plan"),
    empty_title=gettext_lazy("No improvement plans yet"),
    empty_text=gettext_lazy("A plan of six parts is drafted from an improvement's records; its words are yours."),
    hints={
        "introduction": gettext_lazy(
            "Introduction, description, solution and review need words before the plan is approved. "
            "A new plan begins with what the improvement says."
        ),
        "basic": gettext_lazy("May stay empty once the improvement has an owner and a service."),
        "roles": gettext_lazy("May stay empty once each of the six duties has a name."),
        "due_on": gettext_lazy("The day by which it is to be approved; plans approved in time are counted by it."),
    },
    filters=(Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in PLAN_LIFE.states]),),
    lead=_lead("sip"),
    event_lines=EVENT_LINES,
    beside=("improvement",),
)
REPORTS = register.Register(
    kind=REPORT,
    namespace="irp",
    columns=("improvement", "number", "due_on", "approved_on", "sent_on"),
    shown=("improvement", "plan", "number", "due_on", "leader", "supervisor", "approved_on", "sent_on"),
    editable=("improvement", "title", "due_on", "leader", "supervisor", *REPORT_PARTS),
    create="improvement_report.draft",
    edit="improvement_report.edit",
    move="improvement_report.move",
    new_label=gettext_lazy("Draft an improvement report"),
    empty_title=gettext_lazy("No improvement reports yet"),
    empty_text=gettext_lazy("A report says what came of an improvement, and goes to the leader and the supervisor."),
    hints={
        "due_on": gettext_lazy("The day by which both are to have it; reports in time are counted by it."),
        "supervisor": gettext_lazy("Empty: the quality supervisor of the improvement."),
        "analysis": gettext_lazy("Why it came out as the figures say."),
        "measures": gettext_lazy("What follows from it."),
    },
    filters=(Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in REPORT_LIFE.states]),),
    lead=_lead("irp"),
    event_lines=EVENT_LINES,
    beside=("improvement",),
)


def _open_paper(request: HttpRequest, found: Any) -> str:
    """The way to the document."""
    url = f"{PLANS.namespace if isinstance(found, Plan) else REPORTS.namespace}:document"
    return render_to_string("improvement/paper_lead.html", {"record": found, "page": url}, request)


def _of_improvement(request: HttpRequest, found: Any) -> str:
    """The plans and reports of an improvement, and drafting the next one."""
    assert isinstance(found, Improvement)
    plans = list(found.plans.select_related("identity").order_by("-number"))
    told = list(found.reports.select_related("identity").order_by("-number"))
    may_work = rights.allowed(reader(request), WORK, found.identity)
    context = {
        "record": found,
        "rows": [("sip:document", each, PLAN_LIFE.state(each.state)) for each in plans]
        + [("irp:document", each, REPORT_LIFE.state(each.state)) for each in told],
        "may_plan": may_work and found.state != "closed" and not any(each.state == "draft" for each in plans),
        "may_report": may_work
        and any(each.state in ("approved", "published") for each in plans)
        and not any(each.state == "draft" for each in told),
    }
    if not (context["rows"] or context["may_plan"]):
        return ""
    return render_to_string("improvement/papers.html", context, request)


def content_of(found: Plan | ImprovementReport, account: Account | None) -> dict[str, Any]:
    """Return what a paper's document is drawn from: what was frozen, or the records as they are now."""
    from hansei.rooms.improvement.papers import filling
    from hansei.rooms.mining import queries as mining

    if (frozen := found.frozen) is not None:
        content: dict[str, Any] = frozen.content
        return content
    return filling.of_plan(found) if isinstance(found, Plan) else filling.of_report(found, account, mining.soon)


def drawn(found: Any, account: Account | None, layout: document.Layout | None = None) -> document.Document:
    """Return the document of a plan or report as this reader sees it."""
    draw = describing.plan if isinstance(found, Plan) else describing.report
    return draw(found, content_of(found, account), layout)


def _example(model: type[Any]) -> Example:
    def draw(account: Account, layout: document.Layout) -> document.Document | None:
        seen = rights.predicate(account, SEE, prefix="identity__")
        rows = model._default_manager.filter(seen).exclude(approved_on=None)
        found = rows.select_related("identity", "improvement__identity").order_by("-pk").first()
        return drawn(found, account, layout) if found is not None else None

    return draw


def _lines(found: Plan | ImprovementReport) -> list[str]:
    """What a mail says of the document: of a report the answer, of a plan which version it is."""
    said = {"version": words.number(found.number), "day": words.of_day(found.approved_on)}
    lines = [_("Version %(version)s, approved %(day)s.") % said]
    if isinstance(found, ImprovementReport):
        lines.append(describing.conclusion(content_of(found, None)["answer"]))
    return [each for each in lines if each]


def _paper(kind: str, page: str, name: Any, finals: tuple[str, ...]) -> reports.Paper:
    return reports.Paper(
        kind=kind,
        see=SEE,
        work=WORK,
        page=page,
        named=lambda _found: str(name),
        lines=_lines,
        describe=lambda found: drawn(found, None),
        is_final=lambda found: found.state in finals,
        owner=lambda found: found.improvement.owner,
    )


def declare() -> None:
    """Both registers, their templates, and how they are sent."""
    register.declare(PLANS)
    register.declare(REPORTS)
    register.add_section("improvement_plan", 10, _open_paper)
    register.add_section("improvement_report", 10, _open_paper)
    register.add_section("improvement", 55, _of_improvement)
    for code, name, names, model in (
        (describing.PLAN_TEMPLATE, gettext_lazy("Service improvement plan"), PLAN_PARTS, Plan),
        (
            describing.REPORT_TEMPLATE,
            gettext_lazy("Improvement report"),
            (*PLAN_PARTS, *REPORT_PARTS),
            ImprovementReport,
        ),
    ):
        slots = tuple(document.Slot(each, PART_NAMES[each], required=True) for each in names)
        document.declare(document.TemplateKind(code, name, slots, PLACEHOLDERS, _example(model)))
    reports.declare_paper(
        _paper(
            "improvement_plan", "sip:document", gettext_lazy("Service improvement plan"), ("published", "superseded")
        )
    )
    reports.declare_paper(
        _paper("improvement_report", "irp:document", gettext_lazy("Improvement report"), ("sending", "sent"))
    )
