"""What follows a clock is told from what chance gathers, against the population's own hours."""

from datetime import date, timedelta

import numpy as np
import pytest

from hansei.analytics.statistics import (
    benjamini_hochberg,
    calendar_surge,
    clock_window,
    regularity,
    weekday_concentration,
)


def test_calls_between_18_and_21_are_a_window() -> None:
    minutes = [18 * 60 + 7 * step for step in range(20)]
    found = clock_window([*minutes, 300.0, 700.0])
    assert (found.start, found.share.value, found.share.n) == (1080, 20 / 22, 22)
    assert found.usual == pytest.approx(1 / 8)
    assert found.chance == pytest.approx(1 / 2001)


def test_a_window_may_run_past_midnight() -> None:
    found = clock_window([1410.0, 1425, 1435, 5, 20, 45, 50, 60, 720])
    assert (found.start, found.share.value) == (1410, 8 / 9)


def test_office_hours_are_no_window_when_everybody_keeps_them() -> None:
    rng = np.random.default_rng(2)
    everybody = rng.normal(600, 60, 5_000)
    group = rng.normal(600, 60, 40)
    assert (clock_window(list(group), population=list(everybody)).chance or 0) > 0.05
    assert (clock_window(list(group)).chance or 1) < 0.01


@pytest.mark.slow
def test_random_groups_are_called_in_about_one_of_twenty() -> None:
    """200 groups of 15: at 5 % expect 10; above 18 comes by in 1 %."""
    rng = np.random.default_rng(4)
    called = sum((clock_window(list(rng.random(15) * 1440)).chance or 1) <= 0.05 for _ in range(200))
    assert called <= 18


def test_events_of_one_minute_are_all_held() -> None:
    found = clock_window([600.0] * 8)
    assert (found.start, found.share.value) == (600, 1.0)


def test_three_events_tell_nothing() -> None:
    assert clock_window([1.0, 2, 3]).chance is None
    assert clock_window([]).share.value is None
    assert weekday_concentration([0, 0, 0]).chance is None
    assert regularity([0.0, 7, 14]).chance is None


def test_mondays_only_is_a_weekday() -> None:
    """Ten of ten on a Monday: (1/7)^10, seven days looked at."""
    found = weekday_concentration([0] * 10)
    assert (found.start, found.share.value) == (0, 1.0)
    assert found.chance == pytest.approx(7 * 7**-10, rel=1e-3)


def test_mondays_are_usual_where_all_work_falls_on_them() -> None:
    assert (weekday_concentration([0] * 10, population=[100, 0, 0, 0, 0, 0, 0]).chance or 0) > 0.99


def test_once_a_week_with_a_day_of_jitter_is_regular() -> None:
    rng = np.random.default_rng(3)
    found = regularity(list(np.arange(26) * 7 + rng.normal(0, 1, 26)))
    assert found.chance == pytest.approx(1 / 2001)
    assert found.median_gap == pytest.approx(7, abs=0.7)


def test_random_instants_are_regular_in_about_one_of_twenty() -> None:
    rng = np.random.default_rng(6)
    called = sum((regularity(list(rng.random(12) * 365)).chance or 1) <= 0.05 for _ in range(200))
    assert called <= 18


def test_a_companys_own_week_is_no_rhythm() -> None:
    """Everything happens on Mondays; five random ones of a hundred are not more regular for it."""
    everything = [float(7 * at) for at in range(100)]
    alone = regularity([0.0, 70, 84, 350, 357, 500], population=everything)
    assert (alone.chance or 0) > 0.2


def test_a_surge_at_quarter_ends_is_a_ratio_of_rates() -> None:
    """2024: one a day in the four last weeks (28 days), one each ten days otherwise (338 days)."""
    year = [date(2024, 1, 1) + timedelta(days=at) for at in range(366)]
    last_weeks = [
        day for day in year if (day + timedelta(days=7)).day <= 7 and (day + timedelta(days=7)).month % 3 == 1
    ]
    others = [day for day in year if day not in last_weeks][::10]
    surge = calendar_surge([*last_weeks, *others], (year[0], year[-1]))
    assert (len(last_weeks), len(others), surge.n) == (28, 34, 62)
    assert surge.value == pytest.approx(1 / (34 / 338))
    assert surge.low is not None
    assert surge.low > 5


def test_no_quarter_end_says_nothing() -> None:
    assert calendar_surge([date(2024, 2, 1)], (date(2024, 1, 1), date(2024, 2, 20))).value is None


def test_many_tests_raise_the_bar() -> None:
    assert benjamini_hochberg([0.01, 0.02, 0.9]) == pytest.approx([0.03, 0.03, 0.9])
    assert benjamini_hochberg([0.001], tests=100) == pytest.approx([0.1])
    assert benjamini_hochberg([]) == []
