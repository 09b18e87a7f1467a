"""Made-up series with a known truth: how often does an effect get called, where there is none and where there is?

`python -m hansei.analytics.statistics.tests.trials 1000` prints the tables of docs/measures/effect.md.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from hansei.analytics.statistics import Effect, effect_of
from hansei.analytics.statistics.effect import Kind

START = date(2023, 1, 2)
Floats = NDArray[np.float64]
YEAR = 365.25
Trial = Callable[[np.random.Generator], Effect]


def judged(
    values: Floats, at: int, base: tuple[int, int], *, kind: Kind = "count", n: Floats | None = None, picked: int = 0
) -> Effect:
    """Judge weekly values with the intervention in week `at`; `picked`: the baseline was the worst of so many."""
    weeks = [START + timedelta(weeks=number) for number in range(len(values))]
    sizes = [None] * len(values) if n is None else [float(size) for size in n]
    series = [(day, float(value), size) for day, value, size in zip(weeks, values, sizes, strict=True)]
    span = weeks[base[0]], weeks[base[1] - 1]
    return effect_of(
        series[:at],
        series[at:],
        kind=kind,
        intervention_on=weeks[at],
        baseline=span,
        chosen=span if picked else None,
        candidates=picked or 20,
    )


def wander(rng: np.random.Generator, weeks: int, likeness: float, spread: float) -> Floats:
    """Factors around 1 whose neighbours are alike (a lognormal AR(1))."""
    steps = np.empty(weeks)
    steps[0] = rng.normal()
    for week in range(1, weeks):
        steps[week] = likeness * steps[week - 1] + math.sqrt(1 - likeness**2) * rng.normal()
    return np.asarray(np.exp(spread * steps))


def cut_from(at: int, weeks: int, left: float) -> Floats:
    return np.asarray(np.r_[np.ones(at), np.full(weeks - at, left)])


def counts(rate: float, before: int, after: int, left: float = 1.0, likeness: float | None = None) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        factor = cut_from(before, before + after, left)
        if likeness is not None:
            factor = factor * wander(rng, before + after, likeness, 0.3)
        return judged(rng.poisson(rate * factor).astype(np.float64), before, (max(0, before - 26), before))

    return trial


def durations(before: int, after: int, left: float = 1.0, likeness: float = 0.0) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        hours = 20 * wander(rng, before + after, likeness, 0.3) * cut_from(before, before + after, left)
        n = rng.integers(5, 40, before + after).astype(np.float64)
        return judged(hours, before, (max(0, before - 26), before), kind="duration", n=n)

    return trial


def shares(before: int, after: int, left: float = 1.0, likeness: float = 0.3) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        n = rng.integers(10, 80, before + after)
        share = np.clip(0.3 * wander(rng, before + after, likeness, 0.2), 0, 0.95)
        hits = rng.binomial(n, share * cut_from(before, before + after, left))
        return judged(hits / n, before, (max(0, before - 26), before), kind="share", n=n.astype(np.float64))

    return trial


def wave(weeks: int, at: int, turn: float, swing: float = 0.65) -> Floats:
    """Each week's part of a year-round mean, week `at` being `turn` (0 to 1) of a year after the height."""
    return np.asarray(1 + swing * np.cos(2 * math.pi * ((np.arange(weeks) - at) * 7 / YEAR + turn)))


def holiday(weeks: int, at: int, turn: float) -> Floats:
    """Six quiet weeks a year, a third of the usual; week `at` is `turn` of a year after their middle."""
    apart = ((np.arange(weeks) - at) * 7 / YEAR + turn + 0.5) % 1 - 0.5
    return np.where(np.abs(apart) < 21 / YEAR, 0.33, 1.0)


def seasons(
    rate: float,
    before: int,
    after: int,
    base: int,
    left: float = 1.0,
    *,
    turn: float | None = None,
    shape: Callable[[int, int, float], Floats] = wave,
    likeness: float | None = None,
    yearly: float = 1.0,
) -> Trial:
    """Counts that follow the year; `yearly`: a trend beside it, as a factor a year; no turn: any."""

    def trial(rng: np.random.Generator) -> Effect:
        weeks = before + after
        level = rate * shape(weeks, before, rng.uniform() if turn is None else turn) * cut_from(before, weeks, left)
        level = level * yearly ** (np.arange(weeks) * 7 / YEAR)
        if likeness is not None:
            level = level * wander(rng, weeks, likeness, 0.3)
        return judged(rng.poisson(level).astype(np.float64), before, (before - base, before))

    return trial


def seasonal_durations(before: int, after: int, base: int, turn: float) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        weeks = before + after
        n = np.maximum(rng.poisson(20 * wave(weeks, before, turn, 0.3)), 1)
        hours = [float(np.median(8 * level * np.exp(rng.normal(0, 1.2, size)))) for level, size in
                 zip(wave(weeks, before, turn), n, strict=True)]  # fmt: skip
        return judged(np.array(hours), before, (before - base, before), kind="duration", n=n.astype(np.float64))

    return trial


def trends(rate: float, before: int, after: int, base: int, yearly: float, left: float = 1.0) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        weeks = before + after
        level = rate * yearly ** (np.arange(weeks) * 7 / YEAR) * cut_from(before, weeks, left)
        return judged(rng.poisson(level).astype(np.float64), before, (before - base, before))

    return trial


def uneven(rate: float, before: int, after: int, times: float, left: float = 1.0) -> Trial:
    """Weeks that vary so many times as much as chance alone (negative binomial)."""

    def trial(rng: np.random.Generator) -> Effect:
        level = rate * cut_from(before, before + after, left)
        size = level / (times - 1) + 1e-9
        return judged(rng.poisson(rng.gamma(size, times - 1)).astype(np.float64), before, (max(0, before - 26), before))

    return trial


def surges(rate: float, before: int, after: int, times: float, *, every_quarter: bool) -> Trial:
    """A surge in the baseline: at each end of a quarter, or once, in four of its last eight weeks."""

    def trial(rng: np.random.Generator) -> Effect:
        weeks = before + after
        level = np.full(weeks, rate)
        if every_quarter:
            shift = int(rng.integers(13))
            level[(np.arange(weeks) - shift) % 13 == 0] *= times
        else:
            level[before - 8 : before - 4] *= times
        return judged(rng.poisson(level).astype(np.float64), before, (before - 26, before))

    return trial


def earlier_step(rate: float, left: float) -> Trial:
    """Something else changed a year ago, before the baseline: 104 weeks, then 26."""

    def trial(rng: np.random.Generator) -> Effect:
        level = rate * cut_from(52, 130, left)
        return judged(rng.poisson(level).astype(np.float64), 104, (78, 104))

    return trial


def worst_of(many: int, rate: float, before: int, after: int, bad: int, likeness: float | None = None) -> Trial:
    """Of many alike, the one with the worst last `bad` weeks is taken up."""

    def trial(rng: np.random.Generator) -> Effect:
        rates = np.full((many, before + after), rate)
        if likeness is not None:
            rates = rates * np.array([wander(rng, before + after, likeness, 0.4) for _ in range(many)])
        drawn = rng.poisson(rates).astype(np.float64)
        worst = int(drawn[:, before - bad : before].sum(axis=1).argmax())
        return judged(drawn[worst], before, (before - bad, before), picked=many)

    return trial


TURNS = {0.0: "height", 0.125: "late winter", 0.25: "spring", 0.375: "early summer", 0.5: "low", 0.625: "late summer",
         0.75: "autumn", 0.875: "early winter"}  # fmt: skip
