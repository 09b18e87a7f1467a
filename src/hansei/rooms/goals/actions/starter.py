"""The tree and the scorecard that come with the product: loaded once, in the reader's language, then theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import records, rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.goals.actions.contributions import contribute, lock_tree
from hansei.rooms.goals.actions.nodes import add
from hansei.rooms.goals.kinds import WORK
from hansei.rooms.goals.models import Goal, Scorecard
from hansei.rooms.goals.shipped import CARD, CAUSES, LIBRARY, PURPOSE, TREE, CardObjective, Measure, Objective
from hansei.rooms.measures import actions as catalogue
from hansei.rooms.measures import queries as measures


@action("goal.load_tree", label=gettext_lazy("Load the starter tree"), right=WORK)
def load_tree(act: Act) -> int:
    """Write the starter tree as drafts, bound to the live metrics that exist; returns how many nodes came."""
    lock_tree()
    if _open(act).exists():
        raise Refusal("goal.tree_there", _("There are goals already. Change those, or retire them first."))
    _bring_metrics(act)
    purpose = add(act, fields={"title": str(PURPOSE[0]), "level": "purpose", "reason": str(PURPOSE[1])})
    for each in TREE:
        _load_objective(act, each, purpose)
    return int(_open(act).count())


def _bring_metrics(act: Act) -> None:
    """Have the catalogue's entries of the measures that are bound; who may not approve them uses what is there."""
    if act.by is None or rights.holds(act.by, "measures.approve", at=act.known_at):
        catalogue.ship(act, names=sorted(LIBRARY))


def _load_objective(act: Act, each: Objective, purpose: Goal) -> None:
    fields = {"title": str(each.title), "level": "objective", "about": each.about, "reason": str(each.reason)}
    objective = add(act, fields={**fields, **_measured(act, each.measure)})  # type: ignore[typeddict-item]  # made of two sets of its fields
    contribute(act, pk=objective.pk, parent=purpose.pk, strength=3)
    for title, found in each.indicators:
        indicator = add(act, fields={"title": str(title), "level": "indicator"})
        contribute(act, pk=indicator.pk, parent=objective.pk)
        _load_measure(act, found, indicator)


def _load_measure(act: Act, measure: Measure, parent: Goal, timing: str = "") -> Goal:
    """Tie a metric node to its parent; one that is there for the same metric serves several."""
    values = _measured(act, measure)
    here = _open(act).filter(level="metric")
    found = here.filter(metric=values["metric"]).first() if "metric" in values else None
    found = found or here.filter(metric=None, planned_measure=values.get("planned_measure", "–")).first()
    node = found or add(act, fields={"title": str(measure.title), "level": "metric", **values})  # type: ignore[typeddict-item]  # made of two sets of its fields
    contribute(act, pk=node.pk, parent=parent.pk, timing=timing)
    return node


def _measured(act: Act, measure: Measure | None) -> dict[str, Any]:
    """The catalogue's metric where it has a source; otherwise what is to be measured, in words."""
    if measure is None:
        return {}
    found = measures.metric_of_measure(act.by, measure.library) if measure.library else None
    if found is None or found.state != "published":
        return {"planned_measure": str(measure.title), "better": measure.better}
    return {"metric": found.id, "better": measure.better}


@action("goal.load_scorecard", label=gettext_lazy("Load the starter scorecard"), right=WORK)
def load_scorecard(act: Act) -> Scorecard:
    """Write the starter scorecard: two objectives in each perspective, each with a lead and a lag measure."""
    lock_tree()
    _bring_metrics(act)
    card = records.create(act, Scorecard, state="draft", title=str(CARD[0]), about=str(CARD[1]))
    top = _open(act).filter(level="purpose").order_by("pk").first()
    made: dict[str, Goal] = {}
    for code, each in CARD[2].items():
        made[code] = _load_card_objective(act, card, each)
        if top is not None:
            contribute(act, pk=made[code].pk, parent=top.pk, strength=1)
    _tie(act, made, CAUSES)
    return card


def _load_card_objective(act: Act, card: Scorecard, each: CardObjective) -> Goal:
    objective = add(
        act,
        fields={
            "title": str(each.title),
            "level": "objective",
            "scorecard": card.pk,
            "perspective": each.perspective,
            "about": each.about,
        },
    )
    for timing, measure in (("lead", each.lead), ("lag", each.lag)):
        _load_measure(act, measure, objective, timing)
    return objective


def _tie(act: Act, made: dict[str, Goal], causes: Iterable[tuple[str, str]]) -> None:
    for cause, effect in causes:
        contribute(act, pk=made[cause].pk, parent=made[effect].pk)


def _open(act: Act) -> Any:
    return Goal.objects.filter(identity__source_id=act.source).exclude(state="retired")
