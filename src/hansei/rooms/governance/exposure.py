"""What a risk is worth: likelihood × impact, in money a year where money was named, else in points; never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from django.utils.translation import gettext as _

from hansei.ui import words

# How often a year each step of likelihood stands for.
TIMES_A_YEAR: Final = {
    1: Decimal("0.05"),
    2: Decimal("0.2"),
    3: Decimal("0.5"),
    4: Decimal(2),
    5: Decimal(12),
}


class Scored(Protocol):
    """Anything with a likelihood, an impact and perhaps an amount: a risk, or one of its scores."""

    @property
    def likelihood(self) -> int | None: ...
    @property
    def impact(self) -> int | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True)
class Exposure:
    """Points (1 to 25), and money a year where the cost of one occurrence is known."""

    points: int
    money: Decimal | None
    currency: str

    def is_above(self, other: Exposure) -> bool:
        """Whether it is more than another one: in money where both are in one currency, else in points."""
        if self.money is not None and other.money is not None and self.currency == other.currency:
            return self.money > other.money
        return self.points > other.points

    def __str__(self) -> str:
        """In the reader's words: money where there is money, else points."""
        if self.money is not None:
            return _("%(amount)s a year") % {"amount": words.money(float(self.money), self.currency)}
        return _("%(n)s of 25 points") % {"n": words.number(self.points)}


def exposure_of(found: Scored) -> Exposure | None:
    """Return likelihood × impact of a risk or a score; None where nobody scored it."""
    if found.likelihood is None or found.impact is None:
        return None
    money = None if found.amount is None else TIMES_A_YEAR[found.likelihood] * found.amount
    return Exposure(found.likelihood * found.impact, money, found.currency if money is not None else "")


@dataclass(frozen=True)
class Total:
    """The exposure of many risks: a sum for each currency, and how many are known in points only."""

    money: dict[str, Decimal]
    in_money: int
    in_points: int
    unscored: int


def total_of(risks: Iterable[Scored]) -> Total:
    """Add up what can be added: money of one currency. Points are counted, never summed with money."""
    money: dict[str, Decimal] = {}
    in_money = in_points = unscored = 0
    for each in risks:
        found = exposure_of(each)
        if found is None:
            unscored += 1
        elif found.money is None:
            in_points += 1
        else:
            in_money += 1
            money[found.currency] = money.get(found.currency, Decimal(0)) + found.money
    return Total(money, in_money, in_points, unscored)


def impact_for(amount: Decimal, bounds: Iterable[Decimal]) -> int:
    """Return the step of impact of an amount: one more for each bound it reaches.

    >>> bounds = [Decimal(n) for n in (1_000, 10_000, 100_000, 1_000_000)]
    >>> [impact_for(Decimal(n), bounds) for n in (1, 999, 1_000, 99_999, 5_000_000)]
    [1, 1, 2, 3, 5]
    """
    return 1 + sum(amount >= bound for bound in bounds)
