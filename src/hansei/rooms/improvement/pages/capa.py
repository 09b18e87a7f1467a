"""The pages of corrective and preventive actions, and of violations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist import pages as checklists
from hansei.blocks.document import api as document
from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.blocks.register.values import label_of
from hansei.kernel import links, rights
from hansei.kernel.models import Account
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.actions.capa import RELEASABLE, customer_version
from hansei.rooms.improvement.kinds import CAPA, CAPA_LIFE, SYSTEM_CAUSES, VIOLATION, VIOLATION_LIFE
from hansei.rooms.improvement.models import Capa, Decision, Trigger
from hansei.rooms.improvement.pages.within import tabs_of
from hansei.rooms.improvement.papers import capa as paper
from hansei.rooms.mining import queries as mining
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.pages import reader

EFFECTS = {
    "running": (gettext_lazy("no similar case so far; half a year is not over"), "paused"),
    "effective": (gettext_lazy("effective: no similar case in half a year"), "good"),
    "came_back": (gettext_lazy("a similar case came back"), "bad"),
}


PARTS = {
    "description": gettext_lazy("What happened"),
    "containment": gettext_lazy("Containment"),
    "cause": gettext_lazy("Root cause"),
    "corrective": gettext_lazy("Corrective action"),
    "preventive": gettext_lazy("Preventive action"),
    "evidence": gettext_lazy("Evidence"),
    "effect": gettext_lazy("Check of the effect"),
    "shared": gettext_lazy("What the customer was told"),
}
REQUIRED = ("cause", "corrective", "preventive")


def _shared(facts: Mapping[str, Any]) -> str:
    said = {"n": words.number(facts["number"]), "seal": facts["seal"][:12]}
    return _("shared with the customer: report %(n)s, seal %(seal)s") % said


def _resembled(facts: Mapping[str, Any]) -> str:
    return _("like an earlier case: likeness of the wording %(share)s") % {"share": words.share(facts["likeness"])}


def _released(kept: str) -> str:
    return words.listed(label_of(CAPA, name) for name in kept.split() if name in RELEASABLE)


def _figures(request: HttpRequest) -> str:
    found = queries.cases(reader(request))
    figures = [
        _share(found.on_time, _("Closed in time")),
        _share(found.effective, _("Effective after half a year")),
        _share(found.shared, _("Shared with the customer")),
    ]
    return tabs_of("capa")(request) + render_to_string("improvement/lead.html", {"figures": figures}, request)


def _share(found: queries.Share, label: str) -> Figure:
    note = _("%(part)s of %(whole)s") % {"part": words.number(found.part), "whole": words.number(found.whole)}
    return Figure(found.share, label, form="share", note=note)


CAPAS = register.Register(
    kind=CAPA,
    namespace="capa",
    columns=("trigger", "service", "owner", "due_on"),
    shown=(
        "trigger", "trigger_key", "description", "service", "category", "owner", "due_on", "containment", "cause",
        "corrective", "no_corrective", "preventive", "no_preventive", "evidence", "effect", "corrected_on", "closed_on",
        "not_shared",
    ),
    editable=(
        "title", "trigger", "trigger_key", "description", "service", "category", "owner", "due_on", "containment",
        "cause", "corrective", "no_corrective", "preventive", "no_preventive", "evidence", "effect", "customer_title",
        "customer_words", "not_shared",
    ),
    create="capa.open",
    edit="capa.edit",
    move="capa.move",
    new_label=gettext_lazy("Open a CAPA"),
    empty_title=gettext_lazy("No corrective and preventive actions yet"),
    empty_text=gettext_lazy("A complaint, a violation, an audit finding or a problem that must not come back."),
    hints={
        "title": gettext_lazy("What went wrong, in one line. Internal."),
        "service": gettext_lazy("Earlier cases of the same service or category with similar wording are found."),
        "corrective": gettext_lazy("What removes the cause of this case."),
        "preventive": gettext_lazy("What keeps the same cause from working elsewhere."),
        "customer_words": gettext_lazy("What the customer reads. Name nobody and nothing internal."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in CAPA_LIFE.states]),
        Filter("trigger", gettext_lazy("Started by"), lambda: [(each.value, each.label) for each in Trigger]),
    ),
    lead=_figures,
    event_lines={"capa.shared": _shared, "capa.resembled": _resembled},
    in_words={"released": _released},
    beside=("owner",),
)  # fmt: skip


def _earlier(request: HttpRequest, found: Any) -> str:
    """The reports of the earlier cases that this one is like: they are read first."""
    earlier = list(queries.resembled(reader(request), found))
    if not earlier:
        return ""
    names = ("containment", "cause", "corrective", "preventive", "effect")
    told = [
        (each, [(label_of(CAPA, name), getattr(each, name)) for name in names if getattr(each, name)])
        for each in earlier
    ]
    return render_to_string("improvement/capa_earlier.html", {"told": told}, request)


def _faces(request: HttpRequest, found: Any) -> str:
    """Both faces: what is released, what the customer would read now, what they were told."""
    code = queries.effect_said(found)
    released = found.released.split()
    context = {
        "record": found,
        "effect": EFFECTS.get(code),
        "came_back": list(queries.came_back(found, reader(request))) if code == "came_back" else [],
        "fields": [(name, label_of(CAPA, name), name in released, bool(getattr(found, name))) for name in RELEASABLE],
        "told": [(label_of(CAPA, name), text) for name, text in customer_version(found) if text],
        "reports": list(found.reports.select_related("by")),
        "may_work": found.state != "closed" and rights.allowed(reader(request), "improvement.work", found.identity),
        "may_share": found.state in ("corrected", "prevented", "verified"),
    }
    return render_to_string("improvement/capa_faces.html", context, request)


def _on_audit_finding(request: HttpRequest, found: Any) -> str:
    """On the page of an audit's finding: its corrective and preventive action, or the way to open one."""
    account = reader(request)
    if not rights.holds(account, "improvement.see"):
        return ""
    linked = [each.other for each in links.links_of(account, found.pk) if each.other.record_kind == CAPA.kind]
    is_open = not LIFECYCLES[found.record_kind].state(found.state).is_end
    may_open = is_open and not queries.has_capa(found.pk) and rights.holds(account, "improvement.work")
    lines = [(each, CAPA_LIFE.state(each.state)) for each in linked]
    context = {"record": found, "lines": lines, "may_open": may_open}
    return render_to_string("improvement/on_audit_finding.html", context, request) if lines or may_open else ""


