"""Kept SQL answers as SQL that is made anew, and no two expressions that differ share it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hansei.analytics import compiled
from hansei.analytics.engine import connect
from hansei.analytics.log import CASES, Log
from hansei.analytics.measures import compute
from hansei.analytics.measures.tests.logs import hours, log_of, path


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_kept", type(compiled._kept)())


def history(wait: float) -> Log:
    """Four cases of which every column is known; what differs from log to log is how long each waited."""
    at = (
        "failed_at",
        "detected_at",
        "reported_at",
        "answered_at",
        "restored_at",
        "resolved_at",
        "verified_at",
        "closed_at",
    )
    cases = [
        {name: {"string": name, "int64": 1, "boolean": False, "float64": 1.0}.get(kind) for name, kind in CASES.items()}
        | {name: hours(number + (wait if place > 3 else 0)) for place, name in enumerate(at)}
        | {"case": number, "key": f"T{number}", "kind": "incident", "due_at": hours(number + 4)}
        for number in range(1, 5)
    ]
    steps = [
        step
        for number in range(1, 5)
        for step in path(number, (number, "New"), (number + wait / 2, "Active"), (number + wait, "Resolved"), team="A")
    ]
    return log_of(cases, steps)


@pytest.mark.slow
def test_every_measure_says_of_a_second_log_what_it_says_without_kept_sql():
    """The second log has other names for its tables: its SQL is kept SQL, and its answers are its own."""
    compute(history(2))
    kept = len(compiled._kept)
    by_kept = compute(second := history(6))
    assert kept > 30 and len(compiled._kept) == kept
    compiled._kept.clear()
    assert by_kept == compute(second)
    assert by_kept["time_to_resolve"].value == 6.0


T = ibis.table({"n": "int64", "at": "timestamp('UTC')", "moment": "timestamp(6)", "word": "string"}, name="things")
WORTHS = st.one_of(
    st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.text("ab\0'\"0", max_size=3), st.none(),
    st.dates(date(2024, 1, 1), date(2024, 1, 3)), st.datetimes(timezones=st.just(UTC)), st.datetimes(),
    st.decimals(-1, 1, places=1), st.just("MAKE_TIMESTAMP(2024, 1, 1, 0, 0, 0.0)"),
)  # fmt: skip


@given(WORTHS, WORTHS)
def test_two_expressions_share_sql_only_where_they_are_written_alike(one: Any, other: Any):
    con = connect_once()
    first, second = (T.mutate(found=ibis.literal(each)) for each in (one, other))
    for each in (first, second, first, second):
        assert con.compile(each) == super(type(con), con).compile(each)


@given(st.datetimes(), st.datetimes(), st.datetimes(), st.datetimes())
def test_another_month_is_asked_with_kept_sql_and_its_own_days(since: Any, before: Any, later: Any, end: Any):
    con = connect_once()
    compiled._kept.clear()
    for one, other in ((since, before), (later, end), (since, end)):
        asked = T.filter((T.n > 0) & (T.moment >= one) & (T.moment < other)).mutate(
            word=ibis.literal("MAKE_TIMESTAMP(…)"), from_start=T.moment.delta(one, unit="second")
        )
        assert con.compile(asked) == super(type(con), con).compile(asked)
    equals = {(since == before), (later == end), (since == end)}
    assert len(compiled._kept) == len(equals)


@given(st.datetimes(), st.datetimes())
def test_an_instant_within_a_list_stays_its_own(at: datetime, other: datetime):
    con = connect_once()
    for moment in (at, other):
        asked = T.filter(T.moment > moment).mutate(found=ibis.array([ibis.literal(at), ibis.literal(other)]))
        listed = T.filter(T.moment > moment).mutate(found=ibis.literal([at, other], type="array<timestamp(6)>"))
        for each in (asked, listed):
            assert con.compile(each) == super(type(con), con).compile(each)


@given(st.datetimes(), st.datetimes(), st.sampled_from(["", "\t", "a", "'"]))
def test_words_that_read_like_an_instant_stay_words(at: datetime, other: datetime, before: str):
    con = connect_once()
    words = before + compiled._written(at)
    for moment in (at, other):
        asked = T.filter(T.moment > moment).mutate(found=ibis.literal(words))
        assert con.compile(asked) == super(type(con), con).compile(asked)
        assert words.replace("'", "''") in con.compile(asked)


def connect_once() -> Any:
    if not _con:
        _con.append(connect())
    return _con[0]


_con: list[Any] = []


@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 1.0), (-1, -2), (0.0, -0.0), ("1", 1), (1, Decimal(1))])
def test_numbers_that_python_takes_for_equal_are_not(one: Any, other: Any):
    forms = [compiled.form_of(T.mutate(found=ibis.literal(each)).op()) for each in (one, other)]
    assert forms[0] != forms[1]


def test_what_comes_out_by_chance_is_made_each_time():
    con = connect()
    by_chance = T.mutate(found=ibis.random())
    con.compile(by_chance)
    assert not compiled._kept


def test_the_least_used_goes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(compiled, "MOST", 2)
    con = connect()
    for bound in (1, 2, 1, 3):
        con.compile(T.filter(T.n > bound))
    made: list[int] = []
    for bound in (1, 3, 2):
        compiled.sql_of(T.filter(T.n > bound).op(), lambda bound=bound: made.append(bound) or "")  # type: ignore[misc, func-returns-value]  # tells that it was asked
    assert made == [2]


def test_many_threads_get_the_sql_of_their_own_tables():
    con = connect()
    tables = [
        con.create_table(ibis.util.gen_name("own"), ibis.memtable({"n": [number]}).to_pyarrow()) for number in range(40)
    ]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda table: con.compile(table.mutate(m=table.n + 1)), tables))
    assert [table.op().name in sql for table, sql in zip(tables, told, strict=True)] == [True] * 40
    assert len(compiled._kept) == 1
