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


def seasons(rate: float, swing: float, before: int, after: int, base: int, left: float = 1.0) -> Trial:
    def trial(rng: np.random.Generator) -> Effect:
        turn = 2 * math.pi * (np.arange(before + after) * 7 - rng.uniform(0, 365)) / 365.25
        level = rate * (1 + swing * np.cos(turn)) * cut_from(before, before + after, left)
        return judged(rng.poisson(level).astype(np.float64), before, (before - base, before))

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


NO_EFFECT: dict[str, Trial] = {
    **{
        f"counts, {rate:g} a week, {b} + {a} weeks": counts(rate, b, a)
        for rate in (0.2, 1, 5, 20)
        for b, a in ((78, 26), (52, 52))
    },
    **{
        f"counts, 10 a week, alike {rho:g}, {b} + {a}": counts(10, b, a, likeness=rho)
        for rho in (0.3, 0.6)
        for b, a in ((78, 26), (52, 52), (26, 13))
    },
    **{
        f"durations, alike {rho:g}, {b} + {a}": durations(b, a, likeness=rho)
        for rho in (0, 0.3, 0.6)
        for b, a in ((78, 26), (52, 52))
    },
    "shares of 30 %, alike 0.3, 78 + 26": shares(78, 26),
    **{
        f"season ± {swing:.0%}, {b} + {a}, baseline {base}": seasons(12, swing, b, a, base)
        for swing in (0.3, 0.65)
        for b, a, base in ((72, 32, 18), (104, 26, 26), (26, 26, 26), (18, 31, 18))
    },
    **{
        f"worst of 50, {rate:g} a week, last {bad} of {b}": worst_of(50, rate, b, 26, bad)
        for rate in (0.5, 2, 10)
        for b, bad in ((104, 8), (26, 12), (26, 26))
    },
    "worst of 50, 10 a week, alike 0.6, last 8 of 104": worst_of(50, 10, 104, 26, 8, 0.6),
}
CUTS = (0.3, 0.5, 1.0)
SIZES = [(rate, b, a) for rate in (0.2, 0.5, 1, 2, 5, 20) for b, a in ((78, 26), (104, 52))]
# Each by the share that is left of the measure.
EFFECTS: dict[str, Callable[[float], Trial]] = {
    **{f"counts, {rate:g} a week, {b} + {a}": partial(counts, rate, b, a) for rate, b, a in SIZES},
    "counts, 10 a week, alike 0.3, 78 + 26": lambda left: counts(10, 78, 26, left, 0.3),
    "durations, alike 0, 78 + 26": lambda left: durations(78, 26, max(left, 0.01)),
    "durations, alike 0.3, 78 + 26": lambda left: durations(78, 26, max(left, 0.01), 0.3),
    "shares of 30 %, alike 0.3, 78 + 26": lambda left: shares(78, 26, left),
    "season ± 65 %, 12 a week, 104 + 26": lambda left: seasons(12, 0.65, 104, 26, 26, left),
    "no earlier year: counts, 20 a week, 26 + 13": lambda left: counts(20, 26, 13, left),
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
        "\n| called better, by size of the effect | "
        + " | ".join(f"−{cut:.0%}" for cut in CUTS)
        + " |\n|---|--:|--:|--:|"
    )
    for name, effect in EFFECTS.items():
        cells = (answers(effect(1 - cut), times)["better"] / times for cut in CUTS)
        print(f"| {name} | " + " | ".join(f"{cell:.0%}" for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
