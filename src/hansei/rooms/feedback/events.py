"""What happens with feedback besides changes of fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class BatchHandedOver(Event, kind="feedback.batch"):
    """Anonymous opinions that had waited became feedback items, all together, in no order."""

    count: int


@dataclass(frozen=True)
class ComplaintEscalated(Event, kind="complaint.escalated"):
    """A complaint was not closed by its day: whoever leads must look at it."""

    record: Annotated[int, Touches("record")]
    due: str


@dataclass(frozen=True)
class UsersCounted(Event, kind="feedback.users_counted"):
    """Somebody entered how many users there are."""

    users: int
    since: str
    count: int  # its row
