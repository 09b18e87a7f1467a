"""What this room tells the frame: registers, sections, templates, menu and keys."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hansei.blocks.document import api as document
from hansei.blocks.document.layouts import Example
from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter, Register
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.reports import describing, front, kinds, papers, queries, wording
from hansei.rooms.reports.filling import SECTIONS
from hansei.rooms.reports.models import Engagement, Kind, Report
from hansei.ui import front as first_page
from hansei.ui import menu, shortcuts, words
from hansei.ui.pages import reader

REQUIRED = {"summary", "findings"}

REGISTER = Register(
    kind=kinds.REPORT,
    namespace="reports",
    columns=("kind", "first", "last", "owner"),
    shown=("kind", "engagement", "organisation", "service", "first", "last", "zone", "summary", "findings"),
    editable=("title", "summary", "findings", "owner"),
    create="report.draft",
    edit="report.edit",
    move="report.move",
    new_label=_("Draft a report"),
    empty_title=_("No report yet"),
    empty_text=_("Choose a data set and a period: the report fills itself. Its findings are yours to write."),
    hints={
        "findings": _("What you saw in the figures, and what should follow. A report without findings is not issued."),
        "summary": _("For the reader who reads one page only."),
    },
    filters=(
        Filter("state", _("State"), lambda: [(each.code, each.label) for each in kinds.LIFE.states]),
        Filter("kind", _("Report"), lambda: [(each.value, each.label) for each in Kind]),
    ),
    beside=("owner",),
)
ENGAGEMENTS = Register(
    kind=kinds.ENGAGEMENT,
    namespace="engagements",
    columns=("kind", "organisation", "service", "owner"),
    shown=(
        "kind", "organisation", "service", "needs", "stage_plan", "targets", "recipients", "zone", "draft_day",
        "send_hour",
    ),
    editable=(
        "title", "data_set", "kind", "organisation", "service", "needs", "stage_plan", "targets", "recipients", "zone",
        "draft_day", "send_hour", "owner",
    ),
    create="engagement.open",
    edit="engagement.edit",
    move="engagement.move",
    new_label=_("Report on something every month"),
    empty_title=_("No engagement yet"),
    empty_text=_(
        "A project, a service or a customer that is reported month by month: say what, against which targets, to whom."
    ),
    hints={
        "data_set": _("The number of the data set, as in the address of its page."),
        "stage_plan": _("One stage a line: 2025-03-31 Handbook; done 2025-04-02"),
        "targets": _("One target a line, such as item_attainment >= 95%. Times are in hours."),
        "recipients": _("One address a line with its language: name@example.org ru"),
        "zone": _("Its name, as in Europe/Berlin: months and hours are of this zone."),
    },
    filters=(Filter("state", _("State"), lambda: [(each.code, each.label) for each in kinds.ENGAGEMENT_LIFE.states]),),
    beside=("owner",),
)  # fmt: skip


def _lines(found: Report) -> list[str]:
    """Its period, and what is said of it in one paragraph."""
    said = {"first": words.of_day(found.first), "last": words.of_day(found.last)}
    return [gettext("%(first)s to %(last)s") % said, *([found.summary] if found.summary.strip() else [])]


PAPER = papers.Paper(
    kind="report",
    see=kinds.SEE,
    work=kinds.WORK,
    page="reports:paper",
    named=lambda found: str(found.get_kind_display()),
    lines=_lines,
    describe=describing.described,
    is_final=lambda found: bool(found.state == "issued"),
    zone=lambda found: str(found.zone),
    owner=lambda found: found.owner,
)


def declare() -> None:
    """Called once, when the apps are ready."""
    register.declare(REGISTER)
    register.declare(ENGAGEMENTS)
    register.add_section("report", 10, _report_section)
    register.add_section("engagement", 10, _engagement_section)
    for kind in Kind:
        slots = tuple(document.Slot(code, wording.SECTIONS[code], code in REQUIRED) for code in SECTIONS[kind.value])
        known = {"organisation": _("the organisation"), "service": _("the service"), "period": _("the period")}
        document.declare(document.TemplateKind(f"reports.{kind.value}", kind.label, slots, known, _example(kind.value)))
    papers.declare_paper(PAPER)
    first_page.add("reports.to_approve", 35, front.to_approve)
    first_page.add("reports.to_read", 40, front.to_read)
    menu.add(
        menu.Entry(menu.Group.LOOK_BACK, _("Service reports"), "report", "reports:list", right=kinds.SEE, order=55)
    )
    shortcuts.add("everywhere", _("Everywhere"), shortcuts.Shortcut("g s", _("Go to Service reports"), "reports:list"))


def _example(kind: str) -> Example:
    """The latest issued report of this kind, drawn with the layout that is being written."""

    def draw(account: Account, layout: document.Layout) -> document.Document | None:
        found = queries.visible(account).filter(kind=kind, state="issued").order_by("-pk").first()
        return describing.described(found, layout=layout) if found else None

    return draw


def _report_section(request: HttpRequest, found: Report) -> str:
    """The way to the report's own page, and how it was received."""
    context = {"report": found, "reading": queries.reading_of(found)}
    return render_to_string("reports/lead.html", context, request)


def _engagement_section(request: HttpRequest, found: Engagement) -> str:
    account = reader(request)
    made = queries.visible(account).filter(engagement=found).order_by("-first")[:24]
    may_work = rights.holds(account, kinds.WORK)
    return render_to_string(
        "reports/of_engagement.html", {"reports": made, "engagement": found, "may_work": may_work}, request
    )
