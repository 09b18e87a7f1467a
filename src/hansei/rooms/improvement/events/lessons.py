"""What happens to lessons and to the knowledge of an improvement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class KnowledgeTransferred(Event, kind="improvement.transferred"):
    """Knowledge of an improvement was handed on to so many people on a day."""

    record: Annotated[int, Touches("record")]
    transfer: int
    on: str
    people: int
    told: int  # revision id


@dataclass(frozen=True)
class LessonUsed(Event, kind="lesson.used"):
    """A lesson was used in another improvement."""

    record: Annotated[int, Touches("record")]
    improvement: Annotated[int, Touches("improvement")]
    how: int  # revision id
