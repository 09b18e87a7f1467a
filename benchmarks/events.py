"""Make a log of any size as Parquet, quickly and always the same: for benchmarks and for the agreement of engines.

    python benchmarks/events.py var/events-1m 1000000

The cases have what real ones have: teams that hand over and back, queues, waiting, reopening, weekends less busy,
a nightly batch, missing values, equal instants. They are not a model of any organisation: no figure measured on them
says anything about the world.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hansei.analytics.log import BASE, DERIVED, Schema

STATES = np.array(["New", "Queued", "Active", "Waiting for user", "Waiting for vendor", "Resolved", "Closed"])
PHASES = np.array(["new", "queued", "active", "waiting_user", "waiting_other", "resolved", "closed"])
NEW, QUEUED, ACTIVE, WAITING, VENDOR, RESOLVED, CLOSED = range(7)
# Row: the state a case is in; column: how likely the next step leads to which.
NEXT = np.array(
    [
        [0.10, 0.40, 0.40, 0.05, 0.00, 0.05, 0.00],
        [0.00, 0.10, 0.80, 0.00, 0.00, 0.10, 0.00],
        [0.00, 0.20, 0.30, 0.15, 0.05, 0.30, 0.00],
        [0.00, 0.05, 0.75, 0.10, 0.00, 0.10, 0.00],
        [0.00, 0.00, 0.80, 0.00, 0.15, 0.05, 0.00],
        [0.00, 0.00, 0.04, 0.00, 0.00, 0.01, 0.95],
        [0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 1.00],
    ]
)
FIRST_DAY = int(datetime(2023, 1, 2, tzinfo=UTC).timestamp()) * 1_000_000
DAY, HOUR = 86_400_000_000, 3_600_000_000
DAYS = 730
TEAMS = 60
MOST_STEPS = 40
CASES_AT_ONCE = 150_000
EVENTS_A_CASE = 7.52  # what the table above gives on average
ROWS_A_GROUP = 122_880  # as the product writes them: an engine reads groups side by side

Column = NDArray[np.generic]


def write_events(folder: Path, events: int, seed: int = 1) -> tuple[int, int]:
    """Write a log of about `events` events into `folder`; return how many cases and events it has."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    schemas = {name: ibis.schema(schema).to_pyarrow() for name, schema in (BASE | DERIVED).items()}
    writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", schema) for name, schema in schemas.items()}
    wanted = max(1, round(events / EVENTS_A_CASE))
    cases_made = events_made = 0
    while cases_made < wanted:
        number = min(CASES_AT_ONCE, wanted - cases_made)
        steps = _steps(random, number, cases_made, events_made)
        for name, columns in _tables(random, steps, number, cases_made).items():
            table = _table(columns, (BASE | DERIVED)[name], schemas[name])
            writers[name].write_table(table, row_group_size=ROWS_A_GROUP)
        cases_made += number
        events_made += len(steps["event"])
    for writer in writers.values():
        writer.close()
    return cases_made, events_made


