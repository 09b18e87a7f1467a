"""A scorecard as it is read: four sides with their objectives and measures, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from hansei.kernel.models import ObjectLink
from hansei.rooms.goals.models import Contribution, Effect, Goal, Level, Perspective, Scorecard, Timing
from hansei.rooms.goals.standing import Standing, Tree
from hansei.ui import words

MOST_MEASURES: Final = 4  # a perspective
SHOWN_BY: Final = (Level.INDICATOR, Level.METRIC)


@dataclass(frozen=True)
class Line:
    """One objective with its measures; `serving` counts the improvements that serve it."""

    goal: Goal
    standing: Standing
    measures: tuple[tuple[Contribution, Goal], ...]
    serving: int


@dataclass(frozen=True)
class Side:
    """One perspective: its objectives, how many are on track of those that tell, and its warnings."""

    perspective: Perspective
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]

    @property
    def on_track(self) -> tuple[int, int]:
        telling = [each for each in self.lines if each.standing.code != "none"]
        return sum(each.standing.code == "good" for each in telling), len(telling)

    @property
    def is_leading(self) -> bool:
        """What happens inside shows first; customers and money follow."""
        return self.perspective == Perspective.INTERNAL

    @property
    def measures(self) -> dict[int, Goal]:
        """Its measures, each once."""
        return {measure.pk: measure for line in self.lines for _tie, measure in line.measures}


def sides_of(card: Scorecard, tree: Tree, standings: Mapping[int, Standing]) -> list[Side]:
    """The four sides, in the order of the strategy map."""
    objectives = [each for each in tree.goals.values() if each.scorecard_id == card.pk]
    ties = ObjectLink.objects.filter(target_id__in=[each.pk for each in objectives], role="serves")
    serving = list(ties.values_list("target_id", flat=True))
    sides = []
    for perspective in Perspective:
        lines = tuple(
            Line(each, standings[each.pk], _measures(tree, each), serving.count(each.pk))
            for each in sorted(objectives, key=lambda each: (each.place, each.pk))
            if each.perspective == perspective
        )
        sides.append(Side(perspective, lines, tuple(_warnings(perspective, lines))))
    return sides


def _measures(tree: Tree, objective: Goal) -> tuple[tuple[Contribution, Goal], ...]:
    ties = [(tie, tree.goals[tie.child_id]) for tie in tree.below[objective.pk]]
    found = [pair for pair in ties if pair[1].level in SHOWN_BY and pair[0].effect == Effect.HELPS]
    return tuple(sorted(found, key=lambda pair: (pair[0].timing != Timing.LEAD, pair[0].pk)))


def _warnings(perspective: Perspective, lines: tuple[Line, ...]) -> list[str]:
    if not lines:
        return [_("This perspective is empty: what it would show is not looked at.")]
    said = []
    measures = {measure.pk for line in lines for _tie, measure in line.measures}
    if len(measures) > MOST_MEASURES:
        names = {"n": words.number(len(measures)), "most": words.number(MOST_MEASURES)}
        said.append(_("%(n)s measures: more than %(most)s a perspective steer nothing. Take one away.") % names)
    for line in lines:
        said += _of_objective(perspective, line)
    return said


def _of_objective(perspective: Perspective, line: Line) -> list[str]:
    said, title = [], {"title": line.goal.title}
    leads, lags = (sum(tie.timing == timing for tie, _measure in line.measures) for timing in (Timing.LEAD, Timing.LAG))
    if not leads:
        said.append(_("“%(title)s” has no lead measure: nothing tells in time.") % title)
    if not lags:
        said.append(_("“%(title)s” has no lag measure: nothing tells whether it was reached.") % title)
    if leads > 1 or lags > 1:
        said.append(_("“%(title)s” has several lead or several lag measures; name one of each.") % title)
    if perspective == Perspective.LEARNING and not line.serving:
        said.append(_("“%(title)s” is served by no improvement: learning without one stays a wish.") % title)
    return said
