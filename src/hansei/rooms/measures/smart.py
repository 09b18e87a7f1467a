"""Whether a metric is specific, measurable, achievable, relevant and timed: five lights, each with what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hansei.rooms.measures.models import Direction, Metric
from hansei.rooms.measures.valuing import Point
from hansei.ui import words


@dataclass(frozen=True)
class Light:
    """One letter: `meaning` good, soon (open) or empty where it does not apply."""

    name: str
    meaning: str
    said: str


def lights(found: Metric, series: list[Point], can_compute: bool) -> list[Light]:
    """The five, from what the entry says and from what its values have been."""
    return [
        _light(_("Specific"), _specific(found)),
        _light(_("Measurable"), _measurable(series, can_compute)),
        _achievable(found, series),
        _light(_("Relevant"), _relevant(found)),
        _timed(found),
    ]


def _light(name: str, missing: str) -> Light:
    return Light(name, "soon" if missing else "good", missing)


def _specific(found: Metric) -> str:
    if not (found.formula.strip() or found.definition):
        return _("Its formula is not written yet.")
    return "" if found.unit.strip() or found.form != "number" else _("Its unit is not named.")


def _measurable(series: list[Point], can_compute: bool) -> str:
    if any(value is not None for _day, value, _n in series) or can_compute:
        return ""
    return _("No value is known yet.")


def _relevant(found: Metric) -> str:
    if not found.decision.strip():
        return _("No decision is named that it serves.")
    return "" if found.concerns and found.reason else _("No stakeholder’s concern is named, or no reason.")


def _achievable(found: Metric, series: list[Point]) -> Light:
    """A target that was reached in a step before is achievable; one that never was asks for a reason."""
    name, values = _("Achievable"), [value for _day, value, _n in series if value is not None]
    if found.target is None:
        return Light(name, "", _("There is no target."))
    if not values or found.direction not in (Direction.LOWER, Direction.HIGHER):
        return Light(name, "", _("Nothing to hold the target against yet."))
    reached = sum(value <= found.target if found.direction == "lower" else value >= found.target for value in values)
    if not reached:
        return Light(name, "soon", _("No step so far has reached the target."))
    named = {"reached": words.number(reached), "steps": words.number(len(values))}
    return Light(name, "good", _("The target was reached in %(reached)s of %(steps)s steps.") % named)


def _timed(found: Metric) -> Light:
    if found.target is None:
        return Light(_("Timed"), "", _("There is no target."))
    return _light(_("Timed"), "" if found.target_on else _("No day is named by which the target is reached."))
