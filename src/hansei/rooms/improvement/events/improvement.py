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


@dataclass(frozen=True)
class ImprovementsRanked(Event, kind="improvement.ranked"):
    """Somebody put the open improvements into a new order, and froze it."""

    ranked: int
    moved: int
    ranking: int | None = None


@dataclass(frozen=True)
class RankRuleSet(Event, kind="improvement.rank_rule_set"):
    """Somebody set what counts how much in the order of improvements, and how old a ranking may grow."""

    rule: int
    value: str
    risk: str
    effort: str
    every_days: int


@dataclass(frozen=True)
class PlacedByHand(Event, kind="improvement.placed_by_hand"):
    """Somebody put an improvement at a place against the computed order; no place: gave it back to the order."""

    record: Annotated[int, Touches("record")]
    place: int | None
    reason: int | None  # revision id


@dataclass(frozen=True)
class StepWritten(Event, kind="improvement.step_written"):
    """One of the seven pages of an improvement was written; `cites` is the frozen baseline it stands on."""

    record: Annotated[int, Touches("record")]
    step: str
    text: int  # revision id
    cites: int | None


@dataclass(frozen=True)
class TookPart(Event, kind="improvement.took_part"):
    """Somebody takes part in an improvement, or does so no longer."""

    record: Annotated[int, Touches("record")]
    account: int
    takes_part: bool


@dataclass(frozen=True)
class Celebrated(Event, kind="improvement.celebrated"):
    """Somebody said thanks for an improvement."""

    record: Annotated[int, Touches("record")]
    text: int  # revision id
