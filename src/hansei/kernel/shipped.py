"""Content that comes with the product: made once, at the first start and after each upgrade that brings more of it.

A room registers what brings its content; it must bear repeats and leave alone what people changed or withdrew.
`hansei migrate` and the start of the background work call all of them. Nothing is shipped in tests unless they ask.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hansei.kernel.actions import Act
from hansei.kernel.people import extend_roles

Bring = Callable[[Act], object]


@dataclass(frozen=True)
class Content:
    """What one room ships. `bring(act)` is an action, or calls some; contents with a lower order come first."""

    order: int
    bring: Bring


CONTENTS: Final[dict[str, Content]] = {}


def content(name: str, *, order: int, bring: Bring) -> None:
    """Register what a room ships, from its app's `ready()`. Raises ValueError for a name that is taken."""
    if name in CONTENTS:
        raise ValueError(f"the content {name} is shipped twice")
    CONTENTS[name] = Content(order, bring)


def bring_all(via: str) -> None:
    """Bring what is missing, and give built-in roles the rights that came with this version."""
    extend_roles(Act(by=None, via=via))
    for each in sorted(CONTENTS.values(), key=lambda content: content.order):
        each.bring(Act(by=None, via=via))
