"""Readers of the order of improvements: as it is computed now, and as it was frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Subquery
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement import ranking
from hansei.rooms.improvement.models import HandPlace, Improvement, Ranking, RankRule

FROZEN_SHOWN = 12


@dataclass(frozen=True)
class Ranked:
    """An improvement in its place, and who put it there where somebody did."""

    record: Improvement
    at: ranking.Place
    hand: HandPlace | None


@dataclass(frozen=True)
class Order:
    """The first improvements in their order, and how many more wait that have no place."""

    lines: list[Ranked]
    rest: int


@query("improvement.ranking")
def order_now(account: Account) -> Order:
    """Return the improvements that wait to begin in their order, of those this person may work on."""
    mine = Improvement.objects.filter(rights.predicate(account, "improvement.work", prefix="identity__"))
    order = ranking.order_of(mine)
    shown = order[: ranking.MOST]
    found = Improvement.objects.select_related("identity").in_bulk([each.pk for each in shown])
    put = HandPlace.objects.filter(pk__in=[each.pk for each in shown if each.is_by_hand]).select_related("reason", "by")
    hands = {each.pk: each for each in put}
    lines = [Ranked(found[each.pk], each, hands.get(each.pk)) for each in shown if each.pk in found]
    return Order(lines, len(order) - len(shown))


def frozen() -> list[Ranking]:
    """Return the rankings that were frozen last, the newest first."""
    return list(Ranking.objects.select_related("by").order_by("-at", "-pk")[:FROZEN_SHOWN])


@dataclass(frozen=True)
class Overdue:
    """The last ranking is older than it may be; `last` is None where there was none."""

    last: datetime | None
    every_days: int
    waiting: int


def overdue(account: Account, now: datetime | None = None) -> Overdue | None:
    """Return whether it is time to rank again: something waits to begin, and the last ranking is too old."""
    mine = rights.predicate(account, "improvement.work", prefix="identity__")
    last = Ranking.objects.order_by("-at").values("at")[:1]
    days = RankRule.objects.order_by("-pk").values("every_days")[:1]
    # In one question: the first page asks it of everybody who ranks.
    waiting = Improvement.objects.filter(mine, state__in=ranking.RANKED).order_by()
    rows = list(waiting.values_list(Subquery(last), Subquery(days))[: ranking.MOST])
    if not rows:
        return None
    at, every = rows[0][0], rows[0][1] or RankRule().every_days
    if at is not None and (now or timezone.now()) - at <= timedelta(days=every):
        return None
    return Overdue(at, every, len(rows))


@dataclass(frozen=True)
class FrozenPlace:
    """One line of a frozen ranking, and its place in the one before (None: it was not in it)."""

    record: Improvement
    place: int
    score: float | None
    is_by_hand: bool
    before: int | None


def places_of(account: Account, found: Ranking) -> list[FrozenPlace]:
    """Return the lines of a frozen ranking that this person may see."""
    pks = [pk for pk, _score, _by_hand in found.lines]
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    seen = Improvement.objects.filter(opened).select_related("identity").in_bulk(pks)
    earlier = Ranking.objects.filter(pk__lt=found.pk).order_by("-pk").first()
    before = {line[0]: place for place, line in enumerate(earlier.lines, start=1)} if earlier else {}
    return [
        FrozenPlace(seen[pk], place, score, by_hand, before.get(pk))
        for place, (pk, score, by_hand) in enumerate(found.lines, start=1)
        if pk in seen
    ]
