"""Which earlier case is like a new one: the same service or category, and similar wording in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hansei.analytics.finder import wording

ALIKE: Final = 0.35  # cosine of the wording where service or category are the same
ALIKE_ALONE: Final = 0.6  # where one of the cases names neither
MOST: Final = 3


@dataclass(frozen=True)
class Case:
    """What is compared of a case."""

    key: int
    words: str
    service: str = ""
    category: str = ""


def like(new: Case, earlier: Sequence[Case]) -> list[tuple[int, float]]:
    """Return the keys of the most similar earlier cases with their likeness, the most similar first.

    >>> old = [Case(1, "Night batch stops", "Payroll"), Case(2, "Printer has no paper", "Payroll")]
    >>> [key for key, _ in like(Case(9, "The night batch stopped again", "payroll"), old)]
    [1]
    """
    if not earlier or not wording.tokens(new.words):
        return []
    rows = wording.vectors([new.words, *(each.words for each in earlier)])
    likeness = (rows[1:] @ rows[[0]].T).toarray().ravel()
    found = [
        (each.key, round(float(value), 3))
        for each, value in zip(earlier, likeness, strict=True)
        if (limit := _limit(new, each)) is not None and value >= limit
    ]
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))[:MOST]


def _limit(new: Case, old: Case) -> float | None:
    """How alike the wording must be; None where what they share says that they are different things."""
    pairs = [(new.service, old.service), (new.category, old.category)]
    both = [(a.strip().casefold(), b.strip().casefold()) for a, b in pairs if a.strip() and b.strip()]
    if not both:
        return ALIKE_ALONE
    return ALIKE if any(a == b for a, b in both) else None
