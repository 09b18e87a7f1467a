"""The grammar against an independent, slow reading of it in plain Python, for any log and any definition."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansei.analytics.composing import Definition, answer, followed_all, read, written
from hansei.analytics.measures.tests.logs import log_of
from hansei.worktime.calendar import Calendar
from hansei.worktime.clock import worked_time

ZONE = ZoneInfo("America/New_York")
OFFICE = Calendar(zone=ZONE, hours=dict.fromkeys(range(5), ((time(9), time(17)),)))
START = datetime.fromisoformat("2025-03-07 12:00")  # the clocks change on the 9th
Row = dict[str, Any]

moments = st.none() | st.integers(0, 10 * 24 * 4).map(lambda quarter: START + timedelta(minutes=15 * quarter))
words = st.sampled_from([None, "a", "b"])
cases = st.lists(
    st.fixed_dictionaries(
        {
            "kind": words,
            "service": words,
            "planned": st.sampled_from([None, True, False]),
            "reassigned": st.none() | st.integers(0, 3),
            "worked_hours": st.none() | st.sampled_from([0.0, 0.25, 1.5, 4.0]),
            "reported_at": moments,
            "resolved_at": moments,
        }
    ),
    max_size=6,
)
steps = st.lists(
    st.tuples(st.integers(0, 5), moments.filter(lambda at: at is not None), st.sampled_from("XYZ")), max_size=8
)

matches = st.lists(st.sampled_from("XYZ"), min_size=1, max_size=2, unique=True).map(
    lambda values: {"field": "state", "values": values}
)
instants = st.sampled_from(["reported", "resolved"]).map(lambda end: {"what": "end", "end": end}) | st.builds(
    lambda which, step: {"what": "step", "which": which, "step": step}, st.sampled_from(["first", "last"]), matches
)
counted = st.sampled_from(["elapsed", "service"]).map(lambda how: {"count": how})
ends = st.tuples(instants, instants).filter(lambda pair: pair[0] != pair[1])
leaves = st.one_of(
    st.builds(
        lambda field, values, unknown, is_not: {
            "what": "is", "field": field, "values": values, "unknown": unknown, "is_not": is_not,
        },
        st.sampled_from(["kind", "service"]),
        st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        lambda low, high: {"what": "between", "field": "reassigned", "at_least": low, "at_most": low + high},
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    st.builds(lambda step, is_not: {"what": "reached", "step": step, "is_not": is_not}, matches, st.booleans()),
    st.builds(
        lambda pair, hours, how: {"what": "within", "start": pair[0], "end": pair[1], "hours": hours, "counted": how},
        ends,
        st.sampled_from([0, 1, 8, 50]),
        counted,
    ),
)  # fmt: skip
conditions = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda what, of: {"what": what, "of": of},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
spreads = st.sampled_from(["median", "p90", "mean", "sum", "count"])
figures = st.one_of(
    st.builds(
        lambda pair, how, aggregate: {
            "what": "interval", "start": pair[0], "end": pair[1], "counted": how, "aggregate": aggregate,
        },
        ends,
        counted,
        spreads,
    ),
    st.builds(lambda at: {"what": "count", "at": at}, instants),
    st.builds(lambda step: {"what": "count", "of": "steps", "step": step}, matches),
    st.builds(
        lambda at, aggregate, field: {"what": "amount", "field": field, "at": at, "aggregate": aggregate},
        instants,
        spreads,
        st.sampled_from(["worked_hours", "reassigned"]),
    ),
    st.builds(
        lambda at, hit: {"what": "share", "at": at, "hit": hit}, instants, st.lists(conditions, min_size=1, max_size=2)
    ),
)  # fmt: skip
definitions = st.builds(
    lambda figure, where, step: {"figure": figure, "where": where, "step": step},
    figures,
    st.lists(conditions, max_size=2),
    st.sampled_from(["day", "week", "month"]),
)


class Oracle:
    """The grammar read off its description, case by case, without an engine."""

    def __init__(self, rows: list[Row], done: list[Row]) -> None:
        self.rows, self.done = rows, done
        self.now = max((row["last_at"] for row in rows if row["last_at"] is not None), default=None)

    def instant(self, row: Row, of: Row) -> datetime | None:
        if of["what"] == "end":
            found: datetime | None = row[f"{of['end']}_at"]
            return found
        at = [each["at"] for each in self.done if each["case"] == row["case"] and each["state"] in of["step"]["values"]]
        return None if not at else min(at) if of.get("which", "first") == "first" else max(at)

    def hours(self, start: datetime, end: datetime, how: Row) -> float:
        if how["count"] == "elapsed":
            return (end - start) / timedelta(hours=1)
        return worked_time(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC), OFFICE) / timedelta(hours=1)

    def time(self, row: Row, part: Row) -> float | None:
        start, end = self.instant(row, part["start"]), self.instant(row, part["end"])
        return None if start is None or end is None or end < start else self.hours(start, end, part["counted"])

    def met(self, row: Row, part: Row) -> bool | None:
        if part["what"] in ("all", "any"):
            inner = [self.met(row, each) for each in part["of"]]
            deciding = part["what"] == "any"
            return deciding if deciding in inner else None if None in inner else not deciding
        if part["what"] == "is":
            value = row[part["field"]]
            found = part["unknown"] if value is None else value in part["values"]
            return bool(found) is not bool(part["is_not"])
        if part["what"] == "between":
            return row[part["field"]] is not None and bool(part["at_least"] <= row[part["field"]] <= part["at_most"])
        if part["what"] == "reached":
            there = any(each["case"] == row["case"] and each["state"] in part["step"]["values"] for each in self.done)
            return there is not bool(part["is_not"])
        return self.within(row, part)

    def within(self, row: Row, part: Row) -> bool | None:
        start, end = self.instant(row, part["start"]), self.instant(row, part["end"])
        if start is None:
            return None
        if end is None:
            waits = 0.0 if self.now is None or self.now < start else self.hours(start, self.now, part["counted"])
            return False if waits > part["hours"] else None
        taken = self.time(row, part)
        return None if taken is None else bool(taken <= part["hours"])

    def counted(self, given: Row) -> list[tuple[date, float | bool | None]]:
        """The day and the value of everything that the definition is about."""
        figure = given["figure"]
        about = [row for row in self.rows if all(self.met(row, each) is True for each in given["where"])]
        if figure.get("of") == "steps":
            mine = {row["case"] for row in about}
            found = [
                each["at"] for each in self.done if each["case"] in mine and each["state"] in figure["step"]["values"]
            ]
            return [(self.day(at), 1.0) for at in found]
        told: list[tuple[date, float | bool | None]] = []
        for row in about:
            at = self.instant(row, figure["end"] if figure["what"] == "interval" else figure["at"])
            if at is not None:
                told.append((self.day(at), self.value(row, figure)))
        return told

    def value(self, row: Row, figure: Row) -> float | bool | None:
        if figure["what"] == "interval":
            return self.time(row, figure)
        if figure["what"] == "amount":
            return None if row[figure["field"]] is None else float(row[figure["field"]])
        if figure["what"] == "share":
            hits = [self.met(row, each) for each in figure["hit"]]
            return False if False in hits else None if None in hits else True
        return 1.0

    def day(self, at: datetime) -> date:
        return at.replace(tzinfo=UTC).astimezone(ZONE).date()

    def figure(self, given: Row, values: list[float | bool | None]) -> tuple[float | None, int]:
        known = sorted(float(each) for each in values if each is not None)
        what, n = given["figure"].get("aggregate", given["figure"]["what"]), len(known)
        if what == "count":
            return float(n), n
        if not known:
            return None, 0
        if what in ("mean", "share"):
            return sum(known) / n, n
        if what == "sum":
            return sum(known), n
        place = (n - 1) * {"median": 0.5, "p90": 0.9}[what]
        below = int(place)
        return known[below] + (known[min(below + 1, n - 1)] - known[below]) * (place - below), n

    def step(self, day: date, length: str) -> date:
        return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[length]


anything = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(anything, max_examples=2, derandomize=True)
@given(cases, steps, st.lists(definitions, min_size=1, max_size=3))
def test_the_grammar_agrees_with_a_slow_reading_of_it(rows: list[Row], done: list[Any], some: list[Row]):
    agrees(rows, done, some)


@pytest.mark.slow
@settings(anything, max_examples=60)
@given(cases, steps, st.lists(definitions, min_size=1, max_size=5))
def test_the_grammar_agrees_with_a_slow_reading_of_it_at_length(rows: list[Row], done: list[Any], some: list[Row]):
    agrees(rows, done, some)


def agrees(rows: list[Row], done: list[Any], some: list[Row]) -> None:
    """Whatever the log and the definitions, alone and together: values, n, and which steps there are."""
    rows = [{"case": at, "last_at": row["reported_at"], **row} for at, row in enumerate(rows)]
    taken = [{"case": case, "at": at, "state": state} for case, at, state in done if case < len(rows)]
    taken.sort(key=lambda each: each["at"])
    log, oracle = log_of(rows, taken), Oracle(rows, taken)
    read_ = {f"“{at}” ; --": Definition.model_validate(each) for at, each in enumerate(some)}
    together = followed_all(log, read_, office=OFFICE)
    for (name, definition), said in zip(read_.items(), some, strict=True):
        assert read(written(definition)) == definition
        counted = oracle.counted(said)
        told, (value, n) = answer(log, definition, office=OFFICE), oracle.figure(said, [each for _day, each in counted])
        assert told.n == n
        assert told.value == (None if value is None else pytest.approx(value))
        assert_steps(together[name], oracle, said, counted)


def assert_steps(found: dict[date, Any], oracle: Oracle, said: Row, counted: list[tuple[date, Any]]) -> None:
    by_step: dict[date, list[Any]] = {}
    for day, each in counted:
        by_step.setdefault(oracle.step(day, said["step"]), []).append(each)
    expected = {day: figure for day, each in by_step.items() if (figure := oracle.figure(said, each))[1]}
    assert {day: each.n for day, each in found.items()} == {day: n for day, (_value, n) in expected.items()}
    for day, told in found.items():
        assert told.value == pytest.approx(expected[day][0])
