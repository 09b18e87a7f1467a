"""Times between two ends, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hansei.analytics.measures import compute, working_days
from hansei.analytics.measures.tests.logs import answer, at, hours, log_of
from hansei.worktime.calendar import Calendar

MONDAY = "2025-03-03 00:00"
OFFICE = Calendar(ZoneInfo("Europe/Berlin"), {day: [(time(8), time(17))] for day in range(5)})


def ended(column: str, *after: float | None, start: str = "reported_at") -> list[dict[str, Any]]:
    return [
        {"case": number, start: hours(0), column: None if gap is None else hours(gap)}
        for number, gap in enumerate(after, start=1)
    ]


def spread(told: Any) -> tuple[Any, ...]:
    (row,) = told.rows
    return told.n, row["mean"], told.value, pytest.approx(row["p90"])


def test_time_to_resolve_leaves_open_cases_out_and_says_so() -> None:
    told = answer(log_of(ended("resolved_at", 2, 4, 12, None)), "time_to_resolve")
    assert spread(told) == (3, 6.0, 4.0, 10.4)
    assert told.left_out == {"not_ended": 1}
    assert told.unit == "elapsed hours"


def test_a_case_resolved_before_its_report_and_planned_work_are_left_out() -> None:
    cases = [
        *ended("resolved_at", 2, -1),
        {"case": 3, "reported_at": hours(0), "resolved_at": hours(9), "planned": True},
    ]
    told = answer(log_of(cases), "time_to_resolve")
    assert (told.n, told.value) == (1, 2.0)
    assert told.left_out == {"out_of_order": 1, "planned": 1}


def test_parts_of_a_second_count() -> None:
    cases = [{"case": 1, "reported_at": at("2025-03-03 00:00:00.250"), "resolved_at": at("2025-03-03 00:00:00.750")}]
    assert answer(log_of(cases), "time_to_resolve").value == pytest.approx(0.5 / 3600, rel=1e-12)


def test_time_to_close() -> None:
    assert spread(answer(log_of(ended("closed_at", 1, 3, 5)), "time_to_close")) == (3, 3.0, 3.0, 4.6)


def test_time_to_answer() -> None:
    assert spread(answer(log_of(ended("answered_at", 0.5, 1.5)), "time_to_answer")) == (2, 1.0, 1.0, 1.4)


def test_time_to_detect_begins_with_the_failure() -> None:
    told = answer(log_of(ended("detected_at", 0.25, 0.75, start="failed_at")), "time_to_detect")
    assert (told.n, told.rows[0]["mean"]) == (2, 0.5)


def test_time_to_restore_takes_the_report_where_the_failure_is_unknown_and_no_maintenance() -> None:
    cases = [
        *ended("restored_at", 1, 2),
        {"case": 3, "failed_at": hours(0), "reported_at": hours(5), "restored_at": hours(6)},
        {"case": 4, "failed_at": hours(0), "restored_at": hours(8), "planned": True},
    ]
    told = answer(log_of(cases), "time_to_restore")
    assert spread(told) == (3, 3.0, 2.0, 5.2)
    assert told.left_out == {"planned": 1}


def test_service_hours_stop_over_the_weekend() -> None:
    """Friday 16:00 to Monday 09:00 in Berlin, open 08:00 to 17:00: an hour each day."""
    cases = [{"case": 1, "reported_at": at("2025-03-07 15:00"), "resolved_at": at("2025-03-10 08:00")}]
    told = answer(log_of(cases), "time_to_resolve_service_hours", working=office())
    assert (told.value, told.unit) == (2.0, "service hours")


def test_service_hours_know_summer_time() -> None:
    """Friday 28 March 16:00 (15:00 UTC) to Monday 31 March 09:00 in summer time (07:00 UTC): two hours again."""
    cases = [{"case": 1, "reported_at": at("2025-03-28 15:00"), "resolved_at": at("2025-03-31 07:00")}]
    assert answer(log_of(cases), "time_to_resolve_service_hours", working=office()).value == 2.0


def test_without_a_calendar_there_are_no_service_hours() -> None:
    told = answer(log_of(ended("resolved_at", 2)), "time_to_resolve_service_hours")
    assert (told.value, told.n, told.reason) == (None, None, "no_data: working")


def test_where_nothing_is_resolved_the_answer_is_no_data_never_zero() -> None:
    told = answer(log_of(ended("resolved_at", None)), "time_to_resolve")
    assert (told.value, told.reason) == (None, "no_data: cases.resolved_at")


def test_an_empty_history_has_no_data_for_anything_but_its_counts() -> None:
    told = compute(log_of([]))
    assert {name for name, one in told.items() if one.reason is None} == {"cases", "events"}
    assert (told["cases"].value, told["events"].value) == (0, 0)


def office() -> Any:
    return working_days(OFFICE, datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC))
