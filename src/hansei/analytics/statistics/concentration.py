"""How few causes make most of the work."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from hansei.analytics.statistics.interval import Interval, share_interval


@dataclass(frozen=True)
class Cause:
    """One cause, its count, and the share that it and all larger ones hold together."""

    key: Hashable
    count: float
    running_share: float


@dataclass(frozen=True)
class Concentration:
    """How many of n causes make the share asked for, and how unequal they are altogether.

    gini: 0 where all causes are alike, towards 1 where one makes everything; None without any.
    held: the share these causes hold together, with Wilson's interval where counts are whole.
    It describes these causes in this period: they were picked because they were largest.
    """

    causes: int
    total: float
    wanted_share: float
    needed: int
    held: Interval
    gini: float | None
    rows: tuple[Cause, ...]


def concentration(counts: Mapping[Hashable, float] | Sequence[float], *, wanted_share: float = 0.8) -> Concentration:
    """Say how many causes, largest first, make `wanted_share` of the total (Pareto, Gini 1912).

    Left out: causes with nothing. Equal counts keep the order they came in. Raises ValueError
    for a negative count.
    """
    pairs = list(counts.items()) if isinstance(counts, Mapping) else list(enumerate(counts))
    if any(count < 0 for _, count in pairs):
        raise ValueError("a cause cannot have fewer than no cases")
    ordered = sorted((pair for pair in pairs if pair[1] > 0), key=lambda pair: -pair[1])
    total = math.fsum(count for _, count in ordered)
    running = accumulate(count for _, count in ordered)
    rows = [Cause(key, count, so_far / total) for (key, count), so_far in zip(ordered, running, strict=True)]
    needed = next((number for number, row in enumerate(rows, 1) if row.running_share >= wanted_share - 1e-12), 0)
    held = _held(math.fsum(count for _, count in ordered[:needed]), total)
    return Concentration(len(rows), total, wanted_share, needed, held, _gini([c for _, c in ordered]), tuple(rows))


def _held(part: float, total: float) -> Interval:
    if total and part == int(part) and total == int(total):
        return share_interval(int(part), int(total))
    return Interval(part / total if total else None, None, None, int(total), "none")


def _gini(descending: Sequence[float]) -> float | None:
    n, total = len(descending), math.fsum(descending)
    if not total:
        return None
    ranked = math.fsum(rank * count for rank, count in enumerate(reversed(descending), 1))
    return 2 * ranked / (n * total) - (n + 1) / n
