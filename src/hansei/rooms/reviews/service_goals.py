"""How a pack's period stands against the goals that its service is held to: one figure for each, with n and target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from hansei.analytics.log import Log
from hansei.analytics.measures import filtered
from hansei.rooms.goals import queries as goals
from hansei.rooms.measures import queries as measures
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews.filling import Section
from hansei.ui import words
from hansei.worktime.periods import Period

PREFIX: Final = "goal"
ALL: Final = "goal_of_all"  # of the whole organisation, in a pack of one customer or of some cases
GUARD: Final = "guard"
GOALS: Final = (f"{PREFIX}:", f"{ALL}:")
ZONE: Final = "goals_zone"  # note: the days of the goals are another zone's than those of the pack


def held_to(
    period: Period,
    where: Mapping[str, str],
    organisation: int | None,
    data_set: Any,
    keep: mining.Keep,
    *,
    missed: bool = False,
) -> Section:
    """Return the figure of every agreed goal with metric and target, counted over the chosen cases of the period.

    A goal without data in the period is told as such. `missed`: only of those that miss their target.

    A pack of one customer or of some cases is held to their own goals, and to those of the whole organisation, which
    are told as such; never to those of another customer or service.
    """
    is_of_one = bool(where) or organisation is not None
    told = goals.in_period(
        data_set,
        (period.first, period.last),
        keep=_of_chosen(where, keep) if where else keep,
        organisation=organisation,
        service=where.get("service", "") if is_of_one else None,
        is_whole=not where,
    )
    if missed:
        told = [each for each in told if each.standing == "bad"]
    figures = [_figure(each, ALL if is_of_one and each.is_of_all else PREFIX) for each in told]
    figures += _guards(told, period, where, data_set, _of_chosen(where, keep) if where else keep)
    if not figures:
        return {}
    is_same = mining.zone_of(data_set) == period.zone
    return {"figures": figures} | ({} if is_same else {"notes": [{"code": ZONE}]})


def _guards(
    told: list[goals.InPeriod], period: Period, where: Mapping[str, str], data_set: Any, keep: mining.Keep
) -> list[dict[str, Any]]:
    """What these goals' measures are never shown without, each once; answers to surveys are of no single part."""
    days, found = (period.first, period.last), {}
    for each in (goal for goal in told if goal.reading.value is not None):
        for guard in measures.guards_of_days(None, each.reading.metric.measure, data_set, days, keep=keep):
            if guard.figure.value is not None and not (where and guard.code == measures.SATISFACTION):
                form, value = guard.figure.form, round(guard.figure.value, 6)
                found[guard.code] = {"code": f"{GUARD}:{guard.code}", "form": form, "value": value, "n": guard.figure.n}
    return list(found.values())


def label(code: str) -> str:
    """The words of such a figure: the goal, its target, and how the period stands against it; a guard by its name."""
    if code.startswith(f"{GUARD}:"):
        return words.labelled(_("Never without"), measures.name_of(code.partition(":")[2]))
    prefix, standing, better, form, target, step, title = code.split(":", 6)
    said = goals.against_target(title, standing=standing, better=better, form=form, target=float(target), step=step)
    return words.labelled(_("Goal for all customers and services"), said) if prefix == ALL else said


def standing(code: str) -> str:
    """How the period stands against the goal of such a figure, in words; "" for any other figure."""
    return goals.standing_said(code.split(":", 2)[1]) if code.startswith(GOALS) else ""


def without_standing(code: str) -> str:
    """The code under which a figure is the same one, however its period stands against its goal."""
    prefix, _sign, rest = code.partition(":")
    return ":".join([prefix, "", rest.partition(":")[2]]) if code.startswith(GOALS) else code


def _of_chosen(where: Mapping[str, str], keep: mining.Keep) -> mining.Keep:
    """Keep what is counted over the chosen cases apart from what is counted over all."""

    def chosen(data_set: Any, name: str, asked: Mapping[str, Any], make: Callable[[Log], Any]) -> Any:
        return keep(data_set, name, {**asked, "where": dict(where)}, lambda log: make(filtered(log, where=dict(where))))

    return chosen


def _figure(told: goals.InPeriod, prefix: str) -> dict[str, Any]:
    goal, reading = told.goal, told.reading
    step = f"{reading.step} {reading.first}" if reading.step else ""
    spread = {name: round(value, 6) for name in ("low", "high") if (value := getattr(reading, name)) is not None}
    return {
        "code": f"{prefix}:{told.standing}:{goal.better}:{reading.metric.form}:{goal.target}:{step}:{goal.title}",
        "form": reading.metric.form,
        "value": None if reading.value is None else round(reading.value, 6),
        **spread,
        "n": reading.n,
    }
