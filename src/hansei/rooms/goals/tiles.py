"""A goal's metric as a tile."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.tile import Tile, TilePoint
from hansei.rooms.goals.models import Goal
from hansei.rooms.goals.reading import FORMS, Reading
from hansei.ui.components import Figure


def of_goal(goal: Goal, reading: Reading | None, chips: tuple[tuple[str, str], ...] = ()) -> Tile | None:
    """The tile of a goal that is, or is to be, measured; None for one that only what is below it shows."""
    record = reverse("goal:record", args=[goal.pk])
    if goal.metric_id is None:
        if not goal.planned_measure:
            return None
        return Tile(goal.title, Figure(None), missing=_("no source yet"), url=record, chips=chips)
    if reading is None:
        return Tile(goal.title, Figure(None), missing=_("metric not published"), url=record, chips=chips)
    form = FORMS.get(reading.metric.form, "number")
    factor = 3600.0 if form == "span" else 1.0

    def in_unit(value: float | None) -> float | None:
        return None if value is None else value * factor

    figure = Figure(
        in_unit(reading.value),
        unit=reading.metric.unit if form == "number" else "",
        form=form,
        n=reading.n,
        low=in_unit(reading.low),
        high=in_unit(reading.high),
        note=" · ".join(each for each in (reading.period, reading.read_from) if each),
        url=_behind(reading),
    )
    return Tile(
        goal.title,
        figure,
        [TilePoint(day, in_unit(value), n) for day, value, n in reading.points],
        target=in_unit(goal.target),
        better=goal.better,
        period=_steps(reading.step),
        url=record,
        chips=chips,
        beside=reading.beside,
    )


def _behind(reading: Reading) -> str:
    """The page of the measure with the way to its cases; "" for what is not the library's."""
    name = reading.metric.measure
    return (
        f"{reverse('measures:measure', args=[name])}?{urlencode({'every': _every(reading.step), **_source(reading)})}"
        if name
        else ""
    )


def _source(reading: Reading) -> dict[str, int]:
    return {"source": reading.data_set.pk} if reading.data_set is not None else {}


def _every(step: str) -> str:
    return "week" if step in ("day", "week") else "month"


def _steps(step: str) -> str:
    return {
        "day": _("The last days"),
        "week": _("The last weeks"),
        "month": _("The last months"),
        "quarter": _("The last quarters"),
    }[step]
