"""Of a thousand improvements without effect at most one in twenty is called better or worse."""

import math
import re
from pathlib import Path

import pytest

from hansei.analytics.statistics.tests.trials import CUTS, EFFECTS, NO_EFFECT, answers

PAGE = Path(__file__).parents[5] / "docs/measures/effect.md"
QUICK = ("flat: counts, 5 a week, 78 + 26", "alike 0.6: durations, 52 + 52", "worst of 50: 2 a week, last 8 of 104")
# The page gives all of them, drawn a thousand times (`trials 1000`); these came nearest to one in twenty there.
NEAREST = (
    "alike 0.8: counts, 10 a week, 52 + 52",
    "alike 0.8: counts, 10 a week, 104 + 26",
    "trend: -50% a year, 20 a week, 65 + 39, baseline 52",
    "trend: -20% a year, 20 a week, 78 + 26, baseline 26",
    "trend: -20% a year, 20 a week, 65 + 39, baseline 52",
    "season and trend −30 % a year, any phase, 104 + 26, baseline 26",
    "worst of 50: 2 a week, last 8 of 104",
)


@pytest.mark.parametrize("name", QUICK)
def test_no_effect_is_seldom_called_one(name: str) -> None:
    """A hundred each: at a true 5 %, more than ten come by in 1 % of such tests."""
    found = answers(NO_EFFECT[name], 100)
    assert found["better"] + found["worse"] <= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", NEAREST)
def test_at_most_one_in_twenty_without_effect_is_called_one(name: str) -> None:
    """A thousand each, where it is hardest; the same thousand each time."""
    found = answers(NO_EFFECT[name], 1000)
    assert found.total() == 1000
    assert found["better"] + found["worse"] <= 50


@pytest.mark.slow
def test_in_every_condition_of_the_page_no_effect_is_seldom_called_one() -> None:
    """A hundred of each: nowhere more than by chance at a true 5 %, and at most 5 % of all of them."""
    wrong = {}
    for name in NO_EFFECT:
        found = answers(NO_EFFECT[name], 100)
        wrong[name] = found["better"] + found["worse"]
    assert {name: n for name, n in wrong.items() if n > 12} == {}  # 12 of 100 at 5 %: 0.15 % of such conditions
    assert sum(wrong.values()) <= 0.05 * 100 * len(wrong)


def published() -> tuple[int, dict[str, dict[float, float]]]:
    """The table of power on the page: how many were drawn of each, and the share called better, by size."""
    text = PAGE.read_text(encoding="utf-8")
    head = re.search(r"called better, by size of the effect \((\d[\d,]*) each\)", text)
    assert head is not None
    rows = [line.strip("| ").split(" | ") for line in text[head.end() :].split("\n\n")[0].splitlines()[2:]]
    return int(head[1].replace(",", "")), {
        row[0]: {cut: float(cell.removesuffix("%")) / 100 for cut, cell in zip(CUTS, row[1:], strict=True)}
        for row in rows
    }


def test_the_page_publishes_the_power_of_every_condition() -> None:
    assert list(published()[1]) == list(EFFECTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("counts, 1 a week, 78 + 26", 1.0),
        ("counts, 5 a week, 78 + 26", 0.5),
        ("counts, 20 a week, 78 + 26", 0.3),
        ("durations, alike 0, 78 + 26", 0.3),
        ("season ± 65 %, any phase, 12 a week, 104 + 26", 0.5),
    ],
)
def test_real_effects_are_called_as_often_as_the_page_says(name: str, cut: float) -> None:
    """A thousand each; less than the page says by three standard errors of both draws would be another method."""
    drawn, shares = published()
    share = shares[name][cut]
    error = math.sqrt(min(max(share, 0.01), 0.99) * (1 - min(max(share, 0.01), 0.99)) * (1 / drawn + 1 / 1000))
    found = answers(EFFECTS[name](1 - cut), 1000)
    assert found["better"] / 1000 >= share - 3 * error
    assert found["worse"] == 0
