"""Whether a goal says enough to be held to it: specific, measurable, achievable, relevant, time-bound."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.rooms.goals.models import Goal, Level

NEEDED: dict[str, tuple[str, ...]] = {
    Level.PURPOSE: ("specific",),
    Level.OBJECTIVE: ("specific", "measurable", "achievable", "relevant", "time_bound"),
    Level.INDICATOR: ("specific", "measurable", "relevant"),
    Level.METRIC: ("measurable", "relevant"),
}
LABELS: dict[str, str | Promise] = {
    "specific": gettext_lazy("Specific"),
    "measurable": gettext_lazy("Measurable"),
    "achievable": gettext_lazy("Achievable"),
    "relevant": gettext_lazy("Relevant"),
    "time_bound": gettext_lazy("Time-bound"),
}


@dataclass(frozen=True)
class Point:
    """One of the five: whether it holds, and what to do where it does not."""

    code: str
    missing: str

    @property
    def label(self) -> str:
        return str(LABELS[self.code])

    @property
    def is_met(self) -> bool:
        return not self.missing


def points_of(goal: Goal) -> list[Point]:
    """Return the points that a node of this level is held to, each with what it lacks."""
    asked = NEEDED[goal.level]
    return [Point(code, _missing(goal, code)) for code in asked]


def _missing(goal: Goal, code: str) -> str:
    if code == "specific":
        return "" if goal.owner_id else _("Name the owner: a goal of nobody is nobody's goal.")
    if code == "measurable":
        return _unmeasured(goal)
    if code == "achievable":
        return "" if goal.reachable else _("Write why it can be reached.")
    if code == "relevant":
        is_top = not goal.above.exists() and goal.level == Level.PURPOSE
        return "" if is_top or goal.above.exists() else _("Say which goal it contributes to.")
    return "" if goal.due_on else _("Say by when.")


def _unmeasured(goal: Goal) -> str:
    """A node is measured by its own metric with a target, an upper one also by what lies below it."""
    if goal.metric_id is not None:
        if goal.target is not None and goal.better:
            return ""
        return _("Write a target and which direction is better.")
    if goal.level != Level.METRIC and goal.below.filter(child__metric__isnull=False).exists():
        return ""
    if goal.level == Level.OBJECTIVE and goal.below.filter(child__below__child__metric__isnull=False).exists():
        return ""
    return _("Choose a metric of the catalogue that shows it, here or below.")
