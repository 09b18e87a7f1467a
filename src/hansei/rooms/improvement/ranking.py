"""How the order of improvements is computed: what they are worth for their effort, and which stand elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hansei.rooms.improvement.models import HandPlace, Improvement, RankRule

# What has begun is no longer chosen among.
RANKED = ("proposed", "triage", "analysed", "planned", "approved")
MOST = 200  # places that are given; further ideas have none


def rule_now() -> RankRule:
    """Return what counts how much, as it was set last; as the product comes where nobody did."""
    return RankRule.objects.order_by("-pk").first() or RankRule()


def rule_of(kept: RankRule | None) -> RankRule:
    """Return the rule of a frozen ranking; none is kept where nobody had set one."""
    return kept or RankRule()


@dataclass(frozen=True)
class Judged:
    """What the order is made of: an improvement's number and what was judged of it."""

    pk: int
    value: int | None
    effort: int | None
    has_risk: bool


@dataclass(frozen=True)
class Place:
    """Where an improvement stands. `score`: None where it was not judged; `computed`: its place without hands."""

    pk: int
    place: int
    computed: int
    score: float | None
    is_by_hand: bool


def score(judged: Judged, rule: RankRule) -> float | None:
    """Return what an improvement is worth for its effort; None where either was not judged.

    (value × its weight + the weight of a risk, where one is written down) ÷ (1 + (effort − 1) × its weight). Value and
    effort are 1 low, 2 medium, 3 high; with a weight of 0 the effort does not matter, with 1 it divides.

    >>> rule = RankRule(value=1, risk=0.5, effort=1)
    >>> score(Judged(1, 3, 2, has_risk=True), rule), score(Judged(2, 3, None, has_risk=True), rule)
    (1.75, None)
    """
    if judged.value is None or judged.effort is None:
        return None
    worth = judged.value * float(rule.value) + (float(rule.risk) if judged.has_risk else 0.0)
    return worth / (1 + (judged.effort - 1) * float(rule.effort))


def ordered(found: Sequence[Judged], hands: Mapping[int, int], rule: RankRule) -> list[Place]:
    """Return the order: by score, the older first; those placed by hand (number → place) where they were put."""
    scores = {each.pk: score(each, rule) for each in found}
    by_score = sorted(scores, key=lambda pk: (scores[pk] is None, -(scores[pk] or 0.0), pk))
    computed = {pk: place for place, pk in enumerate(by_score, start=1)}
    order = [pk for pk in by_score if pk not in hands]
    put = [pk for pk in by_score if pk in hands]
    for pk in sorted(put, key=lambda one: hands[one]):
        order.insert(min(hands[pk] - 1, len(order)), pk)
    return [Place(pk, place, computed[pk], scores[pk], pk in hands) for place, pk in enumerate(order, start=1)]


def order_of(found: QuerySet[Improvement]) -> list[Place]:
    """Return the order of those among these improvements that have not begun, as it is computed now."""
    rows = found.filter(state__in=RANKED).order_by().values_list("pk", "value", "effort", "risk")
    judged = [Judged(pk, value, effort, bool(risk.strip())) for pk, value, effort, risk in rows]
    hands = dict(HandPlace.objects.filter(improvement__state__in=RANKED).values_list("pk", "place"))
    return ordered(judged, hands, rule_now())
