"""The register of cycles: the tracker of each service, the ring of a cycle, and the evidence of its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.improvement import circling, naming, queries
from hansei.rooms.improvement.guards.cycles import STEPS
from hansei.rooms.improvement.kinds import CYCLE, CYCLE_LIFE
from hansei.rooms.improvement.models import Cycle, CycleEvidence, CycleSignature
from hansei.rooms.improvement.naming import Named
from hansei.rooms.improvement.pages.within import with_tabs
from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader


@dataclass(frozen=True)
class StepLine:
    """One step as one reader sees it: what proves it, who answers for it, and what keeps it from being signed."""

    number: int
    name: str | Promise
    part: str | Promise
    evidence: list[tuple[CycleEvidence, Named, str]]
    signature: CycleSignature | None
    lacks: str
    choices: list[tuple[str, list[Named]]]


def _linked(facts: Mapping[str, Any]) -> str:
    said = {"n": words.number(facts["step"]), "kind": naming.kind_name(facts["evidence"])}
    if facts["linked"]:
        return _("evidence tied to step %(n)s: %(kind)s") % said
    return _("evidence of step %(n)s taken away: %(kind)s") % said


def _signed(facts: Mapping[str, Any]) -> str:
    return _("step %(n)s signed") % {"n": words.number(facts["step"])}


def _figures(account: Account) -> list[Figure]:
    found = queries.turning(account)
    names = {"part": words.number(found.complete.part), "whole": words.number(found.complete.whole)}
    return [
        Figure(found.days, _("Days of a cycle"), note=_("median of the complete ones")),
        Figure(found.complete.share, _("Cycles complete"), form="share", note=_("%(part)s of %(whole)s") % names),
        Figure(found.improvements, _("Improvements in a cycle"), places=1, note=_("mean of the complete ones")),
    ]


def _lead(request: HttpRequest) -> str:
    account = reader(request)
    standings = [(each, circling.step_of(each.next) if each.next else None) for each in queries.standings(account)]
    context = {"figures": _figures(account), "standings": standings, "steps": STEPS}
    return render_to_string("improvement/cycles_lead.html", context, request)


CYCLES = register.Register(
    kind=CYCLE,
    namespace="cycles",
    columns=("service", "first", "last", "owner"),
    shown=("service", "scope", "first", "last", "owner"),
    editable=("title", "service", "scope", "first", "last", "owner"),
    create="cycle.open",
    edit="cycle.edit",
    move="cycle.move",
    new_label=gettext_lazy("Open a cycle"),
    empty_title=gettext_lazy("No improvement cycles yet"),
    empty_text=gettext_lazy("Seven steps for a service and a period, each signed on the records that prove it."),
    hints={
        "title": gettext_lazy("Such as the service and the quarter."),
        "scope": gettext_lazy("What of the service is looked at, and what is left out."),
    },
    filters=(Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in CYCLE_LIFE.states]),),
    lead=with_tabs("cycles", _lead),
    event_lines={"cycle.step_linked": _linked, "cycle.step_signed": _signed},
    beside=("owner",),
)


def _round(request: HttpRequest, found: Any) -> str:
    """The ring, the seven steps with their evidence, and what the cycle before came to."""
    assert isinstance(found, Cycle)
    account = reader(request)
    may_work = found.state == "open" and rights.allowed(account, CYCLES.work, found.identity)
    lines = _lines(account, found, may_work=may_work)
    before = queries.seen_cycles(account).filter(pk=found.previous_id).first() if found.previous_id else None
    after = queries.seen_cycles(account).filter(previous=found).first()
    context = {
        "record": found,
        "lines": lines,
        "picture": _ring(lines),
        "may_work": may_work,
        "before": before,
        "results": [] if before is None else [each for each in _signatures(before) if each.step >= 5],
        "after": after,
        "may_go_on": found.state == "complete"
        and not Cycle.objects.filter(previous=found).exists()
        and rights.allowed(account, CYCLES.work, found.identity),
    }
    return render_to_string("improvement/cycle.html", context, request)


def _signatures(found: Cycle) -> list[CycleSignature]:
    return list(found.signatures.select_related("result", "by").order_by("step"))


def _lines(account: Account, found: Cycle, *, may_work: bool) -> list[StepLine]:
    signed = {each.step: each for each in _signatures(found)}
    ties: dict[int, list[CycleEvidence]] = {}
    for each in found.evidence.all():
        ties.setdefault(each.step, []).append(each)
    to_come = [each.number for each in circling.STEPS if may_work and each.number not in signed]
    choices, lines = circling.choices(account, to_come), []
    for step in circling.STEPS:
        lines.append(
            StepLine(
                step.number,
                step.name,
                circling.PARTS[step.part],
                [
                    (each, naming.shown(account, each.kind, each.key), naming.kind_name(each.kind))
                    for each in ties.get(step.number, [])
                ],
                signed.get(step.number),
                _lacks(found, step.number, set(signed)) if step.number in to_come else "",
                choices.get(step.number, []),
            )
        )
    return lines


def _lacks(found: Cycle, number: int, signed: set[int]) -> str:
    if missing := circling.missing(found, number):
        return missing
    if number > 1 and number - 1 not in signed:
        return _("Sign step %(n)s first.") % {"n": words.number(number - 1)}
    return ""


def _ring(lines: list[StepLine]) -> marks.Picture:
    signed = [each.number for each in lines if each.signature]
    current = next((each.number for each in lines if not each.signature), 0)
    steps = [
        marks.Step(
            str(each.name),
            "good" if each.signature else "running" if each.number == current else "",
            _state(each),
            f"#step-{each.number}",
        )
        for each in lines
    ]
    centre = _("%(part)s of %(whole)s") % {"part": words.number(len(signed)), "whole": words.number(STEPS)}
    return marks.ring(steps, _("Seven steps"), centre, _("Filled: signed. A step leads to its evidence below."))


def _state(line: StepLine) -> str:
    n = len(line.evidence)
    if line.signature:
        return _("signed %(day)s") % {"day": words.of_day(line.signature.at)}
    return ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", n) % {"n": words.number(n)} if n else ""


def address(pk: int, step: int = 0) -> str:
    """A cycle's page, at one of its steps."""
    return reverse("cycles:record", args=[pk]) + (f"#step-{step}" if step else "")


def declare() -> None:
    """The register of cycles with its ring."""
    register.declare(CYCLES)
    register.add_section("cycle", 10, _round)
