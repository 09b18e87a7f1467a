"""The pages of this room: its registers, its menu entry, its sections here and on pages of lower rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.kernel.models import Identity
from hansei.rooms.goals import sections
from hansei.rooms.goals.kinds import GOAL, GOAL_LIFE, OUTCOME, OUTCOME_LIFE, SCORECARD, SEE
from hansei.rooms.goals.models import Effect, Level, Strength
from hansei.rooms.mining import queries as mining
from hansei.ui import menu, places, shortcuts


def _contributes(facts: Mapping[str, Any]) -> str:
    names = {
        "effect": Effect(facts["effect"]).label,
        "strength": Strength(facts["strength"]).label,
        "child": _key(facts.get("below")),
        "parent": _key(facts.get("above")),
    }
    return _("%(child)s is for %(parent)s: %(effect)s, %(strength)s") % names


def _no_more(facts: Mapping[str, Any]) -> str:
    names = {"child": _key(facts.get("below")), "parent": _key(facts.get("above"))}
    return _("%(child)s is not for %(parent)s any more") % names


def _key(pk: int | None) -> str:
    return str(Identity.objects.filter(pk=pk or 0).values_list("key", flat=True).first() or "…")


def _data_sets(kept: set[int | None]) -> dict[int | None, str]:
    names = {each.pk: each.source.name for each in mining.ready_data_sets()} if any(kept) else {}
    return {each: names.get(each, str(each)) if each else "" for each in kept}


def _data_set(kept: str) -> str:
    """A data set by its name; by its number where it is gone."""
    return next((each.source.name for each in mining.ready_data_sets() if str(each.pk) == kept), kept)


GOALS = register.Register(
    kind=GOAL,
    namespace="goal",
    is_of_one_history=True,
    columns=("level", "owner", "target", "due_on"),
    shown=(
        "level",
        "also",
        "reason",
        "owner",
        "metric",
        "data_set",
        "planned_measure",
        "better",
        "target",
        "due_on",
        "reachable",
        "service",
        "about",
        "scorecard",
        "perspective",
    ),
    editable=(
        "title",
        "level",
        "also",
        "reason",
        "owner",
        "metric",
        "data_set",
        "planned_measure",
        "better",
        "target",
        "due_on",
        "reachable",
        "service",
        "about",
        "scorecard",
        "perspective",
    ),
    create="goal.add",
    edit="goal.edit",
    move="goal.move",
    new_label=gettext_lazy("Add a goal node"),
    empty_title=gettext_lazy("No goals yet"),
    empty_text=gettext_lazy("Begin with the purpose, or load the starter tree on the page of the tree."),
    hints={
        "title": gettext_lazy("What is true when it is reached, in one line."),
        "also": gettext_lazy("The objective of one tree may be the purpose of another."),
        "target": gettext_lazy("In the metric's own unit; a share from 0 to 1, a time in hours."),
        "data_set": gettext_lazy("The data set that its figure is read from; empty: the newest of its own history."),
        "planned_measure": gettext_lazy("What would show it, where no metric has a source yet."),
        "reachable": gettext_lazy("What was reached before, or what makes it possible now."),
        "about": gettext_lazy("Tickets and findings of this kind lead here when somebody asks why."),
        "service": gettext_lazy("Empty: every service."),
    },
    filters=(
        Filter("level", gettext_lazy("Level"), lambda: [(each.value, each.label) for each in Level]),
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in GOAL_LIFE.states]),
    ),
    in_words={"data_set": lambda kept: _data_set(kept)},
    in_words_at_once={"data_set": lambda kept: _data_sets(kept)},
    choices={"data_set": lambda account: [(each.id, each.name) for each in mining.data_sets(account)]},
    lead=sections.goals_lead,
    event_lines={"goal.contribution_set": _contributes, "goal.contribution_removed": _no_more},
    beside=("level", "owner"),
)
SCORECARDS = register.Register(
    kind=SCORECARD,
    namespace="scorecard",
    is_of_one_history=True,
    columns=("unit", "owner"),
    shown=("unit", "owner", "about"),
    editable=("title", "unit", "owner", "about"),
    create="scorecard.open",
    edit="scorecard.edit",
    move="scorecard.move",
    new_label=gettext_lazy("Open a scorecard"),
    empty_title=gettext_lazy("No scorecard yet"),
    empty_text=gettext_lazy("Load the starter scorecard, or open one of your own."),
    lead=sections.scorecards_lead,
    beside=("unit",),
)
OUTCOMES = register.Register(
    kind=OUTCOME,
    namespace="outcome",
    is_of_one_history=True,
    columns=("stakeholder", "baseline", "current", "planned", "unit"),
    shown=(
        "stakeholder",
        "method",
        "goal",
        "owner",
        "unit",
        "better",
        "baseline",
        "baseline_on",
        "planned",
        "due_on",
        "current",
        "current_on",
        "n",
        "others",
    ),
    editable=(
        "title",
        "stakeholder",
        "method",
        "goal",
        "owner",
        "unit",
        "better",
        "baseline",
        "baseline_on",
        "planned",
        "due_on",
        "current",
        "current_on",
        "n",
        "others",
    ),
    create="outcome.note",
    edit="outcome.edit",
    move="outcome.move",
    new_label=gettext_lazy("Note an outcome"),
    empty_title=gettext_lazy("No outcomes yet"),
    empty_text=gettext_lazy("Write down what became different for whom, not what was delivered."),
    hints={
        "title": gettext_lazy("What is different for them, in one line."),
        "method": gettext_lazy("How it is found out, by whom, and what was agreed with the stakeholder."),
        "others": gettext_lazy("What others gain or lose by it."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in OUTCOME_LIFE.states]),
    ),
    lead=sections.outcomes_lead,
    event_lines={
        "outcome.output_added": lambda facts: _("output added"),
        "outcome.output_removed": lambda facts: _("output taken away"),
    },
    beside=("stakeholder",),
)


def declare() -> None:
    """Tell the frame about this room; called once, when the apps are ready."""
    for each in (GOALS, SCORECARDS, OUTCOMES):
        register.declare(each)
    register.add_section("goal", 10, sections.goal)
    register.add_section("scorecard", 10, sections.scorecard)
    register.add_section("outcome", 10, sections.outcome)
    register.add_section(register.ANY, 5, sections.why_record)
    places.add("mining.ticket", "goals.why", 10, sections.why_ticket)
    places.add("mining.finding", "goals.why", 10, sections.why_finding)
    menu.add(menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Goals"), "target", "goals:tree", right=SEE, order=35))
    shortcuts.add(
        "everywhere",
        gettext_lazy("Everywhere"),
        shortcuts.Shortcut("g o", gettext_lazy("Go to Goals"), "goals:tree"),
    )
