"""Of a thousand improvements without effect at most one in twenty is called better or worse."""

import pytest

from hansei.analytics.statistics.tests.trials import EFFECTS, NO_EFFECT, answers

QUICK = ("flat: counts, 5 a week, 78 + 26", "alike 0.6: durations, 52 + 52", "worst of 50: 2 a week, last 8 of 104")


@pytest.mark.parametrize("name", QUICK)
def test_no_effect_is_seldom_called_one(name: str) -> None:
    """A hundred each: at a true 5 %, more than ten come by in 1 % of such tests."""
    found = answers(NO_EFFECT[name], 100)
    assert found["better"] + found["worse"] <= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", NO_EFFECT)
def test_at_most_one_in_twenty_without_effect_is_called_one(name: str) -> None:
    """A thousand each, in every condition of the page by itself; the same thousand each time."""
    found = answers(NO_EFFECT[name], 1000)
    assert found.total() == 1000
    assert found["better"] + found["worse"] <= 50


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "cut", "least"),
    [
        ("counts, 1 a week, 78 + 26", 1.0, 0.95),
        ("counts, 5 a week, 78 + 26", 0.5, 0.85),
        ("counts, 20 a week, 78 + 26", 0.3, 0.95),
        ("durations, alike 0, 78 + 26", 0.3, 0.85),
        ("season ± 65 %, any phase, 12 a week, 104 + 26", 0.5, 0.5),
    ],
)
def test_real_effects_are_called_as_often_as_the_page_says(name: str, cut: float, least: float) -> None:
    found = answers(EFFECTS[name](1 - cut), 1000)
    assert found["better"] >= 1000 * least
    assert found["worse"] == 0
