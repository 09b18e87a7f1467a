"""How a share and a spread of durations are counted, once, for every measure and every dimension."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import BooleanValue, FloatingValue, NumericValue, Table
from ibis.expr.types.groupby import GroupedTable

Dimensions = Sequence[str]


def grouped(table: Table, by: Dimensions) -> Table | GroupedTable:
    """What is counted in one row, or in one per `by`."""
    return table.group_by(list(by)) if by else table


def beside(cases: Table, more: Table) -> Table:
    """The same cases with what another table knows of them, NULL where it does not know a case."""
    return cases.left_join(more, "case").drop("case_right")


def beside_rows(table: Table, more: Table, by: Dimensions) -> Table:
    """The same rows, one or one per `by`, with further figures."""
    if not by:
        return table.cross_join(more)
    joined = table.left_join(more, [table[name].identical_to(more[name]) for name in by])
    added = [name for name in more.columns if name not in by]
    return joined.select(*[table[name] for name in table.columns], *[more[name] for name in added])


def share(cases: Table, hit: BooleanValue, by: Dimensions = ()) -> Table:
    """One row (or one per `by`): value = count / n from 0 to 1; value is NULL where n is 0.

    A case whose `hit` is unknown is in neither n nor count and stands in `left_out_unknown`.
    """
    known = hit.notnull()
    counted = cases.mutate(known=known, hit=known & hit.fill_null(False))
    figures = grouped(counted, by)
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
    figures = grouped(timed, by)
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
