"""A weekday is told from what chance gathers, against the population's own week."""

import pytest

from hansei.analytics.statistics import weekday_concentration


def test_three_events_tell_nothing() -> None:
    assert weekday_concentration([0, 0, 0]).chance is None


def test_mondays_only_is_a_weekday() -> None:
    """Ten of ten on a Monday: (1/7)^10, seven days looked at."""
    found = weekday_concentration([0] * 10)
    assert (found.start, found.share.value) == (0, 1.0)
    assert found.chance == pytest.approx(7 * 7**-10, rel=1e-3)


def test_mondays_are_usual_where_all_work_falls_on_them() -> None:
    assert (weekday_concentration([0] * 10, population=[100, 0, 0, 0, 0, 0, 0]).chance or 0) > 0.99
