"""What a scan gives back: findings, known kinds, and the facts and figures each of them stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hansei.analytics.statistics import Interval

Trend = Literal["active", "growing", "shrinking", "died"]
Kind = Literal["request", "planned", "batch", "one_requester", "known_kind"]
SurgeCode = Literal["month_end", "quarter_end", "year_end"]
BurdenCode = Literal["bounce", "breach"]
Step = Literal["week", "day"]
HoursBasis = Literal["recorded", "partly_recorded", "assumed"]
Value = float | int | str | bool | None
Figures = dict[str, Value]


@dataclass(frozen=True)
class Clause:
    """One tested fact as a code with figures; the reader's language makes words of it."""

    code: str
    figures: Figures


@dataclass(frozen=True)
class Component:
    """One part of the score: `value` from 0 to 1, its `weight`, and the figures it was computed from."""

    code: str
    value: float
    weight: float
    figures: Figures

    @property
    def points(self) -> float:
        """What this part adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True)
class Clock:
    """The best window of three hours, local time. `share` of the calls fall into it, `expected` of all others."""

    from_hour: int
    until_hour: int
    share: float
    expected: float
    chance: float
    hours: tuple[int, ...]  # calls by hour of the day, 24 figures


@dataclass(frozen=True)
class Weekday:
    """The commonest weekday (0 = Monday): `share` of the calls, `expected` of all others, `chance` of as many."""

    weekday: int
    share: float
    expected: float
    chance: float


@dataclass(frozen=True)
class Surge:
    """Calls a day in month, quarter or year end weeks divided by calls a day otherwise."""

    code: SurgeCode
    ratio: Interval
    chance: float
    calls: int
    days: int


@dataclass(frozen=True)
class Spread:
    """How the calls spread over people. Gaps in days are each person's own."""

    people: int
    fewest: int
    most: int
    median_own_gap_days: float | None


@dataclass(frozen=True)
class Hours:
    """What the calls cost in hours.

    `yearly` is per 365 days; `extrapolated` when fewer than 360 days are covered by `covered_months`.
    """

    worked: float
    billed: float
    basis: HoursBasis
    assumed: float  # of each case without recorded work
    yearly: Interval
    extrapolated: bool
    covered_months: float
    overtime_share: float  # of these calls, outside office hours
    share_of_overtime: float | None  # these calls' hours in all hours outside office hours
    all_overtime: float  # hours a year


@dataclass(frozen=True)
class Burden:
    """How much more often tickets of this kind bounce (handed on twice or more, or reopened) or break their promise.

    Of `known` tickets `hit` did and `expected` would have, did they go as others of their priority, by day or after
    hours. `chance`: of as many, if a quarter more than expected were usual; all kinds tested are allowed for. They
    came in `steps` of `of_steps` weeks (days, where less than eight weeks are observed).
    """

    code: BurdenCode
    known: int
    hit: int
    expected: float
    chance: float
    steps: int
    of_steps: int
    step: Step

    @property
    def share(self) -> float:
        """Share of the tickets that bounced, or broke their promise."""
        return self.hit / self.known

    @property
    def usual(self) -> float:
        """The share that would have, as others do."""
        return self.expected / self.known


@dataclass(frozen=True)
class Facts:
    """Everything tested about one recurrence. Rates and gaps are in local days."""

    calls: int
    people: int
    weeks: int
    first_at: datetime
    last_at: datetime
    median_gap_days: Interval
    rhythm_chance: float
    clock: Clock
    weekday: Weekday
    surges: tuple[Surge, ...]
    spread: Spread
    hours: Hours
    yearly_cost: Interval | None
    currency: str | None
    trend: Trend
    low_priority_share: float | None
    best_priority: int | None
    breaches: int | None
    wording_similarity: float | None
    languages: tuple[str, ...]
    burden: Burden | None = None  # what makes it a finding where no rhythm does


@dataclass(frozen=True)
class Member:
    """One call of the recurrence. `reasons` say why it belongs (codes); `person` is the log's own code."""

    case: int
    key: str
    at: datetime
    person: str | None
    mark: int | None  # 1 for the first person seen, 2 for the next: person A, B …
    title: str | None
    fix_action: str | None
    worked_hours: float | None
    billed_hours: float
    is_overtime: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class NearMiss:
    """A ticket that shares much and was left out, with the reason's code."""

    case: int
    key: str
    reason: str


@dataclass(frozen=True)
class Behind:
    """What may be behind it: a change or release shortly before the first call."""

    code: str
    case: int
    key: str
    title: str | None
    at: datetime
    days_before: float


@dataclass(frozen=True)
class Finding:
    """A hidden recurrence. `key` stays the same when the same scan runs on later data.

    `shared` are the fields all or nearly all members agree in, in order of weight. `confidence` is one minus the
    adjusted chance; `chance` is the probability that calls at random would look as orderly.
    """

    key: str
    shared: dict[str, str]
    title: str | None
    facts: Facts
    confidence: float
    chance: float
    score: float
    components: tuple[Component, ...]
    why_unseen: tuple[Clause, ...]
    members: tuple[Member, ...]
    near_misses: tuple[NearMiss, ...]
    behind: tuple[Behind, ...]


@dataclass(frozen=True)
class KnownKind:
    """A regularity or an ordinary kind of work that is no hidden problem, and the fact that says so."""

    key: str
    kind: Kind
    shared: dict[str, str]
    title: str | None
    calls: int
    people: int
    hours: Hours
    because: Clause
    cases: tuple[int, ...]


@dataclass(frozen=True)
class Findings:
    """One scan: what was found, what was recognised as known, and how much was looked at."""

    findings: tuple[Finding, ...]
    known: tuple[KnownKind, ...]
    tickets: int
    people: int
    groups: int
    from_at: datetime | None
    until_at: datetime | None
