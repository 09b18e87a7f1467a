"""From drafts to cases and steps: numbers, promises, states, and every step on the way to closing."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hansei.analytics.demonstration.background import is_office
from hansei.analytics.demonstration.model import Column, Drafts
from hansei.analytics.local_time import DAY, HOUR, to_utc
from hansei.analytics.log import CASES, STEPS

Ints = NDArray[np.int64]
DUE_HOURS: Final = np.array([4.0, 8.0, 48.0, 120.0])  # elapsed, by priority
TYPES: Final = {
    "int64": pa.int64(),
    "string": pa.string(),
    "timestamp(6)": pa.timestamp("us"),
    "boolean": pa.bool_(),
    "float64": pa.float64(),
}


def case_keys(count: int, first: int = 10_001) -> Column:
    """INC-10001 and on, in the order of opening."""
    return np.array([f"INC-{first + i}" for i in range(count)], dtype=object)


def tables(drafts: Drafts, zone: str, end: int) -> tuple[pa.Table, pa.Table]:
    """Cases and steps as Arrow tables in the schema of a log. `end` is the extract's last local instant."""
    columns = drafts.columns
    keys = case_keys(len(drafts))
    opened = to_utc(columns["at"], zone)
    last = int(to_utc(np.array([end]), zone)[0])
    resolved = opened + (columns["open_hours"] * HOUR).astype(np.int64)
    closed = resolved + np.where(is_office(columns["at"]), 5 * DAY, HOUR)
    steps = _steps(columns, opened, resolved, closed, last)
    return _cases(columns, keys, opened, resolved, closed, last, steps), _typed(steps, STEPS)


def _steps(columns: dict[str, Column], opened: Ints, resolved: Ints, closed: Ints, last: int) -> dict[str, Any]:
    """Opened, assigned to each team of the path, work started, resolved (twice when reopened), closed."""
    rows = _Rows()
    span = resolved - opened
    paths = [path.split("|") for path in columns["path"]]
    for i, path in enumerate(paths):
        start, width, person = int(opened[i]), int(span[i]), columns["person"][i]
        rows.add(i, "Opened", "New", "new", start, None, path[0], 1)
        for stop, team in enumerate(path):
            at = start + 60_000_000 + width * 4 * stop // (5 * len(path))
            rows.add(i, "Assigned", "Assigned", "queued", min(at, start + width), None, team, min(stop + 1, 3))
        line = min(len(path), 3)
        rows.add(i, "Work started", "In progress", "active", start + width * 9 // 10, person, path[-1], line)
        rows.add(i, "Resolved", "Resolved", "resolved", start + width, person, path[-1], line)
        if columns["reopened"][i]:
            rows.add(i, "Reopened", "In progress", "active", start + width + 2 * HOUR, person, path[-1], line)
            rows.add(i, "Resolved", "Resolved", "resolved", start + width + 9 * HOUR, person, path[-1], line)
        rows.add(
            i,
            "Closed",
            "Closed",
            "closed",
            int(closed[i]) + 9 * HOUR * int(columns["reopened"][i]),
            None,
            path[-1],
            line,
        )
    return rows.ordered(last)


class _Rows:
    """Steps as they are written, column by column."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in _STEP_COLUMNS}

    def add(self, *values: Any) -> None:
        for column, value in zip(self.columns.values(), values, strict=True):
            column.append(value)

    def ordered(self, last: int) -> dict[str, Any]:
        """All steps up to `last`, numbered within their case."""
        case = np.array(self.columns["case"], dtype=np.int64)
        at = np.array(self.columns["at"], dtype=np.int64)
        keep = np.flatnonzero(at <= last)
        order = keep[np.lexsort((keep, at[keep], case[keep]))]
        case, at = case[order], at[order]
        first = np.r_[True, case[1:] != case[:-1]]
        counts = np.diff(np.r_[np.flatnonzero(first), len(case)])
        found: dict[str, Any] = {
            name: np.array(self.columns[name], dtype=object)[order]
            for name in _STEP_COLUMNS
            if name not in ("case", "at")
        }
        until = np.where(np.r_[case[1:] == case[:-1], False], np.r_[at[1:], 0], at)
        position = np.concatenate([np.arange(1, n + 1) for n in counts]) if len(counts) else counts
        event = np.empty(len(at), dtype=np.int64)
        event[np.lexsort((position, case, at))] = np.arange(1, len(at) + 1)
        return found | {
            "case": case + 1,
            "at": at,
            "until": until,
            "position": position,
            "turn": position,
            "steps": np.repeat(counts, counts),
            "event": event,
        }


_STEP_COLUMNS: Final = ("case", "activity", "state", "phase", "at", "person", "team", "line")


def _cases(
    columns: dict[str, Column],
    keys: Column,
    opened: Ints,
    resolved: Ints,
    closed: Ints,
    last: int,
    steps: dict[str, Any],
) -> pa.Table:
    """One row a ticket, as it stands at the end of the extract."""
    count = len(keys)
    reopened = columns["reopened"] * 9 * HOUR
    resolved, closed = resolved + reopened, closed + reopened
    done, shut = resolved <= last, closed <= last
    due = opened + (DUE_HOURS[columns["priority_rank"].astype(np.int64) - 1] * HOUR).astype(np.int64)
    firsts = np.flatnonzero(steps["position"] == 1)
    lasts = np.flatnonzero(steps["position"] == steps["steps"])
    found: dict[str, Any] = {name: columns[name] for name in columns if name in CASES}
    found |= {
        "case": np.arange(1, count + 1),
        "key": keys,
        "priority": np.array([f"P{rank}" for rank in columns["priority_rank"]], dtype=object),
        "organisation": np.full(count, "Northwind Rail", dtype=object),
        "state": steps["state"][lasts],
        "failed_at": None,
        "reported_at": opened,
        "resolved_at": _where(resolved, done),
        "closed_at": _where(closed, shut),
        "due_at": due,
        "first_at": steps["at"][firsts],
        "last_at": steps["at"][lasts],
        "events": steps["steps"][lasts],
        "reassigned": np.array([path.count("|") for path in columns["path"]], dtype=np.int64),
        "worked_hours": np.where(done, columns["worked_hours"], np.nan),
        "is_open": ~done,
        "cut_off": np.zeros(count, dtype=bool),
        "began_before": np.zeros(count, dtype=bool),
    }
    return _typed(found, CASES)


def _where(instants: Ints, keep: NDArray[np.bool_]) -> pa.Array:
    return pa.array(instants, mask=~keep)


def _typed(columns: dict[str, Any], schema: dict[str, str]) -> pa.Table:
    """An Arrow table with every column of the schema; what is not given is NULL."""
    arrays, rows = [], len(columns["case"])
    for name, kind in schema.items():
        column = columns.get(name)
        if column is None:
            arrays.append(pa.nulls(rows, TYPES[kind]))
        elif isinstance(column, pa.Array):
            arrays.append(column.cast(TYPES[kind]))
        else:
            arrays.append(pa.array(column, from_pandas=True).cast(TYPES[kind]))
    return pa.table(dict(zip(schema, arrays, strict=True)))
