"""One measure followed over days, weeks or months, for control charts and comparisons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import Period, local, start_of
from hansei.analytics.measures.registry import MEASURES


def series(
    log: Log, name: str, *, by: Period = "week", zone: str = "UTC", anchor: str | None = None, **parameters: Any
) -> Table:
    """A measure's figures for each day, week (from Monday), month, quarter or year, in the column `period`.

    A case falls into the period of the measure's own anchor (a time to resolve: into that of its resolution) or of
    `anchor`, on the clock of `zone`. Periods without a case have no row: no data is not 0. Cases without that
    instant are left out. Raises ValueError for a measure that cannot be split.
    """
    measure = MEASURES[name]
    if "by" not in measure.parameters:
        raise ValueError(f"{name} has no dimensions to split by")
    at = log.cases[anchor or measure.anchor]
    cases = log.cases.mutate(period=start_of(local(at, zone), by))
    cases = cases.filter(cases.period.notnull())
    return measure(replace(log, cases=cases), by=("period",), **parameters)
