"""Figures carry intervals whose values are worked by hand or printed in the literature."""

import pytest

from hansei.analytics.statistics import concentration, median_interval, rate_interval, share_interval


def test_wilson_as_printed_by_newcombe_1998() -> None:
    """81 of 263: 0.2553 to 0.3662; 15 of 148: 0.0624 to 0.1605; 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718."""
    for (count, n), (low, high) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        share = share_interval(count, n)
        assert share.value == count / n
        assert share.low == pytest.approx(low, abs=5e-5)
        assert share.high == pytest.approx(high, abs=5e-5)


def test_a_share_of_nothing_says_nothing() -> None:
    nothing = share_interval(0, 0)
    assert (nothing.value, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        share_interval(3, 2)


def test_a_rate_has_the_exact_poisson_interval() -> None:
    """Tables of Garwood: 0 gives 0 to 3.689; 10 gives 4.795 to 18.390."""
    none, ten = rate_interval(0, 12), rate_interval(10, 1)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(3.689 / 12, abs=1e-4)
    assert ten.low == pytest.approx(4.795, abs=1e-3)
    assert ten.high == pytest.approx(18.390, abs=1e-3)


def test_a_median_lies_between_two_of_the_values() -> None:
    """Ten values: ranks 2 and 9 miss with 2 × 11 / 1024 = 2.1 %; ranks 3 and 8 with 10.9 %."""
    median = median_interval([float(value) for value in range(10, 0, -1)])
    assert (median.value, median.low, median.high, median.n) == (5.5, 2.0, 9.0, 10)


def test_five_values_have_a_median_but_no_interval() -> None:
    median = median_interval([5.0, 1, 4, 2, 3])
    assert (median.value, median.low, median.high) == (3.0, None, None)


def test_two_of_five_causes_make_four_fifths() -> None:
    """50 + 30 of 100. Gini: 2 × (1·5 + 2·5 + 3·10 + 4·30 + 5·50) / (5 × 100) − 6/5 = 0.46."""
    answer = concentration({"a": 10, "b": 50, "c": 30, "d": 5, "e": 5, "never": 0})
    assert (answer.causes, answer.total, answer.needed) == (5, 100, 2)
    assert [row.key for row in answer.rows] == ["b", "c", "a", "d", "e"]
    assert answer.held.value == 0.8
    assert answer.gini == pytest.approx(0.46)


def test_equal_causes_have_no_concentration() -> None:
    answer = concentration([3, 3, 3, 3, 3])
    assert answer.needed == 4
    assert answer.gini == pytest.approx(0)


def test_no_causes_need_none() -> None:
    answer = concentration({})
    assert (answer.causes, answer.needed, answer.gini, answer.held.value) == (0, 0, None, None)
