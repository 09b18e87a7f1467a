"""How a share and a spread of durations are counted, once, for every measure and every dimension."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, NumericValue, Table

Dimensions = Sequence[str]


def share(cases: Table, hit: BooleanValue, by: Dimensions = ()) -> Table:
    """One row (or one per `by`): value = count / n from 0 to 1; value is NULL where n is 0.

    A case whose `hit` is unknown is in neither n nor count and stands in `left_out_unknown`.
    """
    known = hit.notnull()
    counted = cases.mutate(known=known, hit=known & hit.fill_null(False))
    figures = counted.group_by(list(by)) if by else counted
    table = figures.aggregate(
        n=counted.known.sum().fill_null(0),
        count=counted.hit.sum().fill_null(0),
        left_out_unknown=(~counted.known).sum().fill_null(0),
    )
    return table.mutate(value=ratio(table["count"], table.n)).select(*by, "value", "count", "n", "left_out_unknown")


def ratio(part: NumericValue, whole: NumericValue) -> FloatingValue:
    """part / whole as a float, NULL where whole is 0."""
    return (whole != 0).ifelse(part.cast("float64") / whole.cast("float64"), None)


def spread(cases: Table, duration: FloatingValue, by: Dimensions = (), **also: ibis.Value) -> Table:
    """n, mean, median and 90th percentile of a duration, exact; rows where it is NULL are not counted."""
    timed = cases.mutate(duration=duration, **also)
    figures = timed.group_by(list(by)) if by else timed
    return figures.aggregate(
        n=timed.duration.count(),
        mean=timed.duration.mean(),
        median=timed.duration.quantile(0.5),
        p90=timed.duration.quantile(0.9),
        **{name: timed[name].sum().fill_null(0) for name in also},
    )


def with_case(rows: Table, cases: Table, by: Dimensions) -> Table:
    """Give rows that carry a `case` the dimensions of their case."""
    missing = [name for name in by if name not in rows.columns]
    if not missing:
        return rows
    return rows.inner_join(cases.select("case", *missing), "case")
