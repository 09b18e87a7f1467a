"""The six criteria of information quality, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hansei.analytics.log import BASE
from hansei.analytics.measures.tests.logs import _table, hours, log_of, path
from hansei.analytics.quality import criteria as quality

DAY = 24


def cases(n: int, **more: Any) -> list[dict[str, Any]]:
    """So many ended cases, reported at 0 and closed after 9 hours."""
    plain = {"kind": "incident", "is_open": False, "reported_at": hours(0), "closed_at": hours(9)}
    return [{"case": number, "key": f"C{number:03d}", **plain, **more} for number in range(1, n + 1)]


def test_five_of_a_hundred_times_of_resolution_missing_leave_95_percent_available():
    rows = cases(100, resolved_at=hours(8))
    for each in rows[:5]:
        each["resolved_at"] = None
    found = quality.availability(log_of(rows))
    assert (found.value, found.good, found.n) == (0.95, 95, 100)
    assert [(each.code, each.n) for each in found.defects] == [("end_missing", 5)]
    assert found.defects[0].cases[0] == (1, "C001")


def test_what_is_open_cut_off_or_cancelled_needs_no_end():
    rows = cases(5, resolved_at=hours(8))
    changes: tuple[dict[str, Any], ...] = ({"is_open": True}, {"cut_off": True}, {}, {"reported_at": None}, {})
    for each, change in zip(rows, changes, strict=True):
        each |= change
        each["resolved_at"] = hours(8) if each["case"] == 5 else None
    steps = [{"case": 3, "at": hours(2), "state": "Cancelled", "phase": "cancelled"}]
    found = quality.availability(log_of(rows, steps))
    assert (found.good, found.n) == (3, 4)  # 4: neither report nor end, one case
    assert [(each.code, each.n) for each in found.defects] == [("report_missing", 1), ("end_missing", 1)]


def test_where_nothing_is_ever_resolved_the_closing_is_asked_for():
    found = quality.availability(log_of(cases(4)))
    assert (found.good, found.n) == (4, 4)


def test_three_of_a_hundred_in_an_impossible_order_leave_97_percent_accurate():
    rows = cases(100, resolved_at=hours(8))
    for each in rows[:2]:
        each["resolved_at"] = hours(-1)
    rows[2] |= {"failed_at": hours(1), "restored_at": hours(0), "closed_at": hours(-2)}
    found = quality.accuracy(log_of(rows))
    assert (found.value, found.n) == (0.97, 100)
    assert {each.code: each.n for each in found.defects} == {
        "resolved_before_report": 2,
        "closed_before_report": 1,
        "restored_before_failure": 1,
    }


def test_one_time_alone_has_no_order():
    found = quality.accuracy(log_of(cases(3, closed_at=None)))
    assert (found.value, found.reason) == (None, "one_time")


def recorded(*after: float | None) -> Any:
    """A log whose steps were recorded so many hours after they happened."""
    steps = [
        {"case": 1, "at": hours(at), "recorded_at": None if late is None else hours(at) + timedelta(hours=late)}
        for at, late in enumerate(after)
    ]
    return log_of(cases(1), steps)


def test_eight_of_a_hundred_recorded_more_than_a_day_later_leave_92_percent_timely():
    found = quality.timeliness(recorded(*[25.0] * 8, *[24.0] * 46, *[0.0] * 46, None))
    assert (found.value, found.good, found.n) == (0.92, 92, 100)
    assert [(each.code, each.n, each.cases) for each in found.defects] == [("recorded_late", 8, ((1, "C001"),))]


@pytest.mark.parametrize(
    ("after", "reason"),
    [((None, None), "recorded_missing"), ((0.0, 0.0), "recorded_copied")],
    ids=["not there", "a copy of the other"],
)
def test_without_a_time_of_recording_of_its_own_timeliness_is_not_measured(after: Any, reason: str):
    found = quality.timeliness(recorded(*after))
    assert (found.value, found.reason) == (None, reason)


def test_a_history_that_shows_more_than_the_counter_contradicts_it():
    rows = cases(4, reopened=0, reassigned=1)
    again = path(1, (0, "New"), (1, "Resolved"), (2, "Active"), (3, "Resolved"))
    steps = again + path(2, (0, "New"), (1, "Resolved")) + path(3, (0, "A"), (1, "B"), (2, "A"), column="team")
    found = quality.reliability(log_of(rows, steps))
    assert (found.good, found.n) == (1, 3)  # of case 4 nothing is told twice
    assert {each.code: each.cases for each in found.defects} == {
        "reopened_more": ((1, "C001"),),
        "reassigned_more": ((3, "C003"),),
    }
    assert quality.reliability(log_of(cases(4))).reason == "told_once"


def test_relevance_is_the_share_of_kept_fields_that_a_measure_reads():
    steps = [{"case": 1, "at": hours(0), "state": "New", "phase": "new"}]
    log = log_of(cases(2, service="Mail", title="x"), steps)
    own = [{"object": 1, "name": name, "type": "string", "value": "x"} for name in ("title", "mood", "key")]
    log = replace(log, object_values=_table(own, BASE["object_values"]))
    # reported, closed, service, title, state, activity (what became the state), and the source's own mood
    used = quality.read_by_measure("time_to_close") | {"phase", "priority_rank"}
    found = quality.relevance(log, used)
    assert (found.good, found.n) == (3, 7)
    assert found.defects[0].fields == ("activity", "mood", "service", "title")


def test_a_composed_measure_reads_what_its_definition_names():
    told = {
        "figure": {"what": "share", "hit": [{"what": "is", "field": "team"}], "at": {"end": "due"}},
        "by": "service",
    }
    assert quality.read_by_definition(told) == {"team", "due_at", "service"}


def test_there_are_six_in_their_order_and_accessibility_is_never_made_up():
    found = quality.criteria(log_of(cases(2, resolved_at=hours(8))), ["resolved_at"])
    assert tuple(each.code for each in found) == quality.CRITERIA
    assert (found[2].value, found[2].reason) == (None, "ask")
