"""Goals as pictures: the tree by levels, the strategy map by perspectives, the chain from outputs to value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.canvas import Arrow, Canvas, Column, Editing, Lane, Node
from hansei.rooms.goals.models import Contribution, Effect, Goal, Level, Outcome, Perspective
from hansei.rooms.goals.standing import Standing, Tree
from hansei.ui import words


def without_scorecards(tree: Tree) -> set[int]:
    """What is left of the tree without the objectives of scorecards and what serves only these."""
    left = {pk for pk, each in tree.goals.items() if each.scorecard_id is None}
    return {pk for pk in left if not tree.above[pk] or any(tie.parent_id in left for tie in tree.above[pk])}


def tree_picture(
    tree: Tree,
    standings: Mapping[int, Standing],
    hurting: Set[tuple[int, int]] = frozenset(),
    *,
    may_work: bool,
    whole: bool = False,
) -> Canvas:
    """The tree, purpose at the left, what shows it at the right; the `whole` of it with the scorecards' objectives.

    Dashed: not agreed, or nothing shows it.
    """
    shown, query = (set(tree.goals), "?whole=yes") if whole else (without_scorecards(tree), "")
    move, arrow, away = (reverse(f"goals:{name}") + query for name in ("place", "arrow", "remove_arrow"))
    editing = Editing(move, arrow, away, ("up", "down"), effects())
    return Canvas(
        title=_("What is for what"),
        columns=tuple(Column(level.value, level.label) for level in Level),
        nodes=tuple(
            _node(tree.goals[pk], standings[pk], column=tree.goals[pk].level) for pk in tree.goals if pk in shown
        ),
        arrows=tuple(_arrow(tie, hurting) for tie in tree.ties),
        name="goal-tree",
        leads_to=_("Contributes to"),
        node_words=_("Goal node"),
        editing=editing if may_work else None,
    )


def map_picture(card: Any, tree: Tree, standings: Mapping[int, Standing], may_work: bool) -> Canvas:
    """The strategy map: objectives by perspective, what causes what from the ground up."""
    objectives = [each for each in tree.goals.values() if each.scorecard_id == card.pk]
    here = {each.pk for each in objectives}
    query = f"?card={card.pk}"
    editing = Editing(
        reverse("goals:place") + query,
        reverse("goals:arrow") + query,
        reverse("goals:remove_arrow") + query,
        ("up", "down", "left", "right"),
        effects(),
    )
    return Canvas(
        title=_("Strategy map"),
        columns=(Column("", ""),),
        lanes=tuple(Lane(side.value, side.label) for side in Perspective),
        nodes=tuple(_node(each, standings[each.pk], lane=each.perspective) for each in objectives),
        arrows=tuple(_arrow(tie, set()) for tie in tree.ties if tie.child_id in here and tie.parent_id in here),
        flow="across",
        name="strategy-map",
        leads_to=_("Leads to"),
        node_words=_("Objective"),
        editing=editing if may_work else None,
    )


def effects() -> tuple[tuple[str, Any], ...]:
    return tuple((each.value, each.label) for each in Effect)


def _node(goal: Goal, standing: Standing, *, column: str = "", lane: str = "") -> Node:
    return Node(
        key=str(goal.pk),
        title=goal.title,
        column=column,
        lane=lane,
        place=goal.place,
        lines=figure_lines(goal, standing),
        meaning=standing.code,
        says=standing.said,
        url=reverse("goal:record", args=[goal.pk]),
        is_assumed=goal.state == "draft",
        version=goal.identity.version,
        note=_("draft") if goal.state == "draft" else "",
    )


def figure_lines(goal: Goal, standing: Standing) -> tuple[str, ...]:
    """The figure with its n and step, and the target under it; what has no source says so."""
    reading, lines = standing.reading, []
    if reading is not None and reading.value is not None:
        lines.append(f"{reading.said(reading.value)} · n {words.number(reading.n)} · {reading.period}")
    elif goal.metric_id is not None:
        lines.append(words.no_data())
    elif goal.planned_measure:
        lines.append(_("no source yet"))
    if goal.target is not None and reading is not None and goal.better:
        said = {"target": reading.said(goal.target)}
        lines.append(_("at most %(target)s") % said if goal.better == "lower" else _("at least %(target)s") % said)
    return tuple(lines)


def _arrow(tie: Contribution, hurting: Set[tuple[int, int]]) -> Arrow:
    hurts = tie.effect == Effect.HURTS or (tie.child_id, tie.parent_id) in hurting
    return Arrow(
        str(tie.child_id),
        str(tie.parent_id),
        key=f"{tie.child_id}:{tie.parent_id}",
        weight=tie.strength,
        label=str(Effect.HURTS.label) if hurts else "",
        meaning="bad" if hurts else "",
        is_assumed=not tie.evidence,
    )


def chain_picture(outcome: Outcome, outputs: Sequence[tuple[str, str]], ways: Sequence[Goal]) -> Canvas:
    """Outputs, the outcome they brought about, and the value it has: the goals it is for."""
    nodes = [Node(f"output-{at}", name, "output", place=at, url=url) for at, (name, url) in enumerate(outputs)]
    measured = outcome.is_measured
    nodes.append(
        Node(
            "outcome",
            outcome.title,
            "outcome",
            lines=_change_lines(outcome),
            says=_("measured") if measured else _("not measured"),
            meaning="good" if (outcome.realised or 0) >= 1 else "none",
            is_assumed=not measured,
        )
    )
    for at, goal in enumerate(ways):
        nodes.append(Node(f"goal-{goal.pk}", goal.title, "value", place=at, url=reverse("goal:record", args=[goal.pk])))
    arrows = [Arrow(f"output-{at}", "outcome", is_assumed=not measured) for at in range(len(outputs))]
    steps = ["outcome", *(f"goal-{each.pk}" for each in ways)]
    arrows += [Arrow(start, target) for start, target in pairwise(steps)]
    columns = (Column("output", _("Output")), Column("outcome", _("Outcome")), Column("value", _("Value")))
    return Canvas(
        _("From output to value"), columns, tuple(nodes), tuple(arrows), name="outcome-chain", leads_to=_("Leads to")
    )


def _change_lines(outcome: Outcome) -> tuple[str, ...]:
    current = f"{words.number(outcome.current)} {outcome.unit}".strip()
    return f"{words.number(outcome.baseline)} → {current}", words.labelled(_("Planned"), words.number(outcome.planned))


def change_of(outcome: Outcome) -> str:
    """“from 12 to 8 h, planned 6”; what is missing reads “no data”."""
    names = {
        "baseline": words.number(outcome.baseline),
        "current": f"{words.number(outcome.current)} {outcome.unit}".strip(),
        "planned": words.number(outcome.planned),
    }
    return _("from %(baseline)s to %(current)s, planned %(planned)s") % names
