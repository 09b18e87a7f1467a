"""The flow of a part of a data set as plain figures: steps, paths between them, whole ways; and one path by itself."""

from __future__ import annotations

from typing import Any, Final

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures import MEASURES
from hansei.analytics.measures.paths import ways as ways_of
from hansei.rooms.mining.queries import Edge, taken

MOST_EDGES: Final = 150
MOST_WAYS: Final = 400
WAYS_SHOWN: Final = 12
BINS: Final = 16
LEAST_TO_COMPARE: Final = 20
DIMENSIONS: Final = ("kind", "service", "priority", "team", "category", "channel")


def flow_of(log: Log, label: str) -> dict[str, Any]:
    """Steps with how often they are entered, the most frequent paths, and the ways that cover most cases."""
    follows = _rows(MEASURES["directly_follows"](log, label=label))
    edges = sorted((row for row in follows if row["kind"] == "step"), key=lambda row: -row["n"])
    ends = [row for row in follows if row["kind"] != "step"]
    entered: dict[Any, int] = {}
    for row in follows:
        if row["kind"] != "end":
            entered[row["to"]] = entered.get(row["to"], 0) + row["n"]
    found = MEASURES["variants"](log, label=label, repeats="kept")
    ways = _rows(found.order_by(found.n.desc()).limit(MOST_WAYS).select("path", "n"))
    read = ways_of(log, label=label).cache()  # type: ignore[arg-type]  # two questions, one count
    shown = _rows(read.order_by([read.n.desc(), read.example]).limit(WAYS_SHOWN).drop("example"))
    return {
        "cases": int(log.cases.count().to_pyarrow().as_py()),
        "edges": [_edge(row) for row in edges[:MOST_EDGES]],
        "left_out": max(0, len(edges) - MOST_EDGES),
        "starts": {str(row["to"]): row["n"] for row in ends if row["kind"] == "start"},
        "ends": {str(row["from"]): row["n"] for row in ends if row["kind"] == "end"},
        "steps": [{"label": name, "n": n} for name, n in entered.items()],
        "ways": ways,
        "ways_shown": shown,
        "ways_n": int(read.count().to_pyarrow().as_py()),
    }


def _edge(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "from": row["from"], "to": row["to"], "n": row["n"], "median_s": row["median"], "p90_s": row["p90"],
        "total_s": row["total"],
    }  # fmt: skip


def path_of(log: Log, edge: Edge) -> dict[str, Any]:
    """One path: how long it takes, what makes it longer, where cases go next, and the longest of them."""
    once = taken(log, edge)
    known = list(DIMENSIONS)
    timed = once.inner_join(log.cases.select("case", "key", "title", *known), "case").cache()
    n, p10, median, p90, most, total, cases = _spread(timed)
    if not n:
        return {"n": 0}
    longest = timed.order_by([timed.seconds.desc(), timed.case]).limit(5).select("case", "key", "title", "seconds")
    return {
        "n": n, "cases": cases, "p10_s": p10, "median_s": median, "p90_s": p90, "total_s": total,
        "bins": _bins(timed, p90 or most or 1.0),
        "longer": _longer(timed, median or 0.0),
        "next": _next(log, edge),
        "longest": _rows(longest),
    }  # fmt: skip


def _spread(timed: Table) -> tuple[Any, ...]:
    figures = timed.aggregate(
        n=timed.count(),
        p10=timed.seconds.quantile(0.1),
        median=timed.seconds.quantile(0.5),
        p90=timed.seconds.quantile(0.9),
        most=timed.seconds.max(),
        total=timed.seconds.sum(),
        cases=timed.case.nunique(),
    )
    return tuple(_rows(figures)[0].values())


def _bins(timed: Table, p90: float) -> list[list[float]]:
    """Counts up to a third beyond the 90th percentile; what is longer stands in the last bar."""
    width = max(p90 * 4 / 3, 60.0) / BINS
    at = ibis.least((timed.seconds / width).floor().cast("int64"), ibis.literal(BINS - 1))
    counted = {row["at"]: row["n"] for row in _rows(timed.group_by(at=at).aggregate(n=ibis._.count()))}
    return [[each * width, (each + 1) * width, counted.get(each, 0)] for each in range(BINS)]


def _longer(timed: Table, median: float) -> list[dict[str, Any]]:
    """Values of a case whose median differs most from that of all, with enough cases to say so."""
    found = []
    for name in DIMENSIONS:
        grouped = timed.filter(timed[name].notnull()).group_by(value=timed[name])
        counted = grouped.aggregate(n=ibis._.count(), median=ibis._.seconds.quantile(0.5))
        enough = _rows(counted.filter(counted.n >= LEAST_TO_COMPARE))
        if len(enough) > 1:
            found += [{"name": name, **row, "more_s": row["median"] - median} for row in enough]
    return sorted(found, key=lambda row: (-abs(row["more_s"]), str(row["value"])))[:5]


def _next(log: Log, edge: Edge) -> list[dict[str, Any]]:
    """Where cases go after the path's second step; None where they end."""
    from hansei.analytics.measures.paths import labelled

    order = ibis.window(group_by="case", order_by="position")
    steps = labelled(log, edge.label)
    steps = steps.mutate(second=steps.label.lead().over(order), third=steps.label.lead(2).over(order))
    here = steps.label.isnull() if edge.source is None else steps.label == edge.source
    there = steps.second.isnull() if edge.target is None else steps.second == edge.target
    steps = steps.filter(here & there & (steps.position < steps.steps))
    counted = steps.group_by(value=steps.third, ended=steps.position + 1 == steps.steps).aggregate(n=ibis._.count())
    return _rows(counted.order_by([counted.n.desc(), counted.value]).limit(6))


def _rows(table: Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows
