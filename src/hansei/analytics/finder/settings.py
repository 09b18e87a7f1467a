"""What the finder is told: where and when people work, what an hour costs, and how sure it must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class OfficeHours:
    """When people are at work anyway, in the zone's local time. Whatever lies outside is overtime.

    `weekdays`: 0 = Monday. `opens` and `closes` are hours of the day, 18.5 = half past six.
    """

    zone: str = "UTC"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    opens: float = 8.0
    closes: float = 18.0
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class FinderSettings:
    """Settings of one scan.

    `minimum_billed_hours` is what a call outside office hours bills at least; None: nobody entered it, so hours are
    counted as worked. `assumed_hours` stands in where the log records no work; facts then say so. Without
    `rate` and `minimum_billed_hours` there is no money. `false_share` is the share of false ones tolerated among what
    is called a finding.
    """

    office: OfficeHours = field(default_factory=OfficeHours)
    minimum_billed_hours: float | None = None
    assumed_hours: float = 1.0
    rate: float | None = None
    currency: str | None = None
    false_share: float = 0.01
    least_calls: int = 6
    least_people: int = 3

    @property
    def price(self) -> float | None:
        """What an hour costs; None until rate and billed minimum are both known."""
        return None if self.minimum_billed_hours is None else self.rate
