"""Watching many series at once: what is raised, what stands up to so many looks, how often chance alone would raise it.

The rules of the control chart are made for one chart. Who watches forty of them sees a signal of chance every other
week, so a signal is called firm only when it also meets stricter rules, chosen so that all series together give at most
`BUDGET` firm signals a year by chance. The rates come from simulating the whole procedure (docs/use/watch.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hansei.analytics.statistics.control import ControlChart, Side, Signal, control_chart

WATCHED: Final = 52  # steps looked back
BUDGET: Final = 2.0  # firm signals a year that chance may raise, of all series together


@dataclass(frozen=True)
class Strictness:
    """A run of so many on one side, or a point beyond so many times the limits; `rate` by chance for each step.

    rate: signals a series and step of independent, normal values, with limits from the last 52 steps, looked at anew
    after every step; 1,600 series of three years, simulated.
    """

    run: int
    beyond: float
    rate: float


# The first is the control chart's own rules, three of four near a limit among them.
LADDER: Final = (
    Strictness(8, 1.0, 0.0172),
    Strictness(9, 1.1, 0.0065),
    Strictness(10, 1.2, 0.0030),
    Strictness(11, 1.3, 0.0013),
    Strictness(12, 1.4, 0.00055),
    Strictness(14, 1.5, 0.00014),
)


@dataclass(frozen=True)
class Stretch:
    """A signal with how strong it is: the longest run on its side, and how far it went in parts of the limits."""

    start: int
    end: int
    side: Side
    codes: tuple[str, ...]
    run: int
    distance: float

    def meets(self, level: int) -> bool:
        """Whether it is a signal by the rules of this level of the ladder too."""
        asked = LADDER[level]
        return level == 0 or self.run >= asked.run or self.distance > asked.beyond


@dataclass(frozen=True)
class Looked:
    """What one look at a series found. Positions count from the beginning of the whole series."""

    chart: ControlChart
    stretches: tuple[Stretch, ...]
    first: int  # where the part that was judged begins


def look(values: Sequence[float | None]) -> Looked:
    """Judge the last 52 steps of a series; under 12 values there is nothing to judge.

    A shift makes the time before it look low and the time after it high: that is one signal, the later one.
    """
    first = max(0, len(values) - WATCHED)
    chart = control_chart(values[first:])
    signals = [each for each in chart.signals if not _is_before_a_shift(each, chart.signals)]
    return Looked(chart, tuple(_stretch(each, chart, first) for each in signals), first)


def _is_before_a_shift(one: Signal, signals: Sequence[Signal]) -> bool:
    return any(other.side != one.side and one.end < other.start <= one.end + 2 for other in signals)


def _stretch(signal: Signal, chart: ControlChart, first: int) -> Stretch:
    assert chart.centre is not None and chart.upper is not None  # a signal has limits
    sign, reach = (1 if signal.side == "above" else -1), chart.upper - chart.centre
    away = [sign * ((value or 0.0) - chart.centre) for value in chart.values[signal.start : signal.end + 1]]
    longest = run = 0
    for distance in away:
        run = run + 1 if distance > 0 else 0
        longest = max(longest, run)
    farthest = max(away) / reach if reach else 1.0
    return Stretch(signal.start + first, signal.end + first, signal.side, signal.codes, longest, farthest)


def chance_a_year(steps: float, level: int = 0) -> float:
    """How many signals a year chance raises in series that take so many steps a year, all of them together.

    >>> chance_a_year(0)
    0.0
    """
    return steps * LADDER[level].rate


def level_for(steps: float) -> int:
    """The mildest level that keeps to the budget; the strictest where none does, and the page says what that gives.

    >>> level_for(52), level_for(40 * 52)
    (0, 4)
    """
    kept = (level for level in range(len(LADDER)) if chance_a_year(steps, level) <= BUDGET)
    return next(kept, len(LADDER) - 1)
