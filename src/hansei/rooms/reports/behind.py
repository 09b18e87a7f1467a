"""The cases behind a report's figures: each with the figures it stands behind, so that every number can be opened."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import ibis

from hansei.analytics.log import Log
from hansei.worktime.periods import Period

MOST: Final = 20_000  # kept in a snapshot; more are counted, and the page says so
SHOWN: Final = ("case", "key", "service", "category", "priority", "team", "reported_at", "resolved_at", "due_at")
READ: Final = (*SHOWN, "kind", "closed_at", "planned", "priority_rank", "reopened", "service_level_flag", "is_open")
FIGURES: Final = (
    "reported", "resolved", "item_attainment", "missed", "flagged", "open_at_end", "major", "reopened_share",
)  # fmt: skip
Case = dict[str, Any]


def behind(log: Log, period: Period) -> dict[str, Any]:
    """Return the cases that any figure of the period counts, those of the period first, and how many were cut."""
    since, before = _stamp(period.since), _stamp(period.before)
    cases = log.cases
    is_open = (cases.reported_at < before) & _not_by(cases, before)
    inside = _within(cases.reported_at, since, before) | _within(cases.resolved_at, since, before)
    inside = inside | _within(cases.due_at, since, before)
    found = cases.filter(inside | is_open).mutate(first=inside)
    total = int(found.count().to_pyarrow().as_py())
    ordered = found.order_by([found["first"].desc(), found.case]).limit(MOST).select(*READ)
    rows = [_case(each, period) for each in ordered.to_pyarrow().to_pylist()]
    return {"rows": rows, "cut": max(0, total - MOST)}


def _not_by(cases: Any, before: Any) -> Any:
    """Neither resolved nor closed by then, nor planned away."""
    ended = ibis.coalesce(cases.resolved_at, cases.closed_at)
    return ended.isnull() | (ended >= before)


def _within(column: Any, since: Any, before: Any) -> Any:
    return ((column >= since) & (column < before)).fill_null(False)


def _case(row: dict[str, Any], period: Period) -> Case:
    since, before = _naive(period.since), _naive(period.before)

    def inside(name: str) -> bool:
        return row[name] is not None and since <= row[name] < before

    ended = row["resolved_at"] or row["closed_at"]
    counts = {
        "reported": inside("reported_at"),
        "resolved": inside("resolved_at"),
        "open_at_end": row["reported_at"] is not None
        and row["reported_at"] < before
        and (ended is None or ended >= before),
        "major": inside("reported_at") and row["priority_rank"] == 1,
        "reopened_share": inside("reported_at") and bool(row["reopened"]),
        "flagged": inside("reported_at") and row["service_level_flag"] is False and not row["is_open"],
    }
    if inside("due_at") and not row["planned"]:
        counts["item_attainment"] = True
        counts["missed"] = row["resolved_at"] is None or row["resolved_at"] > row["due_at"]
    told = {name: _plain(row[name]) for name in SHOWN}
    return told | {"of": [name for name in FIGURES if counts.get(name)]}


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _naive(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _stamp(at: datetime) -> Any:
    return ibis.literal(_naive(at), type="timestamp(6)")
