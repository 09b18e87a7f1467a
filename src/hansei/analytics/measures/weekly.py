"""How many cases of one rule were reported each week, beside all others: what an improvement is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.log import DIMENSIONS, Log
from hansei.analytics.measures.holes import Delivered
from hansei.analytics.measures.instants import local, local_day, start_of, start_of_local_day

# Columns of a case that a rule may name.
RULE_COLUMNS: Final = (*DIMENSIONS, "team")
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)

Unit = Literal["cases", "hours"]


@dataclass(frozen=True)
class Rule:
    """Which cases count: each column holds one of its values, and, where given, the local hour of report is in the
    window [first, last), which may run over midnight; `keys` names cases one by one instead."""

    where: Mapping[str, Sequence[str]]
    hours: tuple[int, int] | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Week:
    """One whole week from `monday`: cases (or hours) by the rule, and the number of all other cases.

    `value` None: the data have a hole here.
    """

    monday: date
    value: float | None
    others: int


@dataclass(frozen=True)
class Weeks:
    """Every whole week that the data cover, oldest first, empty ones included; and the last day the data reach."""

    weeks: tuple[Week, ...]
    known_until: date | None


def weekly(log: Log, rule: Rule, *, unit: Unit = "cases", zone: str = "UTC") -> Weeks:
    """Count the cases of a rule (or sum their recorded hours) by the week of their report, on the clock of `zone`.

    Weeks that the extract's beginning or end cuts are left out; cases without a report instant too. Cases without
    recorded hours add none. Raises ValueError for a column that a rule may not name and for an empty rule.
    """
    cases = log.cases.filter(log.cases.reported_at.notnull())
    at = local(cases.reported_at, zone)
    cases = cases.mutate(monday=start_of(at, "week").date(), counts=matching(cases, rule, zone))
    value = (
        cases.counts.ifelse(cases.worked_hours.fill_null(0.0), 0.0) if unit == "hours" else cases.counts.ifelse(1, 0)
    )
    grouped = cases.mutate(value=value).group_by("monday")
    rows = grouped.aggregate(value=ibis._.value.sum(), counted=ibis._.counts.ifelse(1, 0).sum(), all=ibis._.count())
    found = {row["monday"]: row for row in rows.to_pyarrow().to_pylist()}
    first, last = _reach(log, zone)
    if first is None or last is None:
        return Weeks((), None)
    came = Delivered({monday: row["all"] for monday, row in found.items()})
    return Weeks(tuple(_week(monday, found, came) for monday in _mondays(first, last)), last)


def never_counted(log: Log, rule: Rule, *, zone: str = "UTC") -> dict[str, list[str]] | None:
    """Say why a rule never counted a case: the values of each column of which no reported case has any.

    Empty where each column is met, but never all of the rule at once; None where the rule did count a case.
    """
    cases = log.cases.filter(log.cases.reported_at.notnull())
    met = {name: cases[name].isin(list(values)).fill_null(False) for name, values in rule.where.items()}
    met["all of it"] = matching(cases, rule, zone)
    row = cases.aggregate(**{name: each.ifelse(1, 0).sum() for name, each in met.items()}).to_pyarrow().to_pylist()[0]
    if row["all of it"]:
        return None
    return {name: list(values) for name, values in rule.where.items() if not row[name]}


def mix_of_others(log: Log, rule: Rule, first: date, last: date, *, zone: str = "UTC") -> dict[str, int]:
    """Return how many cases outside the rule were reported from `first` to `last` (local days), by kind of case."""
    cases = log.cases.filter(log.cases.reported_at.notnull())
    since, until = (ibis.literal(start_of_local_day(day, zone), type="timestamp(6)") for day in (first, last + DAY))
    cases = cases.filter(~matching(cases, rule, zone), cases.reported_at >= since, cases.reported_at < until)
    rows = cases.group_by(kind=cases.kind.fill_null("")).aggregate(n=ibis._.count()).to_pyarrow().to_pylist()
    return {row["kind"]: row["n"] for row in rows}


def matching(cases: Table, rule: Rule, zone: str) -> BooleanValue:
    """Return the condition that a case counts; never NULL."""
    if unknown := sorted(set(rule.where) - set(RULE_COLUMNS)):
        raise ValueError(f"a rule may not name {unknown}")
    parts: list[Any] = [cases[name].isin(list(values)) for name, values in rule.where.items()]
    if rule.keys:
        parts.append(cases.key.isin(list(rule.keys)))
    if not parts:
        raise ValueError("a rule needs a column with a value, or keys")
    if rule.hours is not None:
        hour, (first, last) = local(cases.reported_at, zone).hour(), rule.hours
        inside = (hour >= first) & (hour < last) if first < last else (hour >= first) | (hour < last)
        parts.append(inside)
    met = parts[0]
    for part in parts[1:]:
        met = met & part
    found: BooleanValue = met.fill_null(False)
    return found


def _reach(log: Log, zone: str) -> tuple[date | None, date | None]:
    """First and last local day of the data. Three instants: their zone's table in the query cost more than counting."""
    cases = log.cases
    ends = cases.aggregate(first=cases.reported_at.min(), reported=cases.reported_at.max(), seen=cases.last_at.max())
    row = ends.to_pyarrow().to_pylist()[0]
    last = max((at for at in (row["reported"], row["seen"]) if at is not None), default=None)
    return local_day(row["first"], zone), local_day(last, zone)


def _mondays(first: date, last: date) -> list[date]:
    """Mondays of the weeks that lie wholly between the two days."""
    start = first + timedelta(days=-first.weekday() % 7)
    # The last day is seldom whole: its week counts only when the next one has begun.
    return [start + WEEK * step for step in range(max(0, (last - start).days // 7))]


def _week(monday: date, found: Mapping[date, Mapping[str, Any]], came: Delivered) -> Week:
    if monday not in found:
        return Week(monday, None if came.is_hole(monday) else 0.0, 0)
    row = found[monday]
    return Week(monday, float(row["value"]), int(row["all"]) - int(row["counted"]))
