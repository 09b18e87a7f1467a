"""What happens to the culture of improving besides improvements: nominations, and duties in role descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class Nominated(Event, kind="culture.nominated"):
    """Somebody proposed to celebrate a person, for an improvement or on their own."""

    nomination: int
    account: int
    record: Annotated[int | None, Touches("record")]
    text: int  # revision id


@dataclass(frozen=True)
class NominationAnswered(Event, kind="culture.nomination_answered"):
    """The nominated person lets everybody read it, or not (any more)."""

    nomination: int
    record: Annotated[int | None, Touches("record")]
    now: str


@dataclass(frozen=True)
class RoleDutyNoted(Event, kind="culture.role_duty_noted"):
    """A role's description says from now on what its holder does for improving."""

    duty: int
    role: int  # revision id
    text: int  # revision id


@dataclass(frozen=True)
class RoleDutyEnded(Event, kind="culture.role_duty_ended"):
    """A sentence of a role's description holds no longer."""

    duty: int
