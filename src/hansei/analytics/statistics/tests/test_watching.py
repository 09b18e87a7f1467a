"""Many series at once: one shift is one signal, and chance raises as many as is said."""

from __future__ import annotations

import math
import random

import pytest

from hansei.analytics.statistics.watching import BUDGET, LADDER, WATCHED, Stretch, chance_a_year, level_for, look


def test_a_shift_is_one_signal_the_later_one():
    looked = look([9.0, 11.0] * 6 + [13.0, 15.0] * 4)
    # The mean is 11.6: all twelve before lie below it, all eight since above.
    assert looked.chart.centre == pytest.approx(11.6)
    assert [(each.start, each.end, each.side, each.run) for each in looked.stretches] == [(12, 19, "above", 8)]


def test_only_the_last_52_steps_are_judged_and_places_count_from_the_beginning():
    looked = look([500.0] * 10 + [9.0, 11.0] * 22 + [13.0, 15.0] * 4)
    assert (looked.first, looked.chart.n) == (10, WATCHED)
    # The mean is (44 × 10 + 8 × 14) / 52 = 10.6, so the 11 before the shift lies above it too.
    assert [(each.start, each.end, each.run) for each in looked.stretches] == [(53, 61, 9)]


def test_eleven_values_are_too_few():
    looked = look([1.0] * 10 + [99.0])
    assert (looked.chart.state, looked.stretches) == ("too_few", ())


def test_stricter_rules_ask_for_a_longer_run_or_a_farther_point():
    run, far = Stretch(0, 9, "above", (), 10, 0.8), Stretch(0, 0, "above", (), 1, 1.25)
    assert [run.meets(level) for level in range(4)] == [True, True, True, False]
    assert [far.meets(level) for level in range(4)] == [True, True, True, False]


def test_the_budget_is_kept_for_as_many_series_as_a_catalogue_has():
    for series in (1, 2, 5, 13, 44, 100):
        assert chance_a_year(series * 52, level_for(series * 52)) <= BUDGET


@pytest.mark.slow
def test_chance_raises_as_many_signals_as_is_stated():
    """200 series of normal noise, each looked at after every step for two years: within three standard errors."""
    dice, counts, steps = random.Random(20261126), [0] * len(LADDER), 104
    for _series in range(200):
        values = [dice.gauss(0, 1) for _step in range(WATCHED + steps)]
        for level, n in enumerate(raised(values)):
            counts[level] += n
    looks = 200 * steps
    for strictness, n in zip(LADDER, counts, strict=True):
        stated = strictness.rate * looks
        assert abs(n - stated) <= 3 * math.sqrt(stated) + 1, (strictness, n, stated)


def raised(values: list[float]) -> list[int]:
    """Signals raised once each, by level, in one series as it grows; those of the first look are not counted."""
    known: list[tuple[list[int], str, set[int]]] = []
    counts = [0] * len(LADDER)
    for end in range(WATCHED, len(values) + 1):
        for each in look(values[:end]).stretches:
            overlapping = [
                old for old in known if old[1] == each.side and old[0][0] <= each.end and old[0][1] >= each.start
            ]
            if not overlapping:
                known.append(([each.start, each.end], each.side, set()))
                overlapping = known[-1:]
            span, _side, met = overlapping[-1]
            span[1] = max(span[1], each.end)
            for level in range(len(LADDER)):
                if level not in met and each.meets(level):
                    met.add(level)
                    counts[level] += end > WATCHED
    return counts
