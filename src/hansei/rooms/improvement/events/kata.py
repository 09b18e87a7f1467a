"""What happens on kata storyboards, SWOT analyses and between risks and improvements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class KataTargetSet(Event, kind="kata.target_set"):
    """A target condition was set; whether the one before was reached."""

    record: Annotated[int, Touches("record")]
    words: int
    due_on: str
    was_reached: bool | None


@dataclass(frozen=True)
class KataObstacleNamed(Event, kind="kata.obstacle_named"):
    """An obstacle was put on the board, taken up or out of the way."""

    record: Annotated[int, Touches("record")]
    obstacle: int
    words: int
    now: str


@dataclass(frozen=True)
class KataStepped(Event, kind="kata.stepped"):
    """An experiment got its step, its expectation or its result."""

    record: Annotated[int, Touches("record")]
    experiment: int
    part: str
    words: int
    is_surprise: bool | None


@dataclass(frozen=True)
class KataCoached(Event, kind="kata.coached"):
    """A coaching session was held; its answers are revisions."""

    record: Annotated[int, Touches("record")]
    session: int
    answers: list[int]


@dataclass(frozen=True)
class KataMeasured(Event, kind="kata.measured"):
    """What was measured on a day."""

    record: Annotated[int, Touches("record")]
    day: str
    value: float


@dataclass(frozen=True)
class SwotEntered(Event, kind="swot.entered"):
    """An entry came into one of the four lists."""

    record: Annotated[int, Touches("record")]
    entry: int
    quadrant: str
    words: int
    evidence: int | None


@dataclass(frozen=True)
class SwotVoted(Event, kind="swot.voted"):
    """Somebody said what weighs most in a list, or changed their mind."""

    record: Annotated[int, Touches("record")]
    quadrant: str
    entry: int


@dataclass(frozen=True)
class SwotConcluded(Event, kind="swot.concluded"):
    """A strategy was derived from two entries."""

    record: Annotated[int, Touches("record")]
    strategy: int
    inside: int
    outside: int
    words: int


@dataclass(frozen=True)
class SwotConverted(Event, kind="swot.converted"):
    """An entry became an improvement or a risk."""

    record: Annotated[int, Touches("record")]
    entry: int
    became: Annotated[int, Touches("became")]


@dataclass(frozen=True)
class RescoreAsked(Event, kind="coupling.rescore_asked"):
    """An improvement was verified; the risk it is tied to is to be judged anew."""

    record: Annotated[int, Touches("record")]
    risk: Annotated[int, Touches("risk")]
    before: int | None


@dataclass(frozen=True)
class RescoreDone(Event, kind="coupling.rescore_done"):
    """The risk was judged anew after the improvement."""

    record: Annotated[int, Touches("record")]
    risk: Annotated[int, Touches("risk")]
    before: int | None
    after: int
