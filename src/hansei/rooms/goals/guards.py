"""The rules that refuse a way in the life of a goal, a scorecard or an outcome, each with what is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.goals import smart
from hansei.rooms.goals.models import Goal, Outcome, Perspective, Scorecard
from hansei.ui import words


def _owner(goal: Goal) -> str | None:
    return None if goal.owner_id else _("Name the owner.")


def _smart(goal: Goal) -> str | None:
    missing = [each.missing for each in smart.points_of(goal) if each.code != "specific" and not each.is_met]
    return " ".join(missing) or None


def _nothing_below(goal: Goal) -> str | None:
    if not goal.below.exclude(child__state="retired").exists():
        return None
    return _("Something still contributes to it: link that elsewhere or retire it first.")


def _four_sides(card: Scorecard) -> str | None:
    used = set(card.objectives.exclude(state="retired").values_list("perspective", flat=True))
    empty = [str(side.label) for side in Perspective if side not in used]
    return _("No objective yet in: %(sides)s.") % {"sides": words.listed(empty)} if empty else None


def _method(outcome: Outcome) -> str | None:
    if not outcome.method:
        return _("Write how it is measured, and with whom that is agreed.")
    return None if outcome.baseline is not None else _("Write the baseline: how it was before.")


def _measured(outcome: Outcome) -> str | None:
    return None if outcome.is_measured else _("Write what it is now, beside the baseline and the method.")


OWNER = Guard("goal.owner", gettext_lazy("has an owner"), _owner)
SMART = Guard("goal.smart", gettext_lazy("is measurable, relevant and dated as its level asks"), _smart)
# Fixed, as method and value of an outcome are: what others stand on stays, and nothing is measured without proof.
NOTHING_BELOW = Guard("goal.nothing_below", gettext_lazy("nothing contributes to it"), _nothing_below, fixed=True)
FOUR_SIDES = Guard("scorecard.four_sides", gettext_lazy("has an objective in each perspective"), _four_sides)
METHOD = Guard("outcome.method", gettext_lazy("has a method and a baseline"), _method, fixed=True)
MEASURED = Guard("outcome.measured", gettext_lazy("has a present value"), _measured, fixed=True)
