"""Signs of gaming, worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hansei.analytics.measures.tests.logs import log_of
from hansei.analytics.quality.gaming import (
    Share,
    bunching,
    bunching_in,
    bunching_of,
    lowered_after_opening,
    opened_anew,
    paused_late,
    reopened_soon,
    used_in_bins,
)

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_80_against_40_are_bunched_and_an_alarm():
    found = bunching_of(80, 40)
    assert (found.state, found.ratio, found.n) == ("alarm", 2.0, 120)
    assert found.p is not None
    assert found.p < 0.001


def test_33_against_20_are_no_alarm_though_the_ratio_is_above_one_and_a_half():
    found = bunching_of(33, 20)
    assert (found.state, found.ratio) == ("quiet", 1.65)
    assert found.p == pytest.approx(0.05, abs=0.005)


def test_a_ratio_of_one_and_a_half_is_no_alarm_however_many_there_are():
    assert bunching_of(600, 400).state == "quiet"
    assert bunching_of(601, 400).state == "alarm"


def test_under_fifty_in_both_bands_is_too_few_and_fifty_with_none_before_is_an_alarm():
    assert bunching_of(49, 0).state == "too_few"
    found = bunching_of(50, 0)
    assert (found.state, found.ratio) == ("alarm", None)
    assert bunching_of(0, 0) == bunching([])


def test_the_limit_itself_is_kept_and_bands_do_not_share_a_case():
    found = bunching([1.0, 0.96, 0.951, 0.95, 0.901, 0.90, 0.89, 1.0001])
    assert (found.last, found.before) == (3, 2)  # 0.95 is the first of the earlier band; 0.90 lies beyond it


def test_closed_and_opened_again_within_a_day():
    pairs = [(AT, AT + 24 * HOUR), (AT, AT + 25 * HOUR), (AT, None), (AT, AT + HOUR)]
    assert reopened_soon(pairs) == Share(2, 4)
    assert reopened_soon([]).value is None


def test_pauses_in_the_last_tenth_of_the_clock():
    assert paused_late([0.9, 0.95, 1.0, 0.89, 0.1, 1.2]) == Share(3, 6)


def test_a_priority_lowered_after_opening_counts_once():
    assert lowered_after_opening([[1, 2, 3], [2, 1], [3, 3], [], [2, 1, 3]]) == Share(2, 4)


def test_a_new_case_for_the_same_matter_soon_after_the_last_was_closed():
    rows = [
        ("a", AT, AT + HOUR),
        ("a", AT + 2 * HOUR, AT + 3 * HOUR),
        ("a", AT + 40 * HOUR, None),
        ("b", AT + 2 * HOUR, None),
    ]
    assert opened_anew(rows) == Share(1, 4)


def test_a_history_s_cases_fall_into_the_bands_of_their_own_limits():
    def case(number: int, hours: float) -> dict[str, object]:
        start = datetime.fromisoformat("2025-03-03 09:00")
        due, end = start + 100 * HOUR, start + hours * HOUR
        return {"case": number, "key": f"C{number}", "reported_at": start, "due_at": due, "resolved_at": end}

    log = log_of([case(number, hours) for number, hours in enumerate((96, 100, 95, 91, 90, 101, 0), 1)])
    bins = used_in_bins(log)
    assert bins == {20: 2, 19: 2, 18: 1, 21: 1, 0: 1}
    assert (bunching_in(bins).last, bunching_in(bins).before) == (2, 2)
