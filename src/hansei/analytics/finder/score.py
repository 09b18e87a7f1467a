"""The score of a finding: six parts, each from 0 to 1 with a weight, each with the figures it was computed from.

What comes on a rhythm is scored by rhythm and clock; what bounces or breaks its promise, by how much and how steadily.
"""

from __future__ import annotations

from math import log10
from typing import Final

from hansei.analytics.finder.model import Burden, Component, Facts

WEIGHTS: Final = {
    "rhythm": 0.30,
    "clock": 0.20,
    "spread": 0.15,
    "agreement": 0.15,
    "size": 0.10,
    "alive": 0.10,
}
BURDENED: Final = {"burden": 0.35, "steady": 0.15}  # in the place of rhythm and clock
ALIVE: Final = {"growing": 1.0, "active": 1.0, "shrinking": 0.6, "died": 0.2}


def components(facts: Facts, agreement: float) -> tuple[Component, ...]:
    """The parts of the score. `agreement` is the mean share of shared fields that members have filled in alike."""
    spread = facts.spread
    even = spread.fewest / spread.most if spread.most else 0.0
    return (
        *(_on_rhythm(facts) if facts.burden is None else _burdened(facts.burden)),
        _part("spread", min(1.0, facts.people / 6) * (0.5 + even / 2), {"people": facts.people}),
        _part("agreement", agreement, {"share": agreement}),
        _part("size", min(1.0, facts.calls / 24), {"calls": facts.calls}),
        _part("alive", ALIVE[facts.trend], {"trend": facts.trend}),
    )


def _on_rhythm(facts: Facts) -> tuple[Component, ...]:
    return (
        _part("rhythm", _decades(facts.rhythm_chance, 8), {"chance": facts.rhythm_chance}),
        _part("clock", facts.clock.share * _decades(facts.clock.chance, 4), {"share": facts.clock.share}),
    )


def _burdened(burden: Burden) -> tuple[Component, ...]:
    times = burden.share / max(burden.usual, 1e-9)
    steady = burden.steps / max(burden.of_steps, 1)
    return (
        _part("burden", (times - 1) / 2, {"share": burden.share, "usual": burden.usual}),
        _part("steady", steady, {"steps": burden.steps, "of_steps": burden.of_steps, "step": burden.step}),
    )


def _part(code: str, value: float, figures: dict[str, float | int | str | bool | None]) -> Component:
    return Component(code, max(0.0, min(1.0, value)), (WEIGHTS | BURDENED)[code], figures)


def _decades(chance: float, full: int) -> float:
    """How many powers of ten a chance is below one, as a share of `full` of them."""
    return min(1.0, -log10(max(chance, 1e-300)) / full)
