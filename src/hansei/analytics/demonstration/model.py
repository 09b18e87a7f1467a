"""What the generator is asked for and what it gives: conditions, tickets, improvements and the answer key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Control = Literal["none", "noise", "benign"]
Truth = Literal["worked", "no_effect", "regressed", "season", "recent"]


@dataclass(frozen=True)
class Conditions:
    """What is planted and how well it hides. The default is the on-call story as it is told."""

    rota: int = 8
    interval_days: float = 7.0
    jitter_days: float = 1.0  # standard deviation of a call around its turn
    clock: tuple[int, int] = (18, 21)
    quarter_ends: bool = True  # twice in the weeks in which a quarter ends
    missing_ci: float = 0.0
    missing_fix: float = 0.0
    wording_only: bool = False  # no service, category, symptom, CI or fix action in the whole log
    holidays: bool = False  # no call in the weeks of Christmas and in the first half of August
    patterns: int = 1  # 2: a second one, with another rhythm, in the same CI
    dies: bool = False  # the pattern stops after 60 % of the time
    pattern: bool = True
    random_calls: bool = False  # the same calls, as many, at random instants
    benign: bool = True
    stories: bool = True  # bottleneck, ping-pong, breaches, improvements


NO_PATTERN = Conditions(pattern=False, benign=False, stories=False)
RANDOM_CALLS = Conditions(pattern=False, random_calls=True, benign=False, stories=False)
ONLY_BENIGN = Conditions(pattern=False, benign=True, stories=False)


@dataclass(frozen=True)
class PlantedPattern:
    """A hidden recurrence and what a finder must say about it. `yearly_hours` is (at least, at most)."""

    code: str
    cases: tuple[str, ...]
    people: int
    interval_days: float
    clock: tuple[int, int]
    yearly_hours: tuple[float, float]
    release: str | None
    dies_on: date | None


@dataclass(frozen=True)
class PlantedImprovement:
    """An improvement with its measure, and what an honest before/after answer says.

    The measure is the weekly number of tickets that match `where` (column, value).
    """

    code: str
    title: str
    idea: str
    change: str
    element: str  # people, resource, technology, process
    service: str
    where: tuple[tuple[str, str], ...]
    frozen_on: date
    intervention_on: date
    baseline: tuple[date, date]
    chosen: tuple[date, date] | None  # the days that drew attention
    target_share: float  # goal as a share of the baseline
    margin_share: float  # a change inside it is none
    truth: Truth
    answer: str
    names: str | None  # what stands against a plainer answer, a code


@dataclass(frozen=True)
class AnswerKey:
    """All that is planted, so that every detector can be checked against it."""

    patterns: tuple[PlantedPattern, ...]
    bottleneck: str | None
    ping_pong: tuple[str, str] | None
    ping_pong_cases: tuple[str, ...]
    breach_cluster: tuple[tuple[str, str], ...]
    breach_cases: tuple[str, ...]
    benign: dict[str, tuple[str, ...]]
    improvements: tuple[PlantedImprovement, ...]


@dataclass(frozen=True)
class Generated:
    """A made-up company's history: cases and steps in the shape of a log, and the key to it.

    `office_hours` are local: (weekdays 0 = Monday, opens, closes); `rota` is who is on call, a week each.
    """

    name: str
    seed: int
    zone: str
    starts_on: date
    ends_on: date
    cases: pa.Table
    steps: pa.Table
    key: AnswerKey
    office_hours: tuple[tuple[int, ...], int, int]
    rota: tuple[str, ...]
    minimum_billed_hours: float
    corrections: pa.Table | None = None  # (key, at, fix_action): what was put right after the fact, and when


Column = NDArray[Any]


@dataclass
class Drafts:
    """Tickets before they have a number: columns of equal length, local wall clock in microseconds."""

    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["at"])


def joined(parts: list[Drafts]) -> Drafts:
    """All parts in one, in the order of time."""
    names = parts[0].columns
    columns = {name: np.concatenate([part.columns[name] for part in parts if len(part)]) for name in names}
    order = np.argsort(columns["at"], kind="stable")
    return Drafts({name: column[order] for name, column in columns.items()})
