"""Two periods are called different only when chance would not do it."""

import math
import random
from collections.abc import Callable

import numpy as np
import pytest

from hansei.analytics.statistics import Comparison, Counted, compare_periods, dispersion_of_days, rate_ratio


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


def test_the_worked_example_of_uneven_days() -> None:
    """40, then 80 in 20 days, varying four times chance: worth 10 and 20 in 5 days each.

    Garwood's tables: 10 is 4.795 to 18.39, 20 is 12.217 to 30.888; a fifth of each, then square and add.
    """
    sure = compare_periods(Counted(40, 20), Counted(80, 20), kind="count_rate")
    unsure = compare_periods(Counted(40, 20, 4.0), Counted(80, 20, 4.0), kind="count_rate")
    assert (sure.answer, unsure.answer) == ("higher", "cannot_tell")
    assert (unsure.a.value, unsure.b.value, unsure.a.n, unsure.a.method) == (2.0, 4.0, 40, "quasi_poisson")
    assert (unsure.a.low, unsure.a.high) == pytest.approx((0.959, 3.678), abs=5e-4)
    assert (unsure.b.low, unsure.b.high) == pytest.approx((2.443, 6.178), abs=5e-4)
    assert unsure.difference.low == pytest.approx(2 - math.hypot(4 - 2.443, 3.678 - 2), abs=1e-3)
    assert unsure.difference.high == pytest.approx(2 + math.hypot(6.178 - 4, 2 - 0.959), abs=1e-3)


def test_the_dispersion_of_days_is_pearsons_with_the_price_of_a_guess() -> None:
    """2, 6, 2, 6 around 4: χ² = 4 × 4/4 = 4 over 3 degrees is 4/3; t(3) = 3.182 for z = 1.96.

    Neighbours are unlike, but days two apart are alike: of the residuals −1, 1, −1, 1 the products two
    apart sum to 2 of 4 squares, 0.5, which is no more than 1/√4: no likeness, factor 1.
    """
    assert dispersion_of_days([[2, 6, 2, 6]]) == pytest.approx(4 / 3 * (3.1824 / 1.9600) ** 2, rel=1e-4)


def test_quiet_sundays_and_a_change_of_level_are_no_unevenness() -> None:
    week = [9, 8, 8, 8, 7, 1, 0]
    assert dispersion_of_days([week * 4, [3 * day for day in week] * 4]) == 1.0
    assert dispersion_of_days([week]) > 1.0  # in one week a weekday cannot be told from chance


@pytest.mark.parametrize("days", [[[]], [[], []], [[5], [9]], [[0] * 30, [0] * 30]])
def test_days_that_say_nothing_leave_chance_alone(days: list[list[int]]) -> None:
    assert dispersion_of_days(days) == 1.0


WEEKDAYS = np.array([1.3, 1.2, 1.2, 1.1, 1.0, 0.3, 0.2])


def drawn_days(draw: np.random.Generator, mean: float, days: int, kind: str) -> list[float]:
    """Days of a week with a weekend: by chance alone, three times chance, or with good and bad weeks (AR(1) of 0.6)."""
    level = mean * WEEKDAYS[np.arange(days) % 7]
    if kind == "uneven":
        return [float(each) for each in draw.poisson(draw.gamma(level / 2, 2.0))]
    if kind == "alike":
        steps = [draw.normal()]
        for _ in range(days - 1):
            steps.append(0.6 * steps[-1] + 0.8 * draw.normal())
        level = level * np.exp(0.3 * np.array(steps) - 0.3**2 / 2)
    return [float(each) for each in draw.poisson(level)]


def held_by_days(kind: str, means: tuple[float, float], days: tuple[int, int], times: int) -> tuple[int, int]:
    """How often the interval of the difference holds the true one, with the dispersion of the days and without."""
    draw, held = np.random.default_rng(23), [0, 0]
    true = [mean * float(WEEKDAYS[np.arange(n) % 7].mean()) for mean, n in zip(means, days, strict=True)]
    for _ in range(times):
        sides = [drawn_days(draw, mean, n, kind) for mean, n in zip(means, days, strict=True)]
        for at, dispersion in enumerate((dispersion_of_days(sides), 1.0)):
            a, b = (Counted(int(sum(side)), len(side), dispersion) for side in sides)
            found = compare_periods(a, b, kind="count_rate").difference
            held[at] += (found.low or 0) <= true[1] - true[0] <= (found.high or 0)
    return held[0], held[1]


def test_uneven_days_make_the_interval_wide_enough() -> None:
    """300 months in pairs, three times chance: 95 % hold it, where chance alone would let a quarter go."""
    with_days, without = held_by_days("uneven", (8, 8), (28, 28), 300)
    assert with_days >= 277  # at a true 95 %, one such test in fifty has fewer
    assert without < 240


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "means", "days"),
    [
        ("chance", (8, 8), (28, 28)),
        ("chance", (1, 1), (31, 30)),
        ("uneven", (8, 8), (28, 28)),
        ("uneven", (8, 12), (91, 30)),
        ("uneven", (2, 2), (14, 14)),
        ("alike", (20, 20), (91, 91)),
        ("alike", (20, 20), (30, 31)),
    ],
)
def test_the_interval_of_a_count_holds_the_true_difference(
    kind: str, means: tuple[float, float], days: tuple[int, int]
) -> None:
    """2,000 drawn each: at a true 95 % fewer than 1,875 hold it in one of a hundred such tests."""
    assert held_by_days(kind, means, days, 2000)[0] >= 1875


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
