"""The registers' pages of audited areas, audits and findings, and what stands on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansei.blocks.checklist import pages as checklists
from hansei.blocks.document import api as document
from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register.declaration import Filter, Register, add_section, declare
from hansei.kernel import rights, seeing
from hansei.kernel.models import Account
from hansei.rooms.reviews import audit_paper, audited, clauses, guards, independence, kinds
from hansei.rooms.reviews.models import Audit, AuditArea, Grade
from hansei.ui import words
from hansei.ui.components import Figure, Tab
from hansei.ui.pages import reader

LISTS: Final = (
    ("audit:programme", gettext_lazy("Programme")),
    ("audit:records:list", gettext_lazy("Audits")),
    ("audit:findings:list", pgettext_lazy("audit", "Findings")),
    ("audit:areas:list", gettext_lazy("Areas")),
)


def tabs_of(here: str) -> list[Tab]:
    """The pages of audits beside each other."""
    return [Tab(str(label), reverse(name), name == here) for name, label in LISTS]


def figures_of(account: Account) -> list[Figure]:
    """How findings go, as far as this reader may see them."""
    found = audited.figures(account)
    part = {"part": words.number(found.on_time.count), "whole": words.number(found.on_time.n)}
    meaning = "bad" if found.overdue else ""
    return [
        Figure(found.open, _("Findings open")),
        Figure(found.overdue, _("Overdue"), meaning=meaning, url=f"{reverse('audit:findings:list')}?state=open"),
        Figure(found.on_time.value, _("Closed on time"), form="share", note=_("%(part)s of %(whole)s") % part),
    ]


def _lead(here: str) -> Callable[[HttpRequest], SafeString | str]:
    def drawn(request: HttpRequest) -> SafeString | str:
        context: dict[str, Any] = {"tabs": tabs_of(here)}
        if here == "audit:findings:list":
            context["figures"] = figures_of(reader(request))
        return render_to_string("reviews/audits_lead.html", context, request)

    return drawn


def _states(kind: str) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: [(each.code, each.label) for each in LIFECYCLES[kind].states]


def clauses_in_words(kept: str) -> str:
    """The chosen main clauses by their names."""
    return words.listed(str(clauses.NAMES[number]) for number in clauses.codes(kept))


def _named(sentence: Any) -> Callable[[Mapping[str, Any]], str]:
    def said(facts: Mapping[str, Any]) -> str:
        found = Account.objects.filter(pk=facts["account"]).values_list("name", flat=True).first()
        day = facts.get("since") or facts.get("until")
        return str(sentence) % {"name": found or "–", "day": words.of_day(date.fromisoformat(day)) if day else ""}

    return said


AREAS: Final = Register(
    kind=kinds.AREA,
    namespace="audit:areas",
    columns=("service", "responsible", "every_months"),
    shown=("service", "responsible", "every_months"),
    editable=("title", "service", "responsible", "every_months"),
    create="audit_area.open",
    edit="audit_area.edit",
    move="audit_area.move",
    new_label=gettext_lazy("Add an area"),
    empty_title=gettext_lazy("No areas yet"),
    empty_text=gettext_lazy(
        "An area is a part of the work that is audited again and again, such as a process or a team."
    ),
    hints={
        "service": gettext_lazy("Whoever decides about this service does not audit the area."),
        "responsible": gettext_lazy("Answers for the area and its findings, and does not audit it."),
        "every_months": gettext_lazy("The programme says when the next audit is due."),
    },
    filters=(Filter("state", gettext_lazy("State"), _states("audit_area")),),
    lead=_lead("audit:areas:list"),
    event_lines={
        "audit_area.person_named": _named(gettext_lazy("%(name)s works there since %(day)s")),
        "audit_area.person_left": _named(gettext_lazy("%(name)s works there no longer, from %(day)s")),
    },
    beside=("responsible",),
)

AUDITS: Final = Register(
    kind=kinds.AUDIT,
    namespace="audit:records",
    columns=("area", "lead", "planned_on", "reported_on"),
    shown=(
        "area",
        "scope",
        "criteria",
        "clauses",
        "lead",
        "planned_on",
        "begun_on",
        "reported_on",
        "summary",
        "reason",
    ),
    editable=("title", "area", "scope", "criteria", "lead", "planned_on", "summary"),
    create="audit.plan",
    edit="audit.edit",
    move="audit.move",
    new_label=gettext_lazy("Plan an audit"),
    empty_title=gettext_lazy("No audits yet"),
    empty_text=gettext_lazy("Plan one: what is looked at, against what, by whom, when. Nobody audits their own work."),
    hints={
        "scope": gettext_lazy("What is looked at: which work, which places, which time."),
        "criteria": gettext_lazy("What it is held against: a standard, a contract, rules of your own."),
        "lead": gettext_lazy("Neither answers for the area nor works in it, now or in the last twelve months."),
        "summary": gettext_lazy("Written at the end, for the report."),
    },
    filters=(Filter("state", gettext_lazy("State"), _states("audit")),),
    lead=_lead("audit:records:list"),
    event_lines={
        **checklists.EVENT_LINES,
        "audit.auditor_named": _named(gettext_lazy("%(name)s audits too")),
        "audit.auditor_released": _named(gettext_lazy("%(name)s audits no longer")),
    },
    in_words={"clauses": clauses_in_words},
    beside=("lead",),
)

FINDINGS: Final = Register(
    kind=kinds.FINDING,
    namespace="audit:findings",
    columns=("audit", "grade", "owner", "due_on", "closed_on"),
    shown=(
        "audit", "grade", "clause", "evidence", "owner", "due_on", "is_confidential", "answer", "answered_by",
        "verification", "verified_by", "closed_on", "reason",
    ),
    editable=("title", "audit", "grade", "clause", "evidence", "owner", "due_on", "is_confidential"),
    create="audit_finding.write",
    edit="audit_finding.edit",
    move="audit_finding.move",
    new_label=gettext_lazy("Write a finding"),
    empty_title=gettext_lazy("No findings yet"),
    empty_text=gettext_lazy("Auditors write them while an audit runs."),
    hints={
        "grade": gettext_lazy(
            "Nonconformity: a requirement is not met. Observation: it is met, but something could be better."
        ),
        "evidence": gettext_lazy("What was seen, where, when. Files can be added to the finding."),
        "owner": gettext_lazy("Nobody: whoever answers for the area."),
        "due_on": gettext_lazy("Empty: in 30 days."),
        "is_confidential": gettext_lazy(
            "Seen by its owner and by whoever may see confidential records; no pack shows it."
        ),
    },
    filters=(
        Filter("state", gettext_lazy("State"), _states("audit_finding")),
        Filter("grade", gettext_lazy("Grade"), lambda: list(Grade.choices)),
    ),
    lead=_lead("audit:findings:list"),
    beside=("owner",),
)  # fmt: skip


def _people(request: HttpRequest, found: Any) -> str:
    """Who works in an area, and its audits."""
    assert isinstance(found, AuditArea)
    account = reader(request)
    may_work = found.state == "active" and rights.allowed(account, kinds.AUDIT_WORK, found.identity)
    context = {
        "record": found,
        "people": [each for each in found.people.select_related("account") if each.until is None],
        "rows": [
            (each, LIFECYCLES["audit"].state(each.state))
            for each in audited.audits(account).filter(area=found).order_by("-planned_on", "-pk")[:50]
        ],
        "may_work": may_work,
        "accounts": seeing.people(account) if may_work else [],
    }
    return render_to_string("reviews/audit_area.html", context, request)


def _audit(request: HttpRequest, found: Any) -> str:
    """Who audits, the questions, and what was found."""
    assert isinstance(found, Audit)
    account = reader(request)
    may_work = rights.allowed(account, kinds.AUDIT_WORK, found.identity)
    is_auditor = may_work and independence.is_auditor(found, account)
    may_name = may_work and (found.state == "planned" or (found.state == "running" and is_auditor))
    chosen = clauses.codes(found.clauses)
    context = {
        "record": found,
        "members": found.members.select_related("account"),
        "may_name": may_name,
        "accounts": _possible(account, found) if may_name else [],
        "may_choose": may_work and found.state == "planned",
        "clauses": [(number, name, number in chosen) for number, name in clauses.NAMES.items()],
        "findings": [
            (each, LIFECYCLES["audit_finding"].state(each.state))
            for each in audited.findings(account).filter(audit=found).order_by("pk")
        ],
        "may_write": is_auditor and found.state == "running",
        "wanted": [each for each in guards.unmet(found) if not guards.has_finding(found, each)]
        if found.state == "running" else [],
        "has_report": found.state != "withdrawn",
    }  # fmt: skip
    return render_to_string("reviews/audit.html", context, request)


def _possible(account: Account, found: Audit) -> list[Account]:
    """Who may be named: independent of the area, with the right, and not on the audit yet."""
    known = independence.team(found)
    return [
        each
        for each in seeing.people(account)
        if each not in known and independence.may_audit(found, each) and independence.has_part(found.area, each) is None
    ]


def _questions(request: HttpRequest, found: Any) -> str:
    assert isinstance(found, Audit)
    drawn = (checklists.section(request, found, clauses.LISTS[each].code) for each in clauses.codes(found.clauses))
    return SafeString("".join(drawn))


def _example(account: Account, layout: document.Layout) -> document.Document | None:
    found = audited.audits(account).exclude(state="withdrawn").order_by("-pk").first()
    return audit_paper.described(account, found, layout) if found is not None else None


def declare_pages() -> None:
    """The three registers with their sections, and the template of the report."""
    for each in (AREAS, AUDITS, FINDINGS):
        declare(each)
    add_section("audit_area", 10, _people)
    add_section("audit", 10, _audit)
    add_section("audit", 20, _questions)
    slots = tuple(document.Slot(name, title, name in audit_paper.REQUIRED) for name, title in audit_paper.PARTS.items())
    known = {"area": gettext_lazy("the area"), "lead": gettext_lazy("the lead auditor's name")}
    document.declare(document.TemplateKind(audit_paper.TEMPLATE, gettext_lazy("Audit report"), slots, known, _example))
