"""Measures executed: figures with their n, or the reason why there are none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ibis.expr.types import Scalar, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.registry import MEASURES, Measure
from hansei.analytics.measures.stays import prepared
from hansei.analytics.measures.told import TOLD

Row = dict[str, Any]
PREFIX = "left_out_"
# These all look for the changes of team in every step.
TRAVELS = {
    "hand_offs",
    "hand_off_matrix",
    "ping_pong_share",
    "returned_share",
    "reassigned_share",
    "met_by_reassignments",
    "dispatch_accuracy",
    "first_contact_resolution",
}


@dataclass(frozen=True)
class Answer:
    """What a measure says about one history.

    `value` is a share from 0 to 1, a median duration, or a count, in `unit`; None when there is nothing to say, and
    then `reason` is a code ("no_data: cases.resolved_at"). `n` is what was counted, `count` how many
    of these were hit. `rows` holds the table of measures that answer with one, and the whole spread of a
    duration. `left_out` says how many cases could not be counted, by reason.
    """

    name: str
    unit: str
    kind: str
    definition: str
    value: float | None = None
    count: int | None = None
    n: int | None = None
    rows: list[Row] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    reason: str | None = None


def compute(
    log: Log,
    names: Iterable[str] | Mapping[str, Mapping[str, Any]] | None = None,
    **parameters: Any,
) -> dict[str, Answer]:
    """Execute measures on the engine the log's tables live in; all of them when no names are given.

    `names` may give a measure its own parameters: {"variants": {"label": "activity"}}; `parameters` go to every
    measure that takes them. A measure whose data the history does not have answers "no data".
    Raises KeyError for a name that is not a measure.
    """
    own = dict(names) if isinstance(names, Mapping) else {name: {} for name in names or MEASURES}
    chosen = {name: MEASURES[name] for name in own}
    if len(chosen.keys() & TRAVELS) > 1:
        log = prepared(log)
    known = known_columns(log, chosen.values())
    return {
        name: _answer(log, measure, known, _accepted(measure, parameters) | dict(own[name]))
        for name, measure in chosen.items()
    }


def known_columns(log: Log, measures: Iterable[Measure]) -> set[str]:
    """Which of the columns these measures need hold any value at all."""
    needed = {column for one in measures for column in (*one.needs, *one.needs_any)}
    known: set[str] = set()
    for name, table in (("cases", log.cases), ("steps", log.steps)):
        columns = sorted(column.partition(".")[2] for column in needed if column.startswith(name + "."))
        if columns:
            counts = table.aggregate(**{column: _filled_in(table, f"{name}.{column}") for column in columns})
            (row,) = counts.to_pyarrow().to_pylist()
            known |= {f"{name}.{column}" for column, filled in row.items() if filled}
    return known


def _filled_in(table: Table, needed: str) -> Scalar:
    """How often a column holds a value, or whether the history tells what is more than a column."""
    return TOLD[needed](table) if needed in TOLD else table[needed.partition(".")[2]].count()


def _accepted(measure: Measure, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name in measure.parameters}


def _answer(log: Log, measure: Measure, known: set[str], parameters: dict[str, Any]) -> Answer:
    missing = [column for column in measure.needs if column not in known]
    if measure.needs_any and not any(column in known for column in measure.needs_any):
        missing.append(" or ".join(measure.needs_any))
    missing += [name for name in measure.required if parameters.get(name) is None]
    if missing:
        return _empty(measure, "no_data: " + ", ".join(missing))
    rows = [{name: _plain(value) for name, value in row.items()} for row in _execute(measure, log, parameters)]
    return _filled(measure, rows, single=not parameters.get("by"))


def _execute(measure: Measure, log: Log, parameters: dict[str, Any]) -> list[Row]:
    table = measure(log, **parameters)
    rows: list[Row] = table.to_pyarrow().to_pylist()
    return rows


def _empty(measure: Measure, reason: str) -> Answer:
    return Answer(measure.name, measure.unit, measure.kind, measure.definition, reason=reason)


def _filled(measure: Measure, rows: list[Row], *, single: bool) -> Answer:
    if measure.kind == "rows" or not single:
        rows = _ordered(rows, measure.order)
        if not rows:
            return _empty(measure, f"no_data: {measure.basis}")
        total = len(rows) if measure.basis == "periods" else sum(row["n"] or 0 for row in rows)
        return Answer(measure.name, measure.unit, measure.kind, measure.definition, count=len(rows), n=total, rows=rows)
    (row,) = rows
    left_out = {name.removeprefix(PREFIX): value for name, value in row.items() if name.startswith(PREFIX) and value}
    shown = {name: value for name, value in row.items() if not name.startswith(PREFIX)}
    value = shown.get("median" if measure.kind == "duration" else "value")
    return Answer(
        measure.name,
        measure.unit,
        measure.kind,
        measure.definition,
        value=value,
        count=shown.get("count"),
        n=shown.get("n"),
        rows=[shown],
        left_out=left_out,
        reason=None if value is not None else f"no_data: {measure.basis}",
    )


def _ordered(rows: list[Row], columns: tuple[str, ...]) -> list[Row]:
    """Largest n first, then by the words, so that the same history always reads the same."""

    def first(row: Row) -> list[Any]:
        return [row[column] for column in columns] or [-(row.get("n") or 0)]

    try:
        # Values as they are: to write out a hundred thousand paths takes longer than to find them.
        return sorted(rows, key=lambda row: [*first(row), *row.values()])
    except TypeError:  # a value is unknown in some rows
        return sorted(rows, key=lambda row: [*first(row), *(str(value) for value in row.values())])


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
