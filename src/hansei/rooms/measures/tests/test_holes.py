"""Where a source delivered nothing: no zero and no fall, and no weekend and no quiet week is taken for that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hansei.rooms.measures import computing, valuing
from hansei.rooms.measures.tests.histories import a_data_set
from hansei.rooms.mining import queries as mining

pytestmark = pytest.mark.django_db
MONDAY = datetime.fromisoformat("2025-01-06 10:00")
DAY = timedelta(days=1)


def case(reported: datetime, resolved: datetime) -> dict[str, Any]:
    return {"reported_at": reported, "resolved_at": resolved, "closed_at": resolved, "last_at": resolved}


def series(cases: Iterable[dict[str, Any]], name: str, step: str) -> dict[str, tuple[float | None, int]]:
    data_set = a_data_set(list(cases))
    told = valuing.series_of(mining.log_of(data_set), mining.hours_of(data_set), name, step)
    return {day: (value, n) for day, value, n in told}


def test_a_weekend_without_reports_is_no_hole_by_the_day():
    """Twelve come on each working day; five of each are resolved on the Saturday after."""
    days = [MONDAY + DAY * at for at in range(42) if at % 7 < 5]
    cases = [
        case(day, day + DAY * (5 - day.weekday()) if n < 5 else day + timedelta(hours=4))
        for day in days
        for n in range(12)
    ]
    assert series(cases, "arrivals", "day")["2025-01-11"] == (0.0, 0)
    assert series(cases, "throughput", "day")["2025-01-11"][0] == 25.0
    assert series(cases, "time_to_resolve", "day")["2025-01-11"] == (72.0, 25)


@pytest.mark.parametrize(("ended", "resolved"), [(15, 15.0), (3, None)])
def test_a_week_in_which_half_as_many_end_as_usually_is_told_though_nobody_reported(ended: int, resolved: float | None):
    """Twenty a week; in the seventh nothing is reported, and some of those before are resolved."""
    cases = []
    for week in range(12):
        for n in range(20 if week != 6 else 0):
            at = MONDAY + timedelta(weeks=week, days=n % 5)
            cases.append(case(at, MONDAY + timedelta(weeks=6, days=2) if week == 5 and n < ended else at + DAY / 6))
    assert series(cases, "throughput", "week")["2025-02-17"][0] == resolved
    assert series(cases, "time_to_resolve", "week")["2025-02-17"][1] == (ended if resolved else 0)
    assert series(cases, "arrivals", "week")["2025-02-17"] == (None, 0)


def test_days_beyond_the_data_are_not_compared_as_days_without_cases():
    """Three a day from Wednesday 8 January to Tuesday 4 March: the second period holds two days of data."""
    days = [MONDAY + DAY * at for at in range(2, 58)]
    data_set = a_data_set([case(day, day + DAY / 6) for day in days for _ in range(3)])
    log, hours = mining.log_of(data_set), mining.hours_of(data_set)
    periods = ((date(2025, 2, 3), date(2025, 3, 2)), (date(2025, 3, 3), date(2025, 3, 9)))
    found = computing.comparison_of(log, log, hours, "cases", periods)
    assert (found["a"]["value"], found["b"]["value"], found["days_left_out"]) == (3.0, 3.0, 5)
