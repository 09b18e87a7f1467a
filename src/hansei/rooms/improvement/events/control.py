"""What happens on a control sheet besides changes of its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class DutyTaken(Event, kind="control.duty_taken"):
    """Somebody took over a duty of an item (implementer, checker) or of the whole sheet (supervisor)."""

    record: Annotated[int, Touches("record")]
    duty: str
    account: int


@dataclass(frozen=True)
class ItemChecked(Event, kind="control.item_checked"):
    """The checker looked at an item: met or not."""

    record: Annotated[int, Touches("record")]
    improvement: Annotated[int, Touches("improvement")]
    result: str
    is_first: bool
    acting_for: int | None = None


@dataclass(frozen=True)
class SupervisionGiven(Event, kind="control.supervision_given"):
    """The quality supervisor said whether the process was kept."""

    record: Annotated[int, Touches("record")]
    is_kept: bool
    words: int


@dataclass(frozen=True)
class RechecksPlanned(Event, kind="control.rechecks_planned"):
    """An improvement was closed; it is looked at again so many days later."""

    record: Annotated[int, Touches("record")]
    closing: int
    due_on: list[str]


@dataclass(frozen=True)
class RecheckDue(Event, kind="control.recheck_due"):
    """The day of a check after closing has come; the verdict of the same measure, where the data give one."""

    record: Annotated[int, Touches("record")]
    recheck: int
    days: int
    verdict: str


@dataclass(frozen=True)
class RecheckDecided(Event, kind="control.recheck_decided"):
    """A check after closing: the effect and every item still hold (`passed`), or not (`failed`)."""

    record: Annotated[int, Touches("record")]
    recheck: int
    days: int
    now: str
    words: int | None
    acting_for: int | None = None
