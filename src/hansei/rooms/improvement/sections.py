"""What an improvement's page shows beside its evidence: the seven pages, goal, lists, knowledge, people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hansei.blocks.checklist import pages as checklist_pages
from hansei.blocks.checklist import queries as checklists
from hansei.kernel import rights
from hansei.rooms.improvement import sheets
from hansei.rooms.improvement.guards.sheets import goal_checks, passes
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Improvement, Step
from hansei.ui.pages import reader


@dataclass(frozen=True)
class StepLine:
    """One of the seven pages: its question, how far it is, and what it says."""

    code: str
    number: int
    question: str
    is_done: bool
    text: str
    lacks_baseline: bool = False


def step_lines(found: Improvement) -> list[StepLine]:
    """Return the seven pages of an improvement in their order, written or not."""
    pages = {each.step: each for each in found.step_pages.select_related("text", "cites")}
    lines = []
    for number, step in enumerate(Step, start=1):
        page = pages.get(step)
        cites = page is not None and page.cites is not None and page.cites.is_intact
        is_done = page is not None and (step != Step.WHERE_NOW or cites)
        text = page.text.text if page is not None else ""
        lacks = step == Step.WHERE_NOW and not cites
        lines.append(StepLine(step.value, number, str(step.label), is_done, text, lacks))
    return lines


def seven_steps(request: HttpRequest, found: Any) -> SafeString | str:
    """The seven pages as a course, each leading to its page."""
    assert isinstance(found, Improvement)
    lines = step_lines(found)
    context = {"record": found, "lines": lines, "done": sum(each.is_done for each in lines)}
    return _drawn(request, "improvement/steps.html", context)


def goal_card(request: HttpRequest, found: Any) -> SafeString | str:
    """The goal with its six checks."""
    assert isinstance(found, Improvement)
    if not checklists.is_started(found.pk, sheets.GOAL):
        return ""
    checks = goal_checks(found)
    return _drawn(request, "improvement/goal.html", {"record": found, "checks": checks, "passes": passes(checks)})


def lists(request: HttpRequest, found: Any) -> SafeString | str:
    """Duties, impact, goal and documents; a button where an old improvement has none yet."""
    assert isinstance(found, Improvement)
    is_closed = found.state == "closed"
    codes = (sheets.GOAL, sheets.IMPACT, sheets.DUTIES, sheets.DOCUMENTS)
    drawn = [checklist_pages.section(request, found, code, locked=is_closed) for code in codes]
    may_start = found.state not in ("proposed", "closed") and rights.allowed(reader(request), WORK, found.identity)
    if not any(drawn) and may_start:
        return _drawn(request, "improvement/start_sheets.html", {"record": found})
    return SafeString("".join(drawn))


def knowledge(request: HttpRequest, found: Any) -> SafeString | str:
    """What was learned, who was told, and lessons of others that were used here."""
    assert isinstance(found, Improvement)
    from hansei.rooms.improvement.models import LessonUse

    account = reader(request)
    seen = rights.predicate(account, SEE, prefix="identity__")
    context = {
        "record": found,
        "lessons": found.lessons.filter(seen).select_related("identity"),
        "transfers": found.transfers.select_related("told", "by"),
        "used": LessonUse.objects.filter(improvement=found).select_related("lesson__identity", "how"),
        "may_work": found.state not in ("proposed", "closed") and rights.allowed(account, WORK, found.identity),
    }
    return _drawn(request, "improvement/knowledge.html", context)


def people(request: HttpRequest, found: Any) -> SafeString | str:
    """Who takes part, and thanks that were said."""
    assert isinstance(found, Improvement)
    account = reader(request)
    participants = [each.account for each in found.participants.select_related("account")]
    context = {
        "record": found,
        "participants": participants,
        "takes_part": account in participants,
        "is_open": found.state != "closed",
        "may_celebrate": found.state in ("verified", "closed"),
        "celebrations": found.celebrations.select_related("text", "by"),
    }
    return _drawn(request, "improvement/people.html", context)


def _drawn(request: HttpRequest, template: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(template, context, request))
