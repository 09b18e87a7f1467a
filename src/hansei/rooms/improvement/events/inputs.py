"""What happens to the sources of improvement beside their inputs."""

from __future__ import annotations

from dataclasses import dataclass

from hansei.kernel.events import Event


@dataclass(frozen=True)
class SourceChecked(Event, kind="input.source_checked"):
    """Somebody looked into a source of inputs; what they found stands as inputs of its own."""

    origin: str


@dataclass(frozen=True)
class TimeReserved(Event, kind="improvement.time_reserved"):
    """A team set hours aside for improving in a month, and used some of them."""

    month: str
    team: int  # revision id
    reserved: float
    used: float
