"""The three horizons: what stands in each, what is over its threshold, and what adds to what above."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from hansei.kernel.models import Account, ObjectLink
from hansei.rooms.governance.exposure import Exposure, Total, exposure_of, total_of
from hansei.rooms.governance.levels import LEVEL_LABELS, LEVEL_TONES
from hansei.rooms.governance.models import Horizon, Risk
from hansei.rooms.governance.queries import appetite
from hansei.rooms.governance.queries.risks import open_risks

MOST = 500  # drawn; more are a list


@dataclass(frozen=True)
class Placed:
    """A risk with what is computed of it for a reader."""

    risk: Risk
    exposure: Exposure | None
    level: str
    adds_to: tuple[str, ...]
    is_overdue: bool

    @property
    def level_label(self) -> str:
        return str(LEVEL_LABELS[self.level])

    @property
    def tone(self) -> str:
        return LEVEL_TONES[self.level]


@dataclass(frozen=True)
class Layer:
    """One horizon. `alone`: its risks that add to nothing on a higher horizon (none are asked of strategy)."""

    horizon: Horizon
    risks: list[Placed]
    total: Total

    @property
    def over(self) -> int:
        return sum(each.level == "over_appetite" for each in self.risks)

    @property
    def alone(self) -> int:
        return 0 if self.horizon == Horizon.STRATEGY else sum(not each.adds_to for each in self.risks)


@dataclass(frozen=True)
class Layers:
    """All open risks of one reader, by horizon, the farthest first."""

    layers: list[Layer]
    placed: list[Placed]
    is_cut: bool

    @property
    def over(self) -> int:
        return sum(each.over for each in self.layers)

    @property
    def overdue(self) -> int:
        return sum(each.is_overdue for each in self.placed)


def of(account: Account) -> Layers:
    """Return the horizons with the open risks that this person may see, the gravest first."""
    limits, today = appetite(), timezone.localdate()
    found = list(open_risks(account).order_by("-pk")[: MOST + 1])
    above = _adding({each.pk for each in found})
    placed = [
        Placed(
            each,
            exposure_of(each),
            limits.level_of(each) if each.likelihood else "low",
            above.get(each.pk, ()),
            bool(each.review_on and each.review_on < today),
        )
        for each in found[:MOST]
    ]
    placed.sort(key=lambda each: -(each.exposure.points if each.exposure else 0))
    layers = [
        Layer(horizon, mine, total_of(each.risk for each in mine))
        for horizon in reversed(Horizon)
        for mine in [[each for each in placed if each.risk.horizon == horizon]]
    ]
    return Layers(layers, placed, len(found) > MOST)


def _adding(risks: set[int]) -> dict[int, tuple[str, ...]]:
    """By risk, the numbers of those it adds to, as far as the reader sees them."""
    ties = ObjectLink.objects.filter(role="adds_to", object__in=risks, target__in=risks)
    found: dict[int, tuple[str, ...]] = {}
    for risk, key in ties.values_list("object_id", "target__key"):
        found[risk] = (*found.get(risk, ()), key)
    return found
