"""The finder's arithmetic against values worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from hansei.analytics.demonstration import as_log, generate
from hansei.analytics.engine import connect
from hansei.analytics.finder import Facts, FinderSettings, OfficeHours, find_recurrences
from hansei.analytics.finder.calls import in_office, observed
from hansei.analytics.finder.rhythm import both, clock, level, lower_tail, rhythm
from hansei.analytics.finder.score import WEIGHTS, components
from hansei.analytics.finder.wording import mean_similarity, tokens
from hansei.analytics.local_time import DAY, to_local, to_utc

FIRST = np.array([0])


def micros(month: int, day: int, hour: int, minute: int = 0) -> Any:
    """An instant of 2025 in UTC, as the finder keeps it."""
    return np.array([int(datetime(2025, month, day, hour, minute, tzinfo=UTC).timestamp()) * 1_000_000])


def test_a_call_every_seventh_day_is_no_accident() -> None:
    assert rhythm(np.arange(0, 140, 7), FIRST).chance[0] < 1e-9


def test_days_drawn_at_random_seldom_look_even() -> None:
    """Of 2,000 groups of random days, at most about one in a hundred may pass at one in a hundred."""
    rng = np.random.default_rng(8)
    groups = [np.unique(rng.integers(0, 365, 40)) for _ in range(2_000)]
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    chance = rhythm(np.concatenate(groups), starts).chance
    assert (chance <= 0.01).mean() <= 0.015
    assert (chance <= 0.001).mean() <= 0.003


@pytest.mark.parametrize("calls", [34, 120, 260], ids=["few", "some", "nearly every other day"])
def test_working_days_drawn_at_random_seldom_look_level(calls: int) -> None:
    """Days taken once only lie a little more level than points would; that is no rhythm."""
    rng = np.random.default_rng(9)
    working = np.array([day for day in range(730) if day % 7 < 5])
    day = np.concatenate([np.sort(rng.choice(working, calls, replace=False)) for _ in range(2_000)])
    chance = level(day, np.repeat(np.arange(2_000), calls), np.ones(2_000, dtype=bool))
    assert 0.05 <= (chance <= 0.1).mean() <= 0.12
    assert (chance <= 0.01).mean() <= 0.015
    assert (chance <= 0.001).mean() <= 0.003


def test_a_call_that_keeps_its_turn_however_late_it_comes_is_told_from_chance() -> None:
    """One call in every four weeks, anywhere in them: the gaps go from a day to eight weeks, the days lie level."""
    rng = np.random.default_rng(10)
    groups = [np.arange(26) * 28 + rng.integers(0, 28, 26) for _ in range(200)]
    chance = level(np.concatenate(groups), np.repeat(np.arange(200), 26), np.ones(200, dtype=bool))
    assert (chance <= 0.001).mean() >= 0.5


def test_the_tail_is_that_of_the_published_table() -> None:
    """Anderson and Darling 1952, table of the limiting distribution."""
    table = {0.02480: 0.01, 0.04601: 0.10, 0.11888: 0.50, 0.46136: 0.95}
    assert lower_tail(np.array(list(table))) == pytest.approx(list(table.values()), abs=1e-4)


def test_calls_nearly_every_day_have_no_rhythm_to_tell() -> None:
    assert rhythm(np.arange(0, 60, 2), FIRST).chance[0] == 1.0


def test_two_chances_of_one_in_twenty_make_one_in_57() -> None:
    """Fisher: k (1 − ln k) with k = 0.05 × 0.05: 0.0025 × 6.99146."""
    assert both(np.array([0.05]), np.array([0.05]))[0] == pytest.approx(0.01747866, rel=1e-5)


def test_a_window_goes_past_midnight() -> None:
    hours = np.zeros((1, 24))
    hours[0, [23, 0, 1]] = 5
    found = clock(hours, np.full((1, 24), 1 / 24))
    assert found.from_hour[0] == 23
    assert found.chance[0] == pytest.approx(24 * 0.125**15)


def test_local_time_jumps_in_spring_and_comes_back() -> None:
    before, after = micros(3, 30, 0, 30), micros(3, 30, 1, 30)
    assert to_local(before, "Europe/Berlin") == micros(3, 30, 1, 30)
    assert to_local(after, "Europe/Berlin") == micros(3, 30, 3, 30)
    assert to_utc(micros(7, 1, 18, 0), "Europe/Berlin") == micros(7, 1, 16, 0)


def test_a_holiday_is_no_office_day() -> None:
    office = OfficeHours(holidays=frozenset({date(2025, 5, 1)}))
    assert in_office(micros(4, 30, 10), office)[0]
    assert not in_office(micros(5, 1, 10), office)[0]
    assert not in_office(micros(4, 30, 18), office)[0]


def test_a_few_old_tickets_do_not_stretch_the_time_observed() -> None:
    old = np.array([0, 400]) * DAY
    dense = 10_000 * DAY + np.arange(200) * DAY // 4
    since, until = observed(np.concatenate([old, dense]))
    assert (since, until) == (dense[0], dense[-1])


def test_words_are_cut_by_script() -> None:
    assert tokens("RosterBatch02 перезапуски 排班批处理") == [
        "rosterbatch02",
        "перезапуск",
        "排班",
        "班批",
        "批处",
        "处理",
    ]


def test_the_same_words_are_alike_and_others_are_not() -> None:
    assert mean_similarity(["batch stopped", "batch stopped", "batch stopped"]) == pytest.approx(1.0)
    assert mean_similarity(["batch stopped", "ночной расчёт"]) == pytest.approx(0.0)
    assert mean_similarity(["alone"]) is None


@pytest.fixture(scope="module")
def facts() -> Facts:
    settings = FinderSettings(office=OfficeHours(zone="Europe/Berlin"), minimum_billed_hours=1.0)
    return find_recurrences(as_log(connect(), generate(31, 3_000)), settings).findings[0].facts


@pytest.mark.slow
def test_the_score_is_the_sum_of_its_explained_parts(facts: Facts) -> None:
    parts = components(facts, 1.0)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert [part.code for part in parts] == list(WEIGHTS)
    assert sum(part.points for part in parts) > 0.9


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("rhythm", {"rhythm_chance": 0.01}),
        ("size", {"calls": 6}),
        ("alive", {"trend": "died"}),
    ],
)
def test_change_an_input_and_its_part_changes(facts: Facts, code: str, changed: dict[str, Any]) -> None:
    before = {part.code: part.points for part in components(facts, 1.0)}
    after = {part.code: part.points for part in components(replace(facts, **changed), 1.0)}
    assert after[code] < before[code]
    assert {name: points for name, points in after.items() if name != code} == {
        name: points for name, points in before.items() if name != code
    }