def _steps(random: np.random.Generator, number: int, first_case: int, first_event: int) -> dict[str, Column]:
    """The steps of `number` cases in order: state, team, instant."""
    case = np.arange(number)
    at = _reported(random, number)
    state = np.full(number, NEW)
    team = (random.pareto(1.1, number) * 3).astype(np.int64) % TEAMS
    found: list[tuple[Column, ...]] = []
    chances = NEXT.cumsum(axis=1)
    for _ in range(MOST_STEPS):
        found.append((case, at, state, team))
        goes_on = state != CLOSED
        case, at, state, team = case[goes_on], at[goes_on], state[goes_on], team[goes_on]
        if not len(case):
            break
        following = (random.random(len(case))[:, None] > chances[state]).sum(axis=1)
        moved = (following == QUEUED) | ((following == state) & (random.random(len(case)) < 0.1))
        other = np.where(random.random(len(case)) < 0.5, team ^ 1, random.integers(0, TEAMS, len(case)))
        team = np.where(moved, other % TEAMS, team)
        at = at + _gaps(random, state)
        at = np.where(following == CLOSED, at // HOUR * HOUR + 5 * DAY, at)
        state = following
        # A few histories stop: these cases are still open when the extract ends.
        kept = random.random(len(case)) > 0.004
        case, at, state, team = case[kept], at[kept], state[kept], team[kept]
    columns = [np.concatenate([part[place] for part in found]) for place in range(4)]
    order = np.argsort(columns[0], kind="stable")
    case, at, state, team = (column[order] for column in columns)
    return _placed(case, at, state, team, first_case, first_event)


def _reported(random: np.random.Generator, number: int) -> Column:
    """Instants of reports: fewer on weekends and at night, and a batch at 03:00 UTC on every day."""
    day = random.integers(0, DAYS, number)
    weekend = day % 7 >= 5
    day = np.where(weekend & (random.random(number) < 0.7), day - day % 7 + random.integers(0, 5, number), day)
    hour = np.clip(random.normal(11.0, 3.5, number), 0, 23.9)
    at = FIRST_DAY + day * DAY + (hour * HOUR).astype(np.int64)
    return np.where(random.random(number) < 0.03, FIRST_DAY + day * DAY + 3 * HOUR, at)


def _gaps(random: np.random.Generator, state: Column) -> Column:
    """Microseconds until the next step; one in fifty is 0: two events of the same instant."""
    hours = np.array([2.0, 6.0, 1.5, 30.0, 50.0, 1.0, 1.0])[state]
    gaps = (random.lognormal(0.0, 1.5, len(state)) * hours * HOUR).astype(np.int64)
    return np.where(random.random(len(state)) < 0.02, 0, gaps)


def _placed(
    case: Column, at: Column, state: Column, team: Column, first_case: int, first_event: int
) -> dict[str, Column]:
    starts = np.flatnonzero(np.r_[True, case[1:] != case[:-1]])
    lengths = np.diff(np.r_[starts, len(case)])
    position = np.arange(len(case)) - np.repeat(starts, lengths) + 1
    steps = np.repeat(lengths, lengths)
    until = np.where(position < steps, np.r_[at[1:], at[-1:]], at)
    return {
        "case": case + first_case + 1,
        "position": position,
        "steps": steps,
        "event": np.arange(len(case)) + first_event + 1,
        "at": at,
        "until": until,
        "state_code": state,
        "team_code": team,
        "starts": starts,
    }


def _tables(
    random: np.random.Generator, steps: dict[str, Column], number: int, first_case: int
) -> dict[str, dict[str, object]]:
    state, team = steps["state_code"].astype(np.int64), steps["team_code"].astype(np.int64)
    names, teams = _words(STATES, state), _words(np.array([f"Team {code:02d}" for code in range(TEAMS)]), team)
    people = _words(np.array([f"P{code:04d}" for code in range(600)]), team * 10 + random.integers(0, 10, len(team)))
    line = pa.array(1 + (team % 3), mask=team % 20 == 0)
    ordered = {"case", "position", "steps", "event", "at", "until"}
    event = {"event": steps["event"], "at": steps["at"], "activity": names, "person": people, "team": teams}
    return {
        "events": event | {"kind": _words(np.array(["case.activity"]), np.zeros(len(state), dtype=np.int64))},
        "event_objects": {"event": steps["event"], "object": steps["case"]},
        "steps": {name: steps[name] for name in ordered}
        | {"activity": names, "state": names, "phase": _words(PHASES, state), "person": people, "team": teams}
        | {"line": line, "turn": steps["position"]},
        "cases": _cases(random, steps, number, first_case),
    }


def _cases(random: np.random.Generator, steps: dict[str, Column], number: int, first_case: int) -> dict[str, object]:
    starts, at, state = steps["starts"].astype(np.int64), steps["at"], steps["state_code"].astype(np.int64)
    last = np.r_[starts[1:], len(at)] - 1
    resolved = _first_at(steps, state == RESOLVED, number, first_case)
    closed = _first_at(steps, state == CLOSED, number, first_case)
    answered = _first_at(steps, state == ACTIVE, number, first_case)
    kind = (random.pareto(0.8, number) * 4).astype(np.int64) % 400
    rank = random.integers(1, 5, number)
    due = at[starts] + np.array([4, 8, 24, 72])[rank - 1] * HOUR
    ended = np.isin(state[last], (RESOLVED, CLOSED))
    team = steps["team_code"][last].astype(np.int64)
    return {
        "case": np.arange(number) + first_case + 1,
        "key": pa.array([f"INC{code:08d}" for code in range(first_case + 1, first_case + number + 1)]),
        "kind": _words(np.array(["incident", "request"]), random.integers(0, 2, number)),
        "service": _words(np.array([f"Service {code}" for code in range(25)]), kind % 25),
        "ci": _words(np.array([f"CI {code}" for code in range(400)]), kind, random.random(number) < 0.6),
        "product": _words(np.array([f"Product {code}" for code in range(80)]), kind % 80),
        "category": _words(np.array([f"Category {code}" for code in range(40)]), kind % 40),
        "subcategory": _words(np.array([f"Subcategory {code}" for code in range(400)]), kind),
        "symptom": _words(np.array([f"Symptom {code}" for code in range(30)]), kind % 30, random.random(number) < 0.2),
        "priority": _words(np.array(["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]), rank - 1),
        "priority_rank": rank,
        "planned": random.random(number) < 0.01,
        "team": _words(np.array([f"Team {code:02d}" for code in range(TEAMS)]), team),
        "person": _words(np.array([f"P{code:04d}" for code in range(600)]), team * 10 + random.integers(0, 10, number)),
        "reported_at": at[starts],
        "failed_at": pa.array(at[starts] - HOUR, mask=random.random(number) < 0.7),
        "detected_at": pa.array(at[starts] - HOUR // 2, mask=random.random(number) < 0.7),
        "answered_at": answered,
        "restored_at": resolved,
        "resolved_at": resolved,
        "closed_at": closed,
        "due_at": pa.array(due, mask=random.random(number) < 0.05),
        "first_at": at[starts],
        "last_at": at[last],
        "events": last - starts + 1,
        "service_level_flag": pa.array(random.random(number) < 0.7, mask=random.random(number) < 0.1),
        "is_open": ~ended,
        "cut_off": random.random(number) < 0.001,
        "began_before": np.zeros(number, dtype=bool),
    }


def _first_at(steps: dict[str, Column], wanted: Column, number: int, first_case: int) -> pa.Array:
    """Per case, the instant of its first wanted step, NULL where it has none."""
    case = steps["case"][wanted].astype(np.int64) - first_case - 1
    first, where = np.unique(case, return_index=True)
    values, missing = np.zeros(number, dtype=np.int64), np.ones(number, dtype=bool)
    values[first] = steps["at"][wanted][where]
    missing[first] = False
    return pa.array(values, mask=missing)


def _words(words: Column, codes: Column, missing: Column | None = None) -> pa.Array:
    indices = pa.array(codes.astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words.tolist())).cast(pa.string())


def _table(columns: dict[str, object], schema: Schema, types: pa.Schema) -> pa.Table:
    rows = len(next(iter(columns.values())))  # type: ignore[arg-type]
    filled = [
        pa.array(columns[name]).cast(types.field(name).type)
        if name in columns
        else pa.nulls(rows, types.field(name).type)
        for name in schema
    ]
    return pa.table(filled, schema=types)


if __name__ == "__main__":
    made = write_events(Path(sys.argv[1]), int(float(sys.argv[2])))
    print(f"{made[0]:,} cases, {made[1]:,} events")
