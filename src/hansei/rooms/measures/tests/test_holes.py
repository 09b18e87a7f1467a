"""Weeks in which the source delivered nothing on a measure's page: gaps in the line, no days of a comparison."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hansei.rooms.measures import computing
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining
from hansei.rooms.mining.models import DataSet

pytestmark = pytest.mark.django_db

MONDAY = datetime.fromisoformat("2025-01-06 10:00")
FIRST, SECOND = (date(2025, 1, 6), date(2025, 2, 2)), (date(2025, 2, 3), date(2025, 3, 2))


@pytest.fixture
def silent() -> DataSet:
    """Two cases a day in eight weeks; nothing in the sixth, in which one of the first is resolved."""
    at = [MONDAY + timedelta(days=day) for day in range(56) if day // 7 != 5]
    cases = [{"reported_at": each, "resolved_at": each + timedelta(hours=4)} for each in at for _case in range(2)]
    cases[0]["resolved_at"] = MONDAY + timedelta(weeks=5)
    return a_data_set(cases)


def test_a_count_is_compared_by_the_days_that_have_data(silent: DataSet):
    """Two a day in both periods of four weeks, though fourteen fewer came in the second."""
    log, hours = mining.log_of(silent), mining.hours_of(silent)
    found = computing.comparison_of(log, log, hours, "cases", (FIRST, SECOND))
    assert (found["a"]["value"], found["b"]["value"], found["days_left_out"]) == (2.0, 2.0, 7)
    nothing = (date(2025, 2, 10), date(2025, 2, 16))
    assert computing.comparison_of(log, log, hours, "cases", (FIRST, nothing))["answer"] == "cannot_tell"


def test_a_straggler_is_no_value_of_a_week_without_any_case(silent: DataSet):
    log, hours = mining.log_of(silent), mining.hours_of(silent)
    points = computing.series_of(log, log, hours, "time_to_resolve", "week")["points"]
    assert [value for _day, value, _n in points] == [4.0] * 5 + [None] + [4.0] * 2
