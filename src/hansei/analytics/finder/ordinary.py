"""Ordinary recurring work: costly, and no more orderly than chance. Everybody knows it; a manager still asks for it."""

from __future__ import annotations

from typing import Final

import numpy as np

from hansei.analytics.finder.calls import Calls, Floats, Ints, Marks
from hansei.analytics.finder.groups import combined

# Narrow first: the first way that covers enough of the tickets is how this log says what something is about.
WAYS: Final[tuple[tuple[str, ...], ...]] = (
    ("service", "ci", "symptom"),
    ("service", "symptom"),
    ("category", "subcategory", "symptom"),
    ("service", "subcategory"),
    ("category", "subcategory"),
    ("product", "team"),
    ("service", "fix_action"),
    ("service",),
    ("product",),
    ("category",),
    ("team",),
)
COVERS: Final = 0.5
MOST: Final = 20


def ordinary_groups(calls: Calls, alive: Marks, billed: Floats, least: int) -> list[Ints]:
    """Members of the costliest groups among the tickets in `alive`, the costliest first."""
    best: Ints | None = None
    covered = 0.0
    for way in WAYS:
        group = combined([calls.codes[name] for name in way])
        group[~alive] = -1
        counts = np.bincount(group[group >= 0], minlength=1)
        share = float(counts[counts >= least].sum() / max(alive.sum(), 1))
        if share > covered:
            best, covered = group, share
        if share >= COVERS:
            break
    return [] if best is None else _costliest(best, billed, least)


def _costliest(group: Ints, billed: Floats, least: int) -> list[Ints]:
    inside = group >= 0
    hours = np.bincount(group[inside], billed[inside])
    hours[np.bincount(group[inside]) < least] = 0
    order = np.argsort(-hours, kind="stable")[:MOST]
    return [np.flatnonzero(group == number) for number in order if hours[number] > 0]
