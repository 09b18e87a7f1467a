"""What happens in governance besides changes of fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class RiskScored(Event, kind="risk.scored"):
    """Somebody judged how likely and how bad a risk is."""

    record: Annotated[int, Touches("record")]
    score: int
    likelihood: int
    impact: int
    amount: str | None
    currency: str
    is_residual: bool


@dataclass(frozen=True)
class RiskEscalated(Event, kind="risk.escalated"):
    """A risk passed the threshold of its horizon: the owner of another horizon is asked."""

    record: Annotated[int, Touches("record")]
    escalation: int
    horizon: str


@dataclass(frozen=True)
class EscalationAnswered(Event, kind="risk.escalation_answered"):
    """The owner said what becomes of a risk over its threshold, or it fell below by itself."""

    record: Annotated[int, Touches("record")]
    escalation: int
    answer: str
    acting_for: int | None = None


@dataclass(frozen=True)
class RiskRealised(Event, kind="risk.realised"):
    """What the risk spoke of happened."""

    record: Annotated[int, Touches("record")]
    occurrence: int
    on: str
    cost: str | None
    currency: str


@dataclass(frozen=True)
class SettingChanged(Event, kind="governance.set"):
    """A new version of the appetite or of the decision rights holds from now on."""

    name: str
    version: int


@dataclass(frozen=True)
class SeatGiven(Event, kind="governance.seat_given"):
    """Somebody decides in a role from now on."""

    seat: int
    account: int
    role: str


@dataclass(frozen=True)
class SeatEnded(Event, kind="governance.seat_ended"):
    """Somebody decides in a role no longer."""

    seat: int
    account: int
    role: str


@dataclass(frozen=True)
class DeputyNamed(Event, kind="deputy.named"):
    """Somebody acts for somebody else, from one instant until another."""

    deputy: int
    principal: int
    account: int
    matters: list[str]
    since: str
    until: str


@dataclass(frozen=True)
class DeputyChanged(Event, kind="deputy.changed"):
    """A deputy acts for longer or shorter, or in other matters."""

    deputy: int
    matters: list[str]
    until: str


@dataclass(frozen=True)
class DeputyEnded(Event, kind="deputy.ended"):
    """A deputy acts no longer; one whose time had not come never acted."""

    deputy: int
    until: str


@dataclass(frozen=True)
class DecisionTaken(Event, kind="decision.taken"):
    """Somebody decided about a record, in a role, by a row of the decision rights."""

    record: Annotated[int, Touches("record")]
    taken: int
    decides: str
    asked_level: str
    level: str
    role: str
    by_role: str
    asked_at: str
    acting_for: int | None = None


@dataclass(frozen=True)
class DecisionReversed(Event, kind="decision.reversed"):
    """What had been decided about a record holds no longer."""

    record: Annotated[int, Touches("record")]
    taken: int
