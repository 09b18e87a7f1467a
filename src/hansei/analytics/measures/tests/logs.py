"""Small logs written by hand for tests: `log_of(cases, steps)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import ibis
import ibis.util
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.expr.operations import DatabaseTable, Namespace
from ibis.expr.types import Table

from hansei.analytics.engine import connect
from hansei.analytics.log import BASE, CASES, STEPS, Log, Schema
from hansei.analytics.measures import Answer, compute

Rows = Sequence[Mapping[str, Any]]


def at(text: str) -> datetime:
    """An instant in UTC: at("2025-03-03 09:00")."""
    return datetime.fromisoformat(text)


def log_of(cases: Rows, steps: Rows = (), *, kind: str = "case.activity") -> Log:
    """A log with these rows; what a row does not say is NULL, what follows from the others is filled in.

    Steps are given in order; position, steps, event and until are worked out, and a team is carried forward.
    """
    filled = _in_order(steps)
    found = {case["case"]: case for case in cases}
    return Log(
        **{name: _empty(name) for name in BASE if name != "events"},
        events=_table([{"kind": kind, **step, "activity": None} for step in filled], BASE["events"]),
        cases=_table([_ends(case, filled) for case in found.values()], CASES),
        steps=_table(filled, STEPS),
    )


def _in_order(steps: Rows) -> list[dict[str, Any]]:
    filled = [dict(step) | {"event": number} for number, step in enumerate(steps, start=1)]
    for case in {step["case"] for step in filled}:
        own = [step for step in filled if step["case"] == case]
        team = None
        for place, step in enumerate(own, start=1):
            team = step["team"] = step.get("team") or team
            following = own[place] if place < len(own) else step
            step |= {"position": place, "steps": len(own), "until": following["at"]}
            step.setdefault("turn", place)
            step.setdefault("activity", step.get("state"))
    return filled


def _ends(case: Mapping[str, Any], steps: Rows) -> dict[str, Any]:
    own = [step["at"] for step in steps if step["case"] == case["case"]]
    ends = {"first_at": min(own), "last_at": max(own), "events": len(own)} if own else {}
    return {"cut_off": False, "began_before": False} | ends | dict(case)


def _table(rows: Rows, schema: Schema) -> Table:
    """These rows as a table. Ibis would spend most of a test on making one and on asking back what it holds."""
    types, name = ibis.schema(schema), ibis.util.gen_name("log")
    columns = {name: [row.get(name) for row in rows] for name in schema}
    _engine().con.register("rows_given", pa.table(columns, schema=types.to_pyarrow()))
    _engine().raw_sql(f'CREATE TABLE "{name}" AS FROM rows_given')
    place = Namespace(catalog="memory", database="main")
    return DatabaseTable(name, schema=types, source=_engine(), namespace=place).to_expr()


@cache
def _empty(name: str) -> Table:
    return _table([], BASE[name])


@cache
def _engine() -> Backend:
    return connect()


def hours(after: float) -> datetime:
    """That many hours after Monday 2025-03-03 00:00 UTC."""
    return at("2025-03-03 00:00") + timedelta(hours=after)


def path(case: int, *steps: tuple[float, str | None], column: str = "state", **same: Any) -> list[dict[str, Any]]:
    """The steps of one case: (hours, value of `column`) each; states that are names of phases have that phase."""
    return [
        {"case": case, "at": hours(after), column: value}
        | ({"phase": PHASE.get(str(value))} if column == "state" else {})
        | same
        for after, value in steps
    ]


PHASE = {
    "New": "new",
    "Queued": "queued",
    "Active": "active",
    "Waiting": "waiting_user",
    "Vendor": "waiting_other",
    "Resolved": "resolved",
    "Closed": "closed",
}


def answer(log: Log, name: str, **parameters: Any) -> Answer:
    """What one measure says."""
    return compute(log, [name], **parameters)[name]
