"""Control charts tell signal from noise, and say so once."""

import pytest

from hansei.analytics.statistics import control_chart

CALM = [10.0, 12, 9, 11, 8, 12, 10, 9, 11, 10, 8, 12]


def test_limits_are_mean_and_2_66_mean_moving_ranges() -> None:
    """Twelve points, sum 122; moving ranges 2 3 2 3 4 2 1 2 1 2 4 = 26 over 11."""
    chart = control_chart(CALM)
    assert (chart.state, chart.n) == ("ok", 12)
    assert chart.centre == pytest.approx(122 / 12)
    assert chart.mean_moving_range == pytest.approx(26 / 11)
    assert chart.upper == pytest.approx(122 / 12 + 2.66 * 26 / 11)
    assert chart.lower == pytest.approx(122 / 12 - 2.66 * 26 / 11)
    assert chart.signals == ()


def test_eleven_points_are_too_few() -> None:
    chart = control_chart(CALM[:11])
    assert (chart.state, chart.n, chart.centre, chart.signals) == ("too_few", 11, None, ())


def test_eight_in_a_row_on_one_side_raise_one_signal() -> None:
    """MSR-23: 20 points; the mean is 10.4, and exactly the last eight stay above it."""
    values = [8.0, 12, 9, 11, 8, 12, 9, 11, 8, 12, 9, 9, *[11.0] * 8]
    chart = control_chart([*values])
    assert len(values) == 20
    assert [(s.start, s.end, s.side, s.codes) for s in chart.signals] == [(12, 19, "above", ("eight_on_one_side",))]


def test_seven_in_a_row_are_no_signal() -> None:
    values = [8.0, 12, 9, 11, 8, 12, 9, 11, 8, 12, 9, 12, 9, *[11.0] * 7]
    assert control_chart(values).signals == ()


def test_a_longer_run_is_still_one_signal() -> None:
    values = [10.0, 8, *[10.0, 8] * 6, *[12.0, 13] * 6]
    above = [s for s in control_chart(values).signals if s.side == "above"]
    assert [(s.start, s.end) for s in above] == [(14, 25)]


def test_a_point_beyond_a_limit_is_a_signal() -> None:
    signals = control_chart([*CALM, 30.0, *CALM]).signals
    assert [(s.start, s.end, s.side, s.codes) for s in signals] == [(12, 12, "above", ("beyond_limits",))]


def test_three_of_four_near_a_limit_are_a_signal() -> None:
    """Limits from the calm points: 10.17 ± 6.29, half way 13.31; 14, 11, 14, 15 has three beyond it."""
    chart = control_chart([*CALM, 14.0, 11, 14, 15, 10, 9], baseline=12)
    assert [(s.start, s.end, s.codes) for s in chart.signals] == [(12, 15, ("three_of_four_near_limit",))]


def test_signals_that_share_a_point_are_raised_once() -> None:
    """The run begins one point early: the last calm value, 12, is above the centre already."""
    chart = control_chart([*CALM, *[20.0] * 8], baseline=12)
    assert [(s.start, s.end, s.side) for s in chart.signals] == [(11, 19, "above")]
    assert set(chart.signals[0].codes) == {"beyond_limits", "eight_on_one_side", "three_of_four_near_limit"}


def test_a_gap_stays_a_gap_and_breaks_a_run() -> None:
    values = [8.0, 12, 9, 11, 8, 12, 9, 11, 8, 12, 9, 9, *[11.0] * 4, None, *[11.0] * 4]
    chart = control_chart(values)
    assert chart.values[16] is None
    assert chart.signals == ()
    assert chart.n == 20


def test_a_gap_gives_no_moving_range() -> None:
    """… 12, gap, 100 …: the jump over the gap is in no range; only 26 over 11 plus the 0 of 100, 100."""
    chart = control_chart([*CALM, None, 100.0, 100.0])
    assert chart.mean_moving_range == pytest.approx(26 / 12)


def test_values_that_never_stand_beside_each_other_have_no_limits() -> None:
    assert control_chart([1.0, None] * 15).state == "too_few"


def test_a_constant_series_has_no_signals() -> None:
    chart = control_chart([0.1] * 30)
    assert (chart.lower, chart.upper, chart.signals) == (chart.centre, chart.centre, ())


def test_a_frozen_baseline_sets_the_limits_for_what_follows() -> None:
    chart = control_chart([*CALM, 4.0, 3, 4], baseline=12, floor=0)
    assert chart.centre == pytest.approx(122 / 12)
    assert [(s.start, s.end, s.side) for s in chart.signals] == [(12, 14, "below")]


def test_a_count_has_no_limit_below_nothing() -> None:
    assert control_chart([1.0, 4, 0, 3, 0, 5, 1, 0, 4, 1, 0, 3], floor=0).lower == 0