def _violations(request: HttpRequest) -> str:
    with_cause, repeats = queries.violations(reader(request))
    figures = [_share(with_cause, _("With a root cause")), Figure(repeats, _("Repeat an earlier one"))]
    context = {"figures": figures, "sets": mining.data_sets(reader(request))}
    feed = render_to_string("improvement/violations_feed.html", context, request)
    return tabs_of("violation")(request) + render_to_string("improvement/lead.html", context, request) + feed


VIOLATIONS = register.Register(
    kind=VIOLATION,
    namespace="violation",
    columns=("rule", "service", "happened_on", "decision", "owner"),
    shown=(
        "rule", "service", "happened_on", "owner", "evidence", "cause", "decision", "decision_reason", "correction",
        "outcome",
    ),
    editable=(
        "title", "rule", "service", "happened_on", "owner", "evidence", "cause", "decision", "decision_reason",
        "correction", "outcome",
    ),
    create="violation.record",
    edit="violation.edit",
    move="violation.move",
    new_label=gettext_lazy("Record a violation"),
    empty_title=gettext_lazy("No violations recorded"),
    empty_text=gettext_lazy("A rule or target that was broken, with the evidence. Causes in the system come first."),
    hints={
        "rule": gettext_lazy("The same words as last time: repeats are found by them and the service."),
        "decision": gettext_lazy("“Deal with the responsible person” only when every cause in the system is excluded."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in VIOLATION_LIFE.states]),
        Filter("decision", gettext_lazy("Decision"), lambda: [(each.value, each.label) for each in Decision]),
    ),
    lead=_violations,
    event_lines=checklists.EVENT_LINES,
    beside=("owner",),
)  # fmt: skip


def _causes(request: HttpRequest, found: Any) -> str:
    return checklists.section(request, found, SYSTEM_CAUSES.code, locked=found.state == "closed")


def _example(account: Account, layout: document.Layout) -> document.Document | None:
    seen = rights.predicate(account, CAPAS.see, prefix="identity__")
    found = Capa.objects.filter(seen).select_related("identity", "owner").order_by("-pk").first()
    return paper.internal(account, found, layout) if found is not None else None


def declare() -> None:
    """Both registers with their sections."""
    register.declare(CAPAS)
    register.declare(VIOLATIONS)
    register.add_section("capa", 5, _earlier)
    register.add_section("capa", 20, _faces)
    register.add_section("violation", 10, _causes)
    register.add_section("audit_finding", 10, _on_audit_finding)
    slots = tuple(document.Slot(name, PARTS[name], name in REQUIRED) for name in paper.SECTIONS)
    known = {"service": gettext_lazy("the service"), "owner": gettext_lazy("the owner's name")}
    document.declare(document.TemplateKind(paper.TEMPLATE, gettext_lazy("CAPA report"), slots, known, _example))
