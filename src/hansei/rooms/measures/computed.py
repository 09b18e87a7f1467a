"""How one formula answers: a measure of the library, one composed here, a ratio of two metrics, or entered values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from hansei.analytics import composing
from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES
from hansei.rooms.measures import desks, entered, valuing
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.valuing import Days, Point
from hansei.rooms.mining import queries as mining

FORM: Final = 2  # raise it when what is kept of a metric changes its form
DEEPEST: Final = 5  # ratios of ratios
SERIES: Final = "metric-series"
Plain = Mapping[str, Any]
Known = Mapping[int, Metric]  # by number
NONE_KNOWN: Final[Known] = {}


@dataclass(frozen=True)
class Computed:
    """`value(days)` gives the fields of a `Value`; `series(step)` points for every step that is known of."""

    value: Callable[[Days | None], dict[str, Any]]
    series: Callable[[str], list[Point]]


def nothing(reason: str) -> Computed:
    return Computed(lambda _days: {"value": None, "n": 0, "reason": reason}, lambda _step: [])


def computed(
    found: Metric, formula: Plain, data_set: Any, keep: mining.Keep, known: Known = NONE_KNOWN, depth: int = 0
) -> Computed:
    """How a formula (the fields of FORMULA) answers for a data set. `known` are metrics that were read already."""
    if depth > DEEPEST:
        return nothing("too_deep")
    if formula["origin"] == "entered":
        return Computed(lambda days: asdict(entered.value_of(found, days)), lambda step: entered.series_of(found, step))
    if data_set is None:
        return nothing("no_data_set")
    if formula["origin"] == "library" and formula["measure"] in MEASURES:
        return of_library(formula["measure"], data_set, keep)
    if formula["origin"] == "composed" and formula["definition"]:
        return of_definition(formula["definition"], data_set, keep)
    if formula["origin"] == "ratio":
        return _of_ratio(formula, data_set, keep, known, depth)
    return nothing("no_values")


def of_library(name: str, data_set: Any, keep: mining.Keep) -> Computed:
    """How a measure of the library answers for a data set."""
    hours = desks.told_of(data_set) if name in desks.OF_DESK else mining.hours_of(data_set)

    def value(days: Days | None) -> dict[str, Any]:
        asked = {**_told(hours, {"measure": name}), "days": days}
        found: dict[str, Any] = keep(
            data_set, "metric-value", asked, lambda log: valuing.value_of(log, hours, name, days)
        )
        return found

    def series(step: str) -> list[Point]:
        asked = series_asked(hours, {"measure": name}, step)
        return _points(keep(data_set, SERIES, asked, lambda log: valuing.series_of(log, hours, name, step)))

    return Computed(value, series)


def of_definition(text: str, data_set: Any, keep: mining.Keep) -> Computed:
    """How a definition answers, kept or not: the form shows it before anybody keeps it."""
    hours, definition = mining.hours_of(data_set), composing.read(text)

    def value(days: Days | None) -> dict[str, Any]:
        asked = {**_told(hours, {"definition": text}), "days": days}
        found: dict[str, Any] = keep(
            data_set, "metric-value", asked, lambda log: valuing.composed_value(log, hours, definition, days)
        )
        return found

    def series(step: str) -> list[Point]:
        stepped = definition.model_copy(update={"step": step})
        asked = series_asked(hours, {"definition": text}, step)
        return _points(keep(data_set, SERIES, asked, lambda log: valuing.composed_series(log, hours, stepped)))

    return Computed(value, series)


def _told(hours: mining.Hours, formula: Plain) -> dict[str, Any]:
    return {**vars(hours), **formula, "form": FORM}


def series_asked(hours: mining.Hours, formula: Plain, step: str) -> dict[str, Any]:
    """Under what a series is kept: the pages that ask and the job that counts it ahead mean the same."""
    return {**_told(hours, formula), "step": step}


def split_of(text: str, data_set: Any, keep: mining.Keep) -> list[list[Any]]:
    """What a definition says by its dimension: value of the dimension, figure, n; empty without a dimension."""
    hours, definition = mining.hours_of(data_set), composing.read(text)
    if definition.by is None:
        return []
    asked = _told(hours, {"definition": text})

    def make(log: Log) -> list[list[Any]]:
        rows = composing.split(log, definition, office=hours.calendar())
        return [[name, told.value, told.n] for name, told in rows[:50]]

    found: list[list[Any]] = keep(data_set, "metric-split", asked, make)
    return found


def _of_ratio(formula: Plain, data_set: Any, keep: mining.Keep, known: Known, depth: int) -> Computed:
    asked = [formula[name] for name in ("above_id", "below_id")]
    sides = [known.get(each) or Metric.objects.filter(pk=each).first() for each in asked]
    if None in sides:
        return nothing("part_missing")
    from hansei.rooms.measures.queries import parts_of  # they call each other

    above, below = (parts_of(each, data_set, keep, known, depth + 1) for each in sides if each is not None)

    def value(days: Days | None) -> dict[str, Any]:
        top, bottom = above.value(days), below.value(days)
        return asdict(valuing.ratio_of(top, bottom))

    def series(step: str) -> list[Point]:
        tops = {day: figure for day, figure, _n in above.series(step)}
        return [
            (day, valuing.divided(tops.get(day), figure), round(figure) if figure is not None else 0)
            for day, figure, _n in below.series(step)
        ]

    return Computed(value, series)


def _points(rows: list[list[Any]]) -> list[Point]:
    return [(date.fromisoformat(day), value, n) for day, value, n in rows]