SEASON_SIZES = ((104, 12, 26), (104, 26, 26), (65, 39, 52))
NO_EFFECT: dict[str, Trial] = {
    **{
        f"flat: counts, {rate:g} a week, {b} + {a}": counts(rate, b, a)
        for rate in (0.2, 1, 5, 20)
        for b, a in ((78, 26), (52, 52))[: 1 if rate < 1 else 2]
    },
    "flat: shares of 30 %, 78 + 26": shares(78, 26, likeness=0),
    "flat: durations, 78 + 26": durations(78, 26),
    **{
        f"trend: {factor - 1:+.0%} a year, 20 a week, {b} + {a}, baseline {base}": trends(20, b, a, base, factor)
        for factor in (0.8, 0.5, 1.5)
        for b, a, base in ((78, 26, 26), (104, 26, 104), (65, 39, 52))
    },
    **{
        f"season ± 65 %: {name}, {b} + {a}, baseline {base}": seasons(12, b, a, base, turn=turn)
        for b, a, base in SEASON_SIZES
        for turn, name in TURNS.items()
    },
    **{
        f"season: six quiet weeks, {name}, 104 + 13, baseline 26": seasons(12, 104, 13, 26, turn=turn, shape=holiday)
        for turn, name in ((-0.25, "a quarter ahead"), (-0.1, "just ahead"), (0.0, "now"), (0.1, "just over"))
    },
    **{
        f"season: durations (medians), {name}, 104 + 26, baseline 26": seasonal_durations(104, 26, 26, turn)
        for turn, name in ((0.0, "height"), (0.25, "spring"), (0.5, "low"), (0.75, "autumn"))
    },
    "season, alike 0.6, any phase, 104 + 26, baseline 26": seasons(12, 104, 26, 26, likeness=0.6),
    "season and trend −30 % a year, any phase, 104 + 26, baseline 26": seasons(12, 104, 26, 26, yearly=0.7),
    "season, no earlier year, any phase, 26 + 26": seasons(12, 26, 26, 26),
    "season, half of an earlier year, any phase, 46 + 26": seasons(12, 46, 26, 26),
    "season, the same half year again, any phase, 26 + 78": seasons(12, 26, 78, 26),
    **{
        f"alike {rho:g}: counts, 10 a week, {b} + {a}": counts(10, b, a, likeness=rho)
        for rho in (0.3, 0.6, 0.8)
        for b, a in ((104, 26), (52, 52), (60, 12))
    },
    **{
        f"alike {rho:g}: durations, {b} + {a}": durations(b, a, likeness=rho)
        for rho in (0.3, 0.6, 0.8)
        for b, a in ((78, 26), (52, 52))
    },
    "alike 0.3: shares of 30 %, 78 + 26": shares(78, 26),
    **{
        f"uneven, {times:g} times chance: counts, {rate:g} a week, {b} + {a}": uneven(rate, b, a, times)
        for times, rate in ((3, 10), (2, 1))
        for b, a in ((78, 26), (52, 52))
    },
    **{
        f"worst of 50: {rate:g} a week, last {bad} of {b}": worst_of(50, rate, b, 26, bad)
        for rate in (0.5, 2, 10)
        for b, bad in ((104, 8), (60, 12), (60, 60))
    },
    "worst of 50: 10 a week, alike 0.6, last 8 of 104": worst_of(50, 10, 104, 26, 8, 0.6),
    "surge: three times at each quarter's end, 5 a week, 104 + 10": surges(5, 104, 10, 3, every_quarter=True),
    "surge: three times at each quarter's end, 5 a week, 104 + 26": surges(5, 104, 26, 3, every_quarter=True),
    "surge: once, four weeks at four times, 10 a week, 104 + 26": surges(10, 104, 26, 4, every_quarter=False),
    "surge: once, four weeks at four times, 10 a week, 78 + 13": surges(10, 78, 13, 4, every_quarter=False),
    "an earlier change of −40 %, a year ago, 20 a week": earlier_step(20, 0.6),
}
CUTS = (0.3, 0.5, 1.0)
SIZES = [(rate, b, a) for rate in (0.2, 0.5, 1, 2, 5, 20) for b, a in ((78, 12), (78, 26), (104, 52))]
# Each by the share that is left of the measure.
EFFECTS: dict[str, Callable[[float], Trial]] = {
    **{f"counts, {rate:g} a week, {b} + {a}": partial(counts, rate, b, a) for rate, b, a in SIZES},
    "counts, 10 a week, alike 0.3, 78 + 26": lambda left: counts(10, 78, 26, left, 0.3),
    "durations, alike 0, 78 + 26": lambda left: durations(78, 26, max(left, 0.01)),
    "durations, alike 0.3, 78 + 26": lambda left: durations(78, 26, max(left, 0.01), 0.3),
    "shares of 30 %, alike 0.3, 78 + 26": lambda left: shares(78, 26, left),
    "season ± 65 %, any phase, 12 a week, 104 + 26": lambda left: seasons(12, 104, 26, 26, left),
    "trend −20 % a year, 20 a week, 104 + 26": lambda left: trends(20, 104, 26, 26, 0.8, left),
    "uneven, 3 times chance, 10 a week, 78 + 26": lambda left: uneven(10, 78, 26, 3, left),
    "no earlier year: counts, 20 a week, 26 + 26": lambda left: counts(20, 26, 26, left),
}


def answers(trial: Trial, times: int) -> Counter[str]:
    """Return how often each answer was given; the same series for the same number."""
    return Counter(trial(np.random.default_rng(seed)).answer for seed in range(times))


def main(times: int) -> None:
    """Print both tables in Markdown."""
    print("| no effect | better | worse | no material change | cannot tell yet |\n|---|--:|--:|--:|--:|")
    for name, trial in NO_EFFECT.items():
        found = answers(trial, times)
        cells = (found[code] / times for code in ("better", "worse", "no_material_change", "cannot_tell_yet"))
        print(f"| {name} | " + " | ".join(f"{cell:.1%}" for cell in cells) + " |", flush=True)
    print(
        f"\n| called better, by size of the effect ({times:,} each) | "
        + " | ".join(f"−{cut:.0%}" for cut in CUTS)
        + " |\n|---|--:|--:|--:|"
    )
    for name, effect in EFFECTS.items():
        cells = (answers(effect(1 - cut), times)["better"] / times for cut in CUTS)
        print(f"| {name} | " + " | ".join(f"{cell:.0%}" for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
