"""The pages of kata storyboards, SWOT analyses and investigations, and what ties risks and improvements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel import links, rights
from hansei.rooms.governance.queries import risks
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.kinds import (
    INVESTIGATION,
    INVESTIGATION_LIFE,
    KATA,
    KATA_LIFE,
    SWOT,
    SWOT_LIFE,
)
from hansei.rooms.improvement.models import Obstacle, Quadrant, Rescore
from hansei.rooms.improvement.pages.within import tabs_of
from hansei.ui import front, marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader

QUESTIONS = (
    gettext_lazy("What is the target condition?"),
    gettext_lazy("What is the actual condition now?"),
    gettext_lazy("What obstacles are there, and which one do you work on now?"),
    gettext_lazy("What is your next step, and what do you expect?"),
    gettext_lazy("When can we go and see what we have learned?"),
)


def _states(life: Any) -> Any:
    return Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in life.states])


def _target(facts: Mapping[str, Any]) -> str:
    return _("target condition set for %(day)s") % {"day": words.of_day(date.fromisoformat(facts["due_on"]))}


def _obstacle(facts: Mapping[str, Any]) -> str:
    return _("obstacle: %(state)s") % {"state": Obstacle.State(facts["now"]).label}


STEP_PARTS = {
    "step": gettext_lazy("experiment planned"),
    "expected": gettext_lazy("expectation written"),
    "result": gettext_lazy("result written"),
}


def _stepped(facts: Mapping[str, Any]) -> str:
    return str(STEP_PARTS.get(facts["part"], facts["part"]))


def _coached(facts: Mapping[str, Any]) -> str:
    return _("coaching session held")


def _measured(facts: Mapping[str, Any]) -> str:
    return _("measured: %(value)s") % {"value": words.number(facts["value"])}


def _entered(facts: Mapping[str, Any]) -> str:
    return _("entry under “%(list)s”") % {"list": Quadrant(facts["quadrant"]).label}


def _derived(facts: Mapping[str, Any]) -> str:
    return _("strategy derived")


def _converted(facts: Mapping[str, Any]) -> str:
    return _("an entry became an improvement or a risk")


KATA_LINES = {
    "kata.target_set": _target,
    "kata.obstacle_named": _obstacle,
    "kata.stepped": _stepped,
    "kata.coached": _coached,
    "kata.measured": _measured,
}
# Votes are left out: who voted is not shown.
SWOT_LINES = {"swot.entered": _entered, "swot.concluded": _derived, "swot.converted": _converted}
KATAS = register.Register(
    kind=KATA,
    namespace="kata",
    columns=("learner", "coach", "service"),
    shown=("current", "service", "learner", "coach", "unit", "every_days", "begins_on"),
    editable=("title", "current", "service", "learner", "coach", "unit", "every_days", "begins_on"),
    create="kata.begin",
    edit="kata.edit",
    move="kata.move",
    new_label=gettext_lazy("Begin a kata"),
    empty_title=gettext_lazy("No storyboards yet"),
    empty_text=gettext_lazy("A challenge, where we are, where we want to be next, and small experiments with a coach."),
    hints={
        "current": gettext_lazy("Measured, as it is now."),
        "unit": gettext_lazy("For the run chart, such as hours."),
    },
    filters=(_states(KATA_LIFE),),
    lead=tabs_of("kata"),
    event_lines=KATA_LINES,
    beside=("learner", "coach"),
)
SWOTS = register.Register(
    kind=SWOT,
    namespace="swot",
    columns=("service", "owner"),
    shown=("purpose", "service", "owner"),
    editable=("title", "purpose", "service", "owner"),
    create="swot.begin",
    edit="swot.edit",
    move="swot.move",
    new_label=gettext_lazy("Begin a SWOT analysis"),
    empty_title=gettext_lazy("No SWOT analyses yet"),
    empty_text=gettext_lazy("Four lists with evidence, votes, and strategies that become improvements and risks."),
    filters=(_states(SWOT_LIFE),),
    lead=tabs_of("swot"),
    event_lines=SWOT_LINES,
    beside=("owner",),
)
INVESTIGATIONS = register.Register(
    kind=INVESTIGATION,
    namespace="investigation",
    columns=("owner",),
    shown=("question", "cause", "evidence", "owner"),
    editable=("title", "question", "cause", "evidence", "owner"),
    create="investigation.open",
    edit="investigation.edit",
    move="investigation.move",
    new_label=gettext_lazy("Open an investigation"),
    empty_title=gettext_lazy("No investigations yet"),
    empty_text=gettext_lazy("One analysis of a cause that serves the risks and improvements tied to it."),
    filters=(_states(INVESTIGATION_LIFE),),
    lead=tabs_of("investigation"),
    beside=("owner",),
)


WRITTEN: Final = ("target", "obstacle", "step", "expect", "result", "measure", "coach", "enter", "conclude")


def _typed(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """What a form of the page held that was just refused, under its name, with the sentence; buttons are one name."""
    refusal = getattr(request, "refused", None)
    if refusal is None:
        return {}
    given, do = request.POST, request.POST.get("do", "")
    held = {**given.dict(), "answers": given.getlist("answer"), "said": refusal.message}
    return {do if do in WRITTEN else "button": held}


def _questions(typed: dict[str, dict[str, Any]]) -> list[tuple[int, Any, str]]:
    """The five questions with what was answered, where that was refused."""
    given = typed.get("coach", {}).get("answers", [])
    return [(n, each, given[n - 1] if n <= len(given) else "") for n, each in enumerate(QUESTIONS, 1)]


def _board(request: HttpRequest, found: Any) -> str:
    """The storyboard: target, obstacles with the one worked on, experiments, coaching, run chart."""
    account = reader(request)
    is_open = found.state == "running"
    learning = queries.learning(found)
    targets = list(found.targets.select_related("words"))
    steps = list(
        found.steps.select_related("words", "expected", "result", "learned", "obstacle__words").order_by("-pk")
    )
    typed = _typed(request)
    open_step = next((each for each in steps if each.result_id is None), None)
    context = {
        "record": found,
        "targets": targets,
        "target": next((each for each in reversed(targets) if each.ended_on is None), None),
        "obstacles": list(found.obstacles.select_related("words")),
        "steps": steps,
        "open_step": open_step,
        "sessions": list(found.sessions.select_related("coach", "better").prefetch_related("answers__words"))[-5:][
            ::-1
        ],
        "questions": _questions(typed),
        "typed": typed,
        "may_work": is_open and rights.allowed(account, "improvement.work", found.identity),
        "is_coach": is_open and found.coach_id == account.pk,
        "today": timezone.localdate(),
        "chart": _run_chart(found, targets),
        "figures": [
            Figure(learning.a_week, _("Experiments a week"), note=_("last four weeks")),
            _share(learning.surprises, _("Surprises")),
            _share(learning.rhythm, _("Coaching rhythm kept")),
        ],
    }
    return render_to_string("improvement/kata.html", context, request)


def _share(found: queries.Share, label: str) -> Figure:
    note = _("%(part)s of %(whole)s") % {"part": words.number(found.part), "whole": words.number(found.whole)}
    return Figure(found.share, label, form="share", note=note)


def _run_chart(found: Any, targets: list[Any]) -> Any:
    points = [marks.Point(each.day, each.value) for each in found.points.all()]
    goal = next((each.value for each in reversed(targets) if each.value is not None), None)
    return marks.control_chart(points, [], found.unit or _("Measured"), goal=goal) if points else None


def _lists(request: HttpRequest, found: Any) -> str:
    """The four lists with votes, and the strategies."""
    account = reader(request)
    rows = list(
        found.entries.select_related("words", "evidence", "improvement__identity", "risk").prefetch_related("votes")
    )
    mine = set(found.votes.filter(voter=account).values_list("entry_id", flat=True))
    lists, typed = [], _typed(request)
    for each in Quadrant:
        entries = [(row, len(row.votes.all()), row.pk in mine) for row in rows if row.quadrant == each]
        typed_here = typed.get("enter") if typed.get("enter", {}).get("quadrant") == each else None
        lists.append((each.value, each.label, sorted(entries, key=lambda entry: -entry[1]), typed_here))
    context = {
        "record": found,
        "lists": lists,
        "typed": typed,
        "inside": [row for row in rows if row.quadrant in ("strength", "weakness")],
        "outside": [row for row in rows if row.quadrant in ("opportunity", "threat")],
        "strategies": list(found.strategies.select_related("words", "inside__words", "outside__words")),
        "may_enter": found.state == "collecting",
        "may_vote": found.state == "voting",
        "may_work": found.state != "closed" and rights.allowed(account, "improvement.work", found.identity),
        "may_risk": rights.holds(account, "governance.work"),
    }
    return render_to_string("improvement/swot.html", context, request)


def _coupled(request: HttpRequest, found: Any) -> str:
    """On an improvement's page: the risks tied to it both ways, and what is asked of them."""
    account = reader(request)
    if not rights.holds(account, "governance.see"):
        return ""
    tied = set(risks.tied_to(found.pk).values_list("pk", flat=True))
    asked = {each.risk_id: each for each in Rescore.objects.filter(improvement=found)}
    lines = [
        (each.says, each.other, asked.get(each.other.pk))
        for each in links.links_of(account, found.pk)
        if each.other.pk in tied
    ]
    may_work = rights.allowed(account, "improvement.work", found.identity) and found.state != "closed"
    if not lines and not may_work:
        return ""
    context = {"record": found, "lines": lines, "may_work": may_work and rights.holds(account, "governance.work")}
    return render_to_string("improvement/coupled.html", context, request)


def _on_risk(request: HttpRequest, found: Any) -> str:
    """On a risk's page: start an improvement, and what a verified one asks."""
    account = reader(request)
    if not rights.holds(account, "improvement.see"):
        return ""
    asked = list(Rescore.objects.filter(risk=found.pk, done_at=None).select_related("improvement__identity"))
    may_start = rights.holds(account, "improvement.work") and found.state != "closed"
    context = {"record": found, "asked": asked, "may_start": may_start}
    return render_to_string("improvement/on_risk.html", context, request) if asked or may_start else ""


def _waiting(request: HttpRequest) -> str:
    asked = queries.rescores_for(reader(request))
    return render_to_string("improvement/rescores_front.html", {"asked": asked}, request) if asked else ""


def declare() -> None:
    """Registers, boards and the sections on other pages."""
    for each in (KATAS, SWOTS, INVESTIGATIONS):
        register.declare(each)
    register.add_section("kata", 10, _board)
    register.add_section("swot", 10, _lists)
    register.add_section("improvement", 30, _coupled)
    register.add_section("risk", 40, _on_risk)
    front.add("improvement.rescores", 12, _waiting)
