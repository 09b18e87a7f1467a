"""What all cases and steps of a day hold, in one number: two versions of a history differ where these do."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import CASES, STEPS, Log
from hansei.analytics.measures.figures import beside
from hansei.analytics.measures.instants import local

# instant -> day -> mark
Marks = dict[str, dict[str, str]]
ENDS: Final = tuple(name for name in CASES if name.endswith("_at") and name not in ("first_at", "last_at"))
NOW: Final = "+now"


def day_marks(log: Log, zone: str) -> Marks:
    """A mark for each local day of each end of a case, and of each step of one (`steps`).

    The mark of a case covers all its columns and all its steps. Under the name with `+now` it also covers how far the
    data reach, for cases that are open: these grow older without any event.
    """
    cases = _marked_cases(log)
    found: Marks = {}
    for name in ENDS:
        found |= _by_day(cases, cases[name], name.removesuffix("_at"), zone)
    steps = log.steps.select("case", "at").inner_join(cases.select("case", "mark", "mark_now"), "case")
    return found | _by_day(steps, steps["at"], "steps", zone)


def _marked_cases(log: Log) -> Table:
    """Each case with its two marks, computed once for all instants."""
    of_steps = log.steps.select("case", step_mark=_mark(log.steps, [name for name in STEPS if name != "case"]))
    together = of_steps.group_by("case").aggregate(steps_mark=ibis._.step_mark.bit_xor(), steps_n=ibis._.count())
    cases = beside(log.cases, together)
    cases = cases.cross_join(log.cases.aggregate(reach=log.cases.last_at.max()))
    waits = cases.is_open.fill_null(True) | cases.resolved_at.isnull()
    cases = cases.mutate(reach=waits.ifelse(cases.reach, None))
    cases = cases.mutate(mark=_mark(cases, [*CASES, "steps_mark", "steps_n"]))
    cases = cases.mutate(mark_now=_mark(cases, ["mark", "reach"]))
    return cases.select("case", *ENDS, "mark", "mark_now").cache()


def _mark(rows: Table, columns: list[str]) -> Any:
    return ibis.struct({name: rows[name] for name in columns}).hash()


def _by_day(rows: Table, at: Any, name: str, zone: str) -> Marks:
    dated = rows.mutate(day=local(at, zone).date())
    dated = dated.filter(dated.day.notnull())
    # The same rows give the same in whatever order; that one went and another came is said by all three together.
    told = dated.group_by("day").aggregate(
        n=dated["mark"].count(),
        mark=dated["mark"].bit_xor(),
        largest=dated["mark"].max(),
        mark_now=dated["mark_now"].bit_xor(),
        largest_now=dated["mark_now"].max(),
    )
    rows_ = told.to_pyarrow().to_pylist()
    return {
        name: {row["day"].isoformat(): f"{row['n']}.{row['mark']}.{row['largest']}" for row in rows_},
        name + NOW: {row["day"].isoformat(): f"{row['n']}.{row['mark_now']}.{row['largest_now']}" for row in rows_},
    }


def differing(before: Marks, now: Marks) -> dict[str, set[date]]:
    """The days of each instant that are not as they were: changed, new or gone."""
    found: dict[str, set[date]] = {}
    for name in now.keys() | before.keys():
        was, stands = before.get(name, {}), now.get(name, {})
        days = was.keys() | stands.keys()
        found[name] = {date.fromisoformat(day) for day in days if was.get(day) != stands.get(day)}
    return found
