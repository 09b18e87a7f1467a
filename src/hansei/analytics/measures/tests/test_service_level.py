"""Promises, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from hansei.analytics.measures.tests.logs import answer, hours, log_of

NOW = datetime(2025, 3, 4, tzinfo=UTC)  # 24 hours


def test_the_flag_counts_by_case_and_only_where_there_is_one() -> None:
    running = {"case": 4, "service_level_flag": True, "is_open": True}  # it may still flip
    flagged = [{"case": 1, "service_level_flag": False}, {"case": 2, "service_level_flag": True}]
    told = answer(log_of([*flagged, {"case": 3}, running]), "service_level_flag_share")
    assert (told.value, told.count, told.n, told.left_out) == (0.5, 1, 2, {"unknown": 2})


def test_attainment_counts_the_overdue_and_leaves_out_what_is_not_due() -> None:
    """200 resolved (184 in time), 10 open past due, 5 not yet due, 7 without a target: 184 / 210."""
    in_time = [{"resolved_at": hours(4), "due_at": hours(4)}] * 184
    late = [{"resolved_at": hours(5), "due_at": hours(4)}] * 16
    overdue, not_due = [{"due_at": hours(4)}] * 10, [{"due_at": hours(30)}] * 5
    rows = [*in_time, *late, *overdue, *not_due, *[{"resolved_at": hours(1)}] * 7]
    cases = [{"case": number, "reported_at": hours(0)} | row for number, row in enumerate(rows)]
    told = answer(log_of(cases), "service_level_attainment", now=NOW)
    assert (told.count, told.n, told.value) == (184, 210, 184 / 210)
    assert told.left_out == {"not_due": 5, "no_target": 7}
    assert (told.rows[0]["ended_late"], told.rows[0]["open_overdue"]) == (16, 10)


def test_the_first_target_that_fits_holds_and_the_case_s_own_due_time_before_it() -> None:
    cases = [
        {"case": 1, "reported_at": hours(0), "resolved_at": hours(5), "priority": "1"},
        {"case": 2, "reported_at": hours(0), "resolved_at": hours(5), "priority": "2"},
        {"case": 3, "reported_at": hours(0), "resolved_at": hours(5), "priority": "1", "due_at": hours(6)},
        {"case": 4, "reported_at": hours(0), "resolved_at": hours(5)},
    ]
    targets = [{"priority": "1", "hours": 4}, {"hours": 8}]
    told = answer(log_of(cases), "service_level_attainment", targets=targets, now=NOW, by=("priority",))
    assert {row["priority"]: (row["count"], row["n"]) for row in told.rows} == {"1": (1, 2), "2": (1, 1), None: (1, 1)}


def test_an_instant_without_a_zone_is_refused() -> None:
    log = log_of([{"case": 1, "reported_at": hours(0), "due_at": hours(1)}])
    with pytest.raises(ValueError, match="zone"):
        answer(log, "service_level_attainment", now=datetime(2025, 3, 4))  # noqa: DTZ001  # that is what is refused


def test_met_by_reassignments_groups_by_number() -> None:
    cases: list[dict[str, Any]] = [
        {"case": 1, "reassigned": 0, "service_level_flag": True},
        {"case": 2, "reassigned": 0, "service_level_flag": False},
        {"case": 3, "reassigned": 3, "service_level_flag": False},
        {"case": 4, "reassigned": 12, "service_level_flag": None},
    ]
    rows = answer(log_of(cases), "met_by_reassignments").rows
    assert [(row["reassignments"], row["value"], row["n"]) for row in rows] == [
        ("0", 0.5, 2),
        ("3–4", 0.0, 1),
        ("10+", None, 1),
    ]
