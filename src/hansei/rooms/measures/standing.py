"""What the first page says of a history's end: exceptions, who waits longest, and how long each service takes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import ibis

from hansei.analytics.log import Log
from hansei.analytics.measures import filtered, standing
from hansei.rooms.measures import computing
from hansei.rooms.mining.queries import Hours

MOST_SERVICES: Final = 8
MONTHS: Final = 13


def standing_of(log: Log) -> dict[str, Any]:
    """Each exception with its last 14 days, and the cases that wait longest with how long they do."""
    now, names = standing.end_of(log), standing.known(log)
    if now is None or not names:
        return {"now": None, "last": None, "days": {}, "waiting": {}}
    waiting = standing.waiting(log, names, now)
    return {
        "now": now,
        "last": standing.last_of(log),  # later than `now` where only stragglers follow
        "days": standing.days_behind(log, names, now),
        "waiting": {name: [_row(row, now) for row in rows] for name, rows in waiting.items()},
    }


def _row(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    told = {name: row[name] for name in ("case", "key", "title", "service", "team", "state")}
    spans = {"age_s": row["reported_at"], "over_s": row["due_at"], "still_s": row["since"]}
    return told | {name: None if at is None else (now - at).total_seconds() for name, at in spans.items()}


def services_of(log: Log, hours: Hours) -> dict[str, Any]:
    """The whole months of the median time to resolve for the services with most cases, by team where none is known.

    The month in which the data end is left out: it holds only what was resolved quickly.
    """
    by = "service" if log.cases.service.count().to_pyarrow().as_py() else "team"
    counted = log.cases.filter(log.cases[by].notnull()).group_by(value=log.cases[by]).aggregate(n=ibis._.count())
    largest = counted.order_by(counted.n.desc(), counted.value).limit(MOST_SERVICES).to_pyarrow().to_pylist()
    lines = []
    for value in sorted(row["value"] for row in largest):
        part = filtered(log, where={by: value})
        points = computing.series_of(part, log, hours, "time_to_resolve", "month")["points"]
        lines.append({"value": value, "points": points})
    end = standing.end_of(log)
    ending = "" if end is None else end.date().replace(day=1).isoformat()
    months = sorted({point[0] for line in lines for point in line["points"] if point[0] < ending})[-MONTHS:]
    return {"by": by, "months": months, "lines": lines}
