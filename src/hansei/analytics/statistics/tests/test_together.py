"""Two series that move together, against each other, or only by chance."""

from __future__ import annotations

import numpy as np
import pytest

from hansei.analytics.statistics import moves_together


def test_ranks_of_changes_by_hand():
    """Changes 1, 2, 3, … against −1, −2, −3, …: perfectly against; 13 steps are 12 changes."""
    rising = [float(sum(range(at + 1))) for at in range(13)]
    found = moves_together(rising, [-each for each in rising])
    assert (found.n, found.state) == (12, "against")
    assert found.r == pytest.approx(-1)


def test_two_series_that_both_grow_are_not_alike_for_that():
    """Each grows by about 10 a step; what it grows more or less than that has nothing to do with the other."""
    chance = np.random.default_rng(3)
    first, second = (np.cumsum(10 + chance.normal(size=60)) for _each in range(2))
    assert np.corrcoef(first, second)[0, 1] > 0.99
    assert moves_together(list(first), list(second)).state == "unclear"


def test_eleven_changes_are_too_few_and_a_gap_costs_the_changes_on_both_sides():
    steps: list[float | None] = [float(at % 3) for at in range(13)]
    assert moves_together(steps, steps).n == 12
    steps[6] = None
    found = moves_together(steps, steps)
    assert (found.n, found.state, found.low) == (10, "too_few", None)


def test_a_series_that_never_changes_tells_nothing():
    assert moves_together([1.0] * 20, [float(at % 5) for at in range(20)]).state == "unclear"


@pytest.mark.parametrize("memory", [0.0, 0.7], ids=["noise", "weeks that remember the last"])
def test_by_chance_no_more_than_one_in_forty_is_called_against(memory: float):
    """800 pairs of series that have nothing to do with each other: 2.5 % at most, with the error of 800 draws."""
    chance, called = np.random.default_rng(11), 0
    for _each in range(800):
        pair = np.zeros((2, 40))
        for at in range(40):
            pair[:, at] = memory * pair[:, at - 1] + chance.normal(size=2)
        called += moves_together(list(pair[0]), list(pair[1])).state == "against"
    assert called / 800 <= 0.025 + 2 * 0.0055


def test_what_does_move_against_is_found():
    """A third of what moves one moves the other the contrary way: found in at least eight of ten over 52 weeks."""
    chance, called = np.random.default_rng(5), 0
    for _each in range(200):
        shared = chance.normal(size=52)
        first, second = shared + 0.7 * chance.normal(size=52), -shared + 0.7 * chance.normal(size=52)
        called += moves_together(list(first), list(second)).state == "against"
    assert called >= 160
