"""The signs of gaming in a log, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hansei.analytics.log import BASE
from hansei.analytics.measures.tests.logs import _table, hours, log_of, path
from hansei.analytics.quality import signs as quality
from hansei.analytics.quality.gaming import Share

PLAIN: dict[str, Any] = {"kind": "incident", "reported_at": hours(0)}


def test_closed_and_taken_up_again_within_a_day_counts_once_for_each_closing():
    steps = path(1, (0, "New"), (1, "Resolved"), (2, "Closed"), (20, "Active"), (21, "Resolved"))  # 19 hours later
    steps += path(2, (0, "New"), (1, "Closed"), (26, "Active"))  # 25 hours later
    log = log_of([{"case": 1, **PLAIN}, {"case": 2, **PLAIN}], steps)
    assert quality.closings(log) == Share(1, 3)


def test_a_pause_that_begins_in_the_last_tenth_of_its_time():
    cases = [{"case": number, **PLAIN, "due_at": hours(10)} for number in (1, 2)]
    steps = path(1, (0, "New"), (9.5, "Waiting"), (9.7, "Vendor"))  # from one wait to the next is one pause
    steps += path(2, (0, "New"), (2, "Waiting"), (3, "Active"), (11, "Waiting"))
    assert quality.pauses(log_of(cases, steps)) == Share(1, 3)


def test_a_priority_that_was_lowered_after_opening():
    cases = [
        {"case": number, **PLAIN, "priority": word, "priority_rank": rank}
        for number, word, rank in ((1, "low", 3), (2, "high", 1), (3, "low", 3))
    ]
    told = [(1, None, "high"), (1, hours(1), "low"), (2, None, "low"), (2, hours(1), "high"), (3, None, "low")]
    values = [{"object": case, "at": at, "name": "priority", "value": value} for case, at, value in told]
    log = replace(log_of(cases), object_values=_table(values, BASE["object_values"]))
    assert quality.priorities(log) == Share(1, 3)
    still = replace(log_of(cases), object_values=_table([values[-1]], BASE["object_values"]))
    assert quality.priorities(still) is None  # what never changes is no history


def test_a_new_case_for_the_same_matter_of_the_same_requester():
    at = [(1, 0, 1, "u1"), (2, 20, 21, "u1"), (3, 20, None, "u2"), (4, 60, None, "u1")]
    cases = [
        {"case": case, "reported_at": hours(start), "closed_at": None if end is None else hours(end),
         "requester": who, "service": "Mail"}
        for case, start, end, who in at
    ]  # fmt: skip
    assert quality.matters(log_of(cases)) == Share(1, 4)


@pytest.mark.parametrize(
    ("share", "state"),
    [(Share(12, 100), "alarm"), (Share(7, 100), "quiet"), (Share(40, 49), "too_few"), (None, "missing")],
    ids=["interval above 5 %", "interval holds 5 %", "too few", "nothing to read"],
)
def test_a_share_is_an_alarm_where_its_whole_interval_lies_above_five_percent(share: Share | None, state: str):
    assert quality.judged("reopened_soon", share, "phases").state == state


def test_a_break_at_the_limit_needs_three_times_as_many_inside():
    assert quality.of_bins("break_at_limit", {20: 91, 21: 30}).state == "alarm"
    assert quality.of_bins("break_at_limit", {20: 90, 21: 30}).state == "quiet"


def test_what_a_log_lacks_is_said_for_each_sign():
    found = quality.signs(log_of([{"case": 1, **PLAIN}]))
    assert [(each.code, each.state, each.lacks) for each in found] == [
        ("bunching", "missing", "due_times"),
        ("break_at_limit", "missing", "due_times"),
        ("reopened_soon", "missing", "phases"),
        ("paused_late", "missing", "pauses"),
        ("lowered_after_opening", "missing", "priorities"),
        ("opened_anew", "missing", "requesters"),
    ]
