"""What happens to the steps of an improvement cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class CycleStepLinked(Event, kind="cycle.step_linked"):
    """A step of a cycle was tied to what proves it, or the tie was taken away."""

    record: Annotated[int, Touches("record")]
    step: int
    evidence: str  # kind of thing
    key: str
    linked: bool


@dataclass(frozen=True)
class CycleStepSigned(Event, kind="cycle.step_signed"):
    """Somebody answers for a step of a cycle."""

    record: Annotated[int, Touches("record")]
    step: int
    result: int  # revision id
