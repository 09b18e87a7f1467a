"""Who brings what into the demonstration organisation. Rooms register their part; a door loads and removes all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from hansei.kernel.actions import Act
from hansei.kernel.events import DemonstrationLoaded, DemonstrationRemoved
from hansei.kernel.models import Account, EventRow

SEED: Final = 1
Progress = Callable[[str], object]
Load = Callable[[Account, Progress], None]
Remove = Callable[[Progress], None]


@dataclass(frozen=True)
class Part:
    """What one room brings: both steps must bear repeats and go on where a killed one stopped."""

    order: int
    load: Load
    remove: Remove


PARTS: dict[str, Part] = {}


def part(name: str, *, order: int, load: Load, remove: Remove) -> None:
    """Register a room's part; parts are loaded in ascending order and removed in descending.

    `load` is called with the account that acts, an administrator of the demonstration; both are called with what
    tells a person in one sentence how far it is.
    """
    if name in PARTS:
        raise ValueError(f"the demonstration's part {name} is declared twice")
    PARTS[name] = Part(order, load, remove)


def is_loaded() -> bool:
    """Say whether everything of it was loaded and nobody has removed it since."""
    kinds = (DemonstrationLoaded.kind, DemonstrationRemoved.kind)
    last = EventRow.objects.filter(kind__in=kinds).order_by("-pk").values_list("kind", flat=True).first()
    return last == DemonstrationLoaded.kind


def load(by: Account, progress: Progress) -> None:
    """Load every part once; after a kill, what is missing."""
    if is_loaded():
        return
    for each in sorted(PARTS.values(), key=lambda part: part.order):
        each.load(by, progress)
    with transaction.atomic():
        Act(by=by, via="cli").record(DemonstrationLoaded(seed=SEED))


def remove(progress: Progress) -> None:
    """Remove every part. What is told of it in our own history stays."""
    for each in sorted(PARTS.values(), key=lambda part: -part.order):
        each.remove(progress)
    if is_loaded():
        with transaction.atomic():
            Act(by=None, via="cli").record(DemonstrationRemoved(seed=SEED))
