"""What happens between goals, and to outcomes, besides changes of fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class ContributionSet(Event, kind="goal.contribution_set"):
    """Somebody said what a node is for, or said it otherwise. `evidence` is a revision's id."""

    record: Annotated[int, Touches("record")]
    parent: Annotated[int, Touches("parent")]
    effect: str
    strength: int
    timing: str
    evidence: int | None
    below: int
    above: int


@dataclass(frozen=True)
class ContributionRemoved(Event, kind="goal.contribution_removed"):
    """A node is not for that other one any more."""

    record: Annotated[int, Touches("record")]
    parent: Annotated[int, Touches("parent")]
    below: int
    above: int


@dataclass(frozen=True)
class OutputAdded(Event, kind="outcome.output_added"):
    """Something was delivered for an outcome. `name` is a revision's id."""

    record: Annotated[int, Touches("record")]
    output: int
    name: int
    delivered_on: str | None


@dataclass(frozen=True)
class OutputRemoved(Event, kind="outcome.output_removed"):
    """What was named as an output is none."""

    record: Annotated[int, Touches("record")]
    output: int
