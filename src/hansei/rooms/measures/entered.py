"""Entered and imported values: which one holds for a period, and what they make together."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from hansei.rooms.measures.models import EnteredValue, Form, Metric
from hansei.rooms.measures.valuing import Days, Point, Value, next_step, start_of_step, steps_between

DAY = timedelta(days=1)


def in_force(found: Metric) -> list[EnteredValue]:
    """The value that holds for each period, by its first day: the last one entered. Earlier ones stand beside it."""
    held: dict[tuple[date, date], EnteredValue] = {}
    for each in found.entered.all():
        held[(each.first, each.last)] = each
    return sorted(held.values(), key=lambda each: (each.first, each.last))


def together(found: Metric, rows: list[EnteredValue]) -> tuple[float | None, int]:
    """Counts are summed; shares and times are weighted by their n, or averaged where one n is not known."""
    if not rows:
        return None, 0
    n = sum(each.n or 0 for each in rows)
    if found.form == Form.NUMBER:
        return sum(each.value for each in rows), n
    if all(each.n for each in rows):
        return sum(each.value * (each.n or 0) for each in rows) / n, n
    return sum(each.value for each in rows) / len(rows), n


def value_of(found: Metric, days: Days | None) -> Value:
    """What the values of all periods that lie wholly within these days make together."""
    rows = [each for each in in_force(found) if days is None or (days[0] <= each.first and each.last <= days[1])]
    value, n = together(found, rows)
    return Value(value, n, "" if rows else "not_entered")


def series_of(found: Metric, step: str) -> list[Point]:
    """Step by step from the first to the last entered; a step without a value is a gap. Values of a longer period than
    the step are not spread over it."""
    rows = in_force(found)
    if not rows:
        return []
    within: dict[date, list[EnteredValue]] = defaultdict(list)
    for each in rows:
        day = start_of_step(each.first, step)
        if each.last < next_step(day, step):
            within[day].append(each)
    steps = steps_between(rows[0].first, max(each.last for each in rows), step)
    return [(day, *together(found, within.get(day, []))) for day in steps]
