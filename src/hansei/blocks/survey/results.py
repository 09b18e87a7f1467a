"""Results with n and interval: shares, means, satisfaction, and promoters less detractors. Pure functions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hansei.analytics.statistics import share_interval
from hansei.blocks.survey.declaration import Question, Scale

FEWEST: Final = 30  # answers, below which no trend is shown
FEWEST_RESPONSE: Final = 0.10
FEWEST_SHOWN: Final = 5  # answers, below which they might tell who gave them
Z: Final = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Result:
    """One question: how often each answer was given, the figure of its scale, and its 95 % interval.

    value, low, high: a share from 0 to 1 (shares: of the best answer; satisfaction: of 4 and 5), a mean, or promoters
    less detractors from −100 to 100. None: no data.
    """

    question: Question
    counts: tuple[int, ...]
    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share, from 0 to 1; else a mean or points, said to one place."""
        return self.question.scale in (Scale.SHARES, Scale.SATISFACTION)


@dataclass(frozen=True)
class Results:
    """All questions of a survey in a period, and how many of those asked answered."""

    questions: list[Result]
    n: int
    asked: int
    answered: int

    @property
    def response(self) -> float | None:
        """Which share answered; None while nothing is counted, as up to four who answered may wait."""
        return self.answered / self.asked if self.asked and self.n else None

    @property
    def may_be_shown(self) -> bool:
        """Whether there are so many answers that none tells who gave it."""
        return self.n >= FEWEST_SHOWN

    @property
    def bears_a_trend(self) -> bool:
        """Whether an arrow may be drawn: not below 30 answers or 10 % response."""
        return self.n >= FEWEST and self.response is not None and self.response >= FEWEST_RESPONSE


def of(questions: Sequence[Question], given: Sequence[Mapping[str, int]], asked: int, answered: int) -> Results:
    """Return the results of answers, question by question."""
    found = [result(each, [row[each.code] for row in given if each.code in row]) for each in questions]
    return Results(found, len(given), asked, answered)


def result(question: Question, values: Sequence[int]) -> Result:
    """Return one question's figure by its scale."""
    seen = Counter(values)
    counts = tuple(seen.get(value, 0) for value in question.values)
    value, low, high = _BY_SCALE[question.scale](values, question)
    return Result(question, counts, len(values), value, low, high)


Figure = tuple[float | None, float | None, float | None]


def recommendation(values: Sequence[int]) -> Figure:
    """Return promoters (9, 10) less detractors (0 to 6) in percent, with the normal interval of that difference.

    >>> recommendation([10] * 50 + [8] * 30 + [3] * 20)[0]
    30.0
    >>> [round(end, 1) for end in recommendation([10] * 50 + [8] * 30 + [3] * 20)[1:]]
    [14.7, 45.3]
    """
    n = len(values)
    if not n:
        return None, None, None
    up, down = sum(value >= 9 for value in values) / n, sum(value <= 6 for value in values) / n
    half = Z * math.sqrt(max(0.0, up + down - (up - down) ** 2) / n)
    ends = max(-1.0, up - down - half), min(1.0, up - down + half)
    return 100 * (up - down), 100 * ends[0], 100 * ends[1]


def mean(values: Sequence[int]) -> Figure:
    """Return the mean with its normal interval; below two answers there is no interval."""
    n = len(values)
    if not n:
        return None, None, None
    middle = sum(values) / n
    if n < 2:
        return middle, None, None
    spread = math.sqrt(sum((value - middle) ** 2 for value in values) / (n - 1))
    half = Z * spread / math.sqrt(n)
    return middle, middle - half, middle + half


def _share(count: int, n: int) -> Figure:
    found = share_interval(count, n)
    return found.value, found.low, found.high


_BY_SCALE: Final[dict[Scale, Callable[[Sequence[int], Question], Figure]]] = {
    Scale.RECOMMENDATION: lambda values, _question: recommendation(values),
    Scale.MEAN: lambda values, _question: mean(values),
    Scale.SATISFACTION: lambda values, _question: _share(sum(value >= 4 for value in values), len(values)),
    Scale.SHARES: lambda values, question: _share(sum(value == question.values[-1] for value in values), len(values)),
}


def arrow(before: Results, now: Results, code: str) -> str:
    """Return `up`, `down` or `same` for a question between two periods; "" where no trend may be shown.

    Up and down only where the two intervals do not overlap.
    """
    if not (before.bears_a_trend and now.bears_a_trend):
        return ""
    pair = [next((each for each in found.questions if each.question.code == code), None) for found in (before, now)]
    was, is_ = pair
    if was is None or is_ is None or was.low is None or was.high is None or is_.low is None or is_.high is None:
        return ""
    return "up" if is_.low > was.high else "down" if is_.high < was.low else "same"
