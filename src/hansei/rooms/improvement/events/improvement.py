"""What happens to an improvement besides changes of its fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class BaselineFrozen(Event, kind="improvement.baseline_frozen"):
    """Somebody sealed how it was before; the seal is the SHA-256 of the row."""

    record: Annotated[int, Touches("record")]
    baseline: int
    first: str
    last: str
    known_until: str
    weeks: int
    seal: str


@dataclass(frozen=True)
class AnswerGiven(Event, kind="improvement.answer_given"):
    """A before/after answer was computed and kept."""

    record: Annotated[int, Touches("record")]
    baseline: int
    verdict: str
    target_reached: bool | None
    change: float | None
    low: float | None
    high: float | None
    weeks_before: int
    weeks_after: int
