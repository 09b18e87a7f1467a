"""Two periods are called different only when chance would not do it."""

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from hansei.analytics.statistics import Comparison, Counted, compare_periods, rate_ratio


def test_shares_differ_as_newcombe_printed() -> None:
    """Newcombe 1998: 56/70 against 48/80, method 10: difference 0.2 with 0.0524 to 0.3339."""
    answer = compare_periods(Counted(48, 80), Counted(56, 70), kind="share")
    assert answer.difference.value == pytest.approx(0.2)
    assert answer.difference.low == pytest.approx(0.0524, abs=1e-4)
    assert answer.difference.high == pytest.approx(0.3339, abs=1e-4)
    assert (answer.answer, answer.a.n, answer.b.n) == ("higher", 80, 70)


def test_a_rate_that_falls_to_nothing_has_an_exact_ratio() -> None:
    """10 then 0 in equal time: the upper end p of the split solves (1 − p)^10 = 0.025: p = 0.3085, ratio 0.446."""
    answer = compare_periods(Counted(10, 10), Counted(0, 10), kind="count_rate")
    assert (answer.ratio.value, answer.ratio.low) == (0.0, 0.0)
    share = 1 - 0.025**0.1
    assert answer.ratio.high == pytest.approx(share / (1 - share))
    assert answer.answer == "lower"


def test_counts_that_vary_more_than_chance_are_worth_less() -> None:
    sure = rate_ratio(Counted(40, 20), Counted(20, 20))
    unsure = rate_ratio(Counted(40, 20, 3.0), Counted(20, 20, 3.0))
    assert sure.value == unsure.value == 0.5
    assert (sure.high or 9) < 1 < (unsure.high or 0)


def test_exposure_counts() -> None:
    answer = compare_periods(Counted(20, 10), Counted(40, 20), kind="count_rate")
    assert answer.ratio.value == 1.0
    assert answer.answer == "cannot_tell"


def test_large_equal_periods_show_no_material_difference() -> None:
    assert (
        compare_periods(Counted(50_000, 52), Counted(50_100, 52), kind="count_rate").answer == "no_material_difference"
    )
    assert (
        compare_periods(Counted(5_000, 10_000), Counted(5_010, 10_000), kind="share").answer == "no_material_difference"
    )


def test_durations_twice_as_long_are_higher() -> None:
    draw = random.Random(3)
    before = [draw.lognormvariate(2, 1) for _ in range(400)]
    answer = compare_periods(before, [2 * value for value in before], kind="duration")
    assert answer.answer == "higher"
    assert answer.ratio.value == pytest.approx(2)
    assert (answer.ratio.low or 0) < 2 < (answer.ratio.high or 0)


def test_equal_durations_are_called_different_in_at_most_one_of_twenty() -> None:
    draw, called = random.Random(11), 0
    for _ in range(400):
        sides = [[draw.lognormvariate(2, 1.2) for _ in range(40)] for _ in range(2)]
        called += compare_periods(sides[0], sides[1], kind="duration").answer in ("higher", "lower")
    assert called <= 30  # 400 × 5 % = 20, and 2.3 standard deviations


def drawn_shares(draw: np.random.Generator, p: float, q: float, n: int, m: int) -> Comparison:
    a, b = Counted(int(draw.binomial(n, p)), n), Counted(int(draw.binomial(m, q)), m)
    return compare_periods(a, b, kind="share")


def drawn_rates(draw: np.random.Generator, p: float, q: float, n: int, m: int) -> Comparison:
    a, b = Counted(int(draw.poisson(p * n)), n), Counted(int(draw.poisson(q * m)), m)
    return compare_periods(a, b, kind="count_rate")


def drawn_durations(draw: np.random.Generator, p: float, q: float, n: int, m: int) -> Comparison:
    a, b = (list(level * np.exp(draw.normal(0, 1.2, size))) for level, size in ((p, n), (q, m)))
    return compare_periods(a, b, kind="duration")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("drawn", "p", "q", "n", "m"),
    [
        (drawn_shares, 0.3, 0.3, 40, 40),
        (drawn_shares, 0.05, 0.05, 60, 200),
        (drawn_shares, 0.9, 0.95, 100, 30),
        (drawn_shares, 0.5, 0.2, 20, 20),
        (drawn_rates, 0.2, 0.2, 26, 26),
        (drawn_rates, 5.0, 5.0, 30, 30),
        (drawn_rates, 3.0, 2.0, 10, 40),
        (drawn_durations, 8.0, 8.0, 10, 10),
        (drawn_durations, 8.0, 12.0, 30, 30),
        (drawn_durations, 8.0, 8.0, 200, 50),
    ],
)
def test_the_interval_of_the_difference_holds_the_true_one(
    drawn: Callable[[np.random.Generator, float, float, int, int], Comparison], p: float, q: float, n: int, m: int
) -> None:
    """2,000 drawn each: at a true 95 % fewer than 1,875 hold it in one of a hundred such tests."""
    draw = np.random.default_rng(17)
    differences = [drawn(draw, p, q, n, m).difference for _ in range(2000)]
    held = sum(each.low <= q - p <= each.high for each in differences if each.low is not None and each.high is not None)
    assert held >= 1875


def test_five_durations_cannot_tell() -> None:
    answer = compare_periods([1.0] * 5, [9.0] * 100, kind="duration")
    assert (answer.answer, answer.difference.low, answer.b.n) == ("cannot_tell", None, 100)


def test_an_empty_period_cannot_tell() -> None:
    for kind in ("share", "count_rate"):
        answer = compare_periods(Counted(0, 0), Counted(3, 10), kind=kind)
        assert answer.answer == "cannot_tell"
        assert answer.a.value is None


def test_a_zero_duration_leaves_the_difference_but_no_ratio() -> None:
    answer = compare_periods([0.0, *map(float, range(1, 30))], [float(v) for v in range(5, 40)], kind="duration")
    assert answer.ratio.value is None
    assert not math.isnan(answer.difference.low or math.nan)


def test_what_does_not_fit_the_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="single values"):
        compare_periods(Counted(1, 2), Counted(1, 2), kind="duration")
    with pytest.raises(ValueError, match="Counted"):
        compare_periods([1.0], [2.0], kind="share")
