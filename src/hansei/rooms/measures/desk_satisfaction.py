"""How satisfied people were after a contact, as the guard of the service desk's measures says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from hansei.blocks.survey import queries as surveys
from hansei.blocks.survey.results import FEWEST_SHOWN, Result
from hansei.blocks.tile import TilePoint
from hansei.rooms.measures.desk_line import FORMULAS, Asked, Line, change, from_first, name_of, steps
from hansei.rooms.measures.valuing import start_of_step
from hansei.ui.components import Figure


def satisfaction(asked: Asked, sees: bool) -> Line:
    """Satisfaction after a contact, from five answers on; why there is none else."""
    basis = _("from surveys, by week, whatever data set and team")
    plain = Line(
        "satisfaction", name_of("satisfaction"), Figure(), definition=str(FORMULAS["satisfaction"]), basis=basis
    )
    if not sees:
        return replace(plain, missing=_("You may not see surveys: ask for that right."))
    now, then = (surveys.satisfaction(*days) for days in (asked.days, asked.before))
    if now is None or now.n == 0:
        return replace(plain, missing=_("No source yet: nobody answered a survey after a contact."))
    plain = replace(plain, points=_points_of_weeks(asked))
    if now.n < FEWEST_SHOWN:
        return replace(plain, missing=_("Fewer than five answers: not shown, they might tell who gave them."))
    shown = replace(
        plain,
        figure=Figure(now.value, n=now.n, low=now.low, high=now.high, form="share", places=1),
        value=now.value,
        count=_satisfied(now),
        n=now.n,
    )
    if then is None or then.n < FEWEST_SHOWN:
        return shown
    return replace(
        shown,
        was=Figure(then.value, n=then.n, form="share", places=1),
        was_value=then.value,
        change=change(_counts(then), _counts(now)),
    )


def _counts(found: Result) -> dict[str, int]:
    return {"count": _satisfied(found), "n": found.n}


def _satisfied(found: Result) -> int:
    return sum(n for value, n in zip(found.question.values, found.counts, strict=True) if value >= 4)


def _points_of_weeks(asked: Asked) -> list[TilePoint]:
    """By week, or by month where that is the step; answers are kept by no finer time."""
    step = "month" if asked.step == "month" else "week"
    days = steps(replace(asked, step=step))
    counts: dict[date, tuple[int, int]] = {}
    for week, found in surveys.satisfaction_by_week(days[0], asked.days[1]):
        good, n = counts.get(start_of_step(week, step), (0, 0))
        counts[start_of_step(week, step)] = (good + _satisfied(found), n + found.n)
    return from_first([_point(day, *counts.get(day, (0, 0))) for day in days])


def _point(day: date, good: int, n: int) -> TilePoint:
    return TilePoint(day, good / n if n else None, n)
