"""Where getting better below makes it worse above: said by somebody, wanted both ways, or seen in the series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.analytics.statistics import Together, moves_together
from hansei.rooms.goals.models import Contribution, Effect, Goal
from hansei.rooms.goals.reading import Reading
from hansei.rooms.goals.standing import Tree
from hansei.ui import words


@dataclass(frozen=True)
class Conflict:
    """One child against one parent. kind: declared, contrary (one measure wanted both ways) or series."""

    kind: str
    child: Goal
    parent: Goal
    said: str
    found: Together | None = None


def conflicts(tree: Tree, readings: Mapping[int, Reading]) -> list[Conflict]:
    """Every conflict in the tree: declared ones first, then contrary targets, then what the series show."""
    return [*_declared(tree), *_contrary(tree), *_in_series(tree, readings)]


def _declared(tree: Tree) -> Iterator[Conflict]:
    for tie in tree.ties:
        if tie.effect == Effect.HURTS:
            child, parent = tree.goals[tie.child_id], tree.goals[tie.parent_id]
            names = {"child": child.title, "parent": parent.title}
            said = _("As declared, “%(child)s” getting better makes “%(parent)s” worse.") % names
            yield Conflict("declared", child, parent, f"{said} {_evidence(tie)}".strip())


def _evidence(tie: Contribution) -> str:
    return _("Evidence: %(evidence)s") % {"evidence": tie.evidence} if tie.evidence else _("No evidence is given.")


def _contrary(tree: Tree) -> Iterator[Conflict]:
    """The same metric is to fall below and to rise above, or the other way round."""
    for child, parent in _pairs(tree):
        if child.metric_id == parent.metric_id and {child.better, parent.better} == {"lower", "higher"}:
            names = {"child": child.title, "parent": parent.title}
            said = _("“%(child)s” and “%(parent)s” want the same metric in opposite directions.") % names
            yield Conflict("contrary", child, parent, said)


def _pairs(tree: Tree) -> list[tuple[Goal, Goal]]:
    """Every measured node with the nearest measured ones above it."""
    found = []
    for pk, goal in tree.goals.items():
        if goal.metric_id is None or not goal.better:
            continue
        for up in _nearest_measured(tree, pk):
            found.append((goal, tree.goals[up]))
    return found


def _nearest_measured(tree: Tree, pk: int) -> list[int]:
    found: dict[int, None] = {}
    seen, next_up = {pk}, [tie.parent_id for tie in tree.above[pk]]
    while next_up:
        up = next_up.pop(0)
        if up in seen:
            continue
        seen.add(up)
        if tree.goals[up].metric_id is not None and tree.goals[up].better:
            found[up] = None
        else:
            next_up += [tie.parent_id for tie in tree.above[up]]
    return list(found)


def _in_series(tree: Tree, readings: Mapping[int, Reading]) -> Iterator[Conflict]:
    """Pairs whose improvements move against each other; the interval allows for how many pairs are looked at."""
    looked = []
    for child, parent in _pairs(tree):
        first, second = readings.get(child.pk), readings.get(parent.pk)
        if (
            child.metric_id != parent.metric_id
            and child.data_set == parent.data_set
            and first
            and second
            and (lines := _side_by_side(first, second))
        ):
            looked.append((child, parent, lines))
    for child, parent, (a, b) in looked:
        level = 1 - 0.05 / len(looked)
        found = moves_together(_improving(child, a), _improving(parent, b), level)
        if found.state == "against":
            yield Conflict("series", child, parent, _seen(child, parent, found, len(looked)), found)


def _side_by_side(first: Reading, second: Reading) -> tuple[list[float | None], list[float | None]] | None:
    """Both series on the steps that both have; None where they have other steps."""
    if first.step != second.step:
        return None
    a, b = ({day: value for day, value, _n in each.points} for each in (first, second))
    days = sorted(set(a) & set(b))
    return [a[day] for day in days], [b[day] for day in days]


def _improving(goal: Goal, values: list[float | None]) -> list[float | None]:
    """The series so turned that up is better."""
    sign = -1.0 if goal.better == "lower" else 1.0
    return [None if each is None else sign * each for each in values]


def _seen(child: Goal, parent: Goal, found: Together, pairs: int) -> str:
    names = {
        "child": child.title,
        "parent": parent.title,
        "r": words.signed(found.r, 2),
        "low": words.signed(found.low, 2),
        "high": words.signed(found.high, 2),
        "n": words.number(found.n),
        "pairs": words.number(pairs),
    }
    said = _(
        "In the series, when “%(child)s” gets better “%(parent)s” gets worse: "
        "r %(r)s, interval %(low)s to %(high)s, n %(n)s changes."
    )
    looked = ngettext(
        "One pair was looked at; it does not say which moves the other.",
        "The interval allows for %(pairs)s pairs looked at; it does not say which moves the other.",
        pairs,
    )
    return f"{said % names} {looked % names}"
