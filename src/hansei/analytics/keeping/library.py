"""A measure of the library step by step, all steps or only some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any, Final, cast

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES, Measure, WorkingDays, series, working_days
from hansei.analytics.measures.instants import Period, local, start_of
from hansei.worktime.calendar import Calendar

# What it says of a step depends on more than the cases of that step: how far the data reach, or all cases before.
WHOLE: Final = {
    "open_age", "service_level_attainment", "work_in_progress", "arrivals", "throughput",
    "repeat_contact_share", "first_contact_resolution",
}  # fmt: skip
Steps = Mapping[date, tuple[float | None, int]]


def can_follow(name: str) -> bool:
    """Whether a measure has a figure for each step."""
    measure = MEASURES[name]
    if measure.kind == "rows":
        return "period" in measure.parameters and name != "cumulative_flow"
    return "by" in measure.parameters


def anchor_of(name: str) -> str:
    """The end by which a case falls into a step; `any` where a step depends on more than its own cases."""
    return "any" if name in WHOLE else MEASURES[name].anchor.removesuffix("_at")


def steps_of(
    log: Log, office: Calendar, name: str, step: str, only: Sequence[date] | None = None, **more: Any
) -> Steps:
    """Value and n of each step in which there was anything; with `only` of these steps, for whatever may be split.

    `more` are parameters of the measure's own.
    """
    measure = MEASURES[name]
    if not can_follow(name):
        return {}
    if measure.kind == "rows":
        rows = measure(log, period=step, zone=office.zone.key).to_pyarrow().to_pylist()
        return {row["period"].date(): (float(row["n"] or 0), int(row["n"] or 0)) for row in rows}
    if only is not None:
        at = local(log.cases[measure.anchor], office.zone.key)
        cases = log.cases.filter(start_of(at, cast(Period, step)).date().isin(list(only)))
        log = replace(log, cases=cases, steps=log.steps.semi_join(cases, "case"))
    told = extras(log, office, measure) | more
    if set(measure.required) - set(told):
        return {}
    table = series(log, name, by=cast(Period, step), zone=office.zone.key, **told)
    key = "median" if measure.kind == "duration" else "value"
    return {
        row["period"].date(): (None if row.get(key) is None else float(row[key]), int(row["n"] or 0))
        for row in table.to_pyarrow().to_pylist()
    }


def extras(log: Log, office: Calendar, measure: Measure) -> dict[str, Any]:
    """The office hours, where the measure counts in service hours."""
    if "working" not in measure.required or (working := _working(log, office)) is None:
        return {}
    return {"working": working}


def _working(log: Log, office: Calendar) -> WorkingDays | None:
    cases = log.cases
    (row,) = cases.aggregate(a=cases.first_at.min(), b=cases.last_at.max()).to_pyarrow().to_pylist()
    if row["a"] is None:
        return None
    return working_days(office, row["a"].replace(tzinfo=UTC), row["b"].replace(tzinfo=UTC))
