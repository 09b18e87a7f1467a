"""How much risk is borne where: limits by category and horizon, and what follows when one is passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from hansei.rooms.governance.exposure import exposure_of
from hansei.rooms.governance.models import Category, Horizon, Risk

HORIZONS: Final = tuple(Horizon.values)
# From how many points on a risk within the appetite is called moderate, and high.
MODERATE_FROM, HIGH_FROM = 5, 10

# What comes with the product: ours, editable. Law, people and security bear least.
_USUAL: Final = {"operations": (8, 20_000), "programme": (12, 100_000), "strategy": (16, 500_000)}
_STRICT: Final = {"operations": (5, 10_000), "programme": (8, 50_000), "strategy": (12, 250_000)}
STARTER: Final[dict[str, Any]] = {
    "currency": "EUR",
    "impact_from": [1_000, 10_000, 100_000, 1_000_000],
    "limits": {
        category: {
            horizon: {"points": points, "money": money}
            for horizon, (points, money) in (_STRICT if category in ("law", "people", "security") else _USUAL).items()
        }
        for category in Category.values
    },
}


@dataclass(frozen=True)
class Appetite:
    """One version of the appetite, ready to be asked."""

    currency: str
    impact_from: tuple[Decimal, ...]
    limits: Mapping[str, Mapping[str, Mapping[str, int]]]

    def limit(self, category: str, horizon: str) -> tuple[int, Decimal]:
        """Return points and money a year that are borne there at most."""
        found = self.limits[category][horizon]
        return found["points"], Decimal(found["money"])

    def is_over(self, found: Risk, horizon: str) -> bool:
        """Whether a risk passes what this horizon bears: in money where it is named in our currency, else in points."""
        exposure = exposure_of(found)
        if exposure is None:
            return False
        points, money = self.limit(found.category, horizon)
        if exposure.money is not None and exposure.currency == self.currency:
            return exposure.money > money
        return exposure.points > points

    def level_of(self, found: Risk) -> str:
        """Return the risk's level for a decision: low, moderate, high, or over the appetite of its horizon."""
        exposure = exposure_of(found)
        if exposure is None or self.is_over(found, found.horizon):
            return "high" if exposure is None else "over_appetite"
        return "high" if exposure.points >= HIGH_FROM else "moderate" if exposure.points >= MODERATE_FROM else "low"

    def asked_horizon(self, found: Risk) -> str:
        """Return whose owner must be asked: the next horizon up that bears it, "" while its own bears it.

        Over the threshold of strategy itself there is nobody further: strategy's owner is asked.
        """
        at = HORIZONS.index(found.horizon)
        if not self.is_over(found, found.horizon):
            return ""
        return next((each for each in HORIZONS[at + 1 :] if not self.is_over(found, each)), HORIZONS[-1])


def read(content: Mapping[str, Any]) -> Appetite:
    """Return what a version says."""
    bounds = tuple(Decimal(each) for each in content["impact_from"])
    return Appetite(content["currency"], bounds, content["limits"])
