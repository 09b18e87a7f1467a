"""The readers of improvements: how they ended in a period, what was proposed, what users may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from hansei.blocks.lifecycle import lifecycle_of
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement.models import End, Improvement

WORSE = (End.WORSE_ROLLED_BACK, End.WORSE_KEPT)
PROVED_GOOD = (End.EFFECTIVE, End.TARGET_MISSED)
MOST_SHOWN = 100


@dataclass(frozen=True)
class Outcomes:
    """How many improvements closed in a period ended in which way, and the two shares (0 to 1, None: nothing counts).

    `first` and `last` are the period's days, None where it has no such end; `open` are those open now.
    """

    effective: int
    target_missed: int
    no_effect: int
    worse: int
    without_proof: int
    withdrawn: int
    open: int
    first: date | None = None
    last: date | None = None

    @property
    def answered(self) -> int:
        return self.effective + self.target_missed + self.no_effect + self.worse

    @property
    def success(self) -> float | None:
        """Effective ones among those with an answer. What was done without proof never counts here."""
        return self.effective / self.answered if self.answered else None

    @property
    def done(self) -> int:
        """All that were done: with an answer, and without proof."""
        return self.answered + self.without_proof

    @property
    def unproved(self) -> float | None:
        """Those done without proof among all that were done."""
        return self.without_proof / self.done if self.done else None


@query("improvement.outcomes")
def outcomes(account: Account, *, first: date | None = None, last: date | None = None) -> Outcomes:
    """Return how the improvements this person may see ended; of those closed from `first` to `last`, both included."""
    seen = visible(account)
    closed = _within(seen.exclude(end=""), "ended_at", first, last) if first or last else seen.exclude(end="")
    n: dict[str, int] = dict(closed.order_by().values_list("end").annotate(n=Count("pk")))
    return Outcomes(
        effective=n.get(End.EFFECTIVE, 0),
        target_missed=n.get(End.TARGET_MISSED, 0),
        no_effect=n.get(End.NO_EFFECT, 0),
        worse=sum(n.get(each, 0) for each in WORSE),
        without_proof=n.get(End.WITHOUT_PROOF, 0),
        withdrawn=n.get(End.WITHDRAWN, 0),
        open=seen.filter(end="").count(),
        first=first,
        last=last,
    )


@dataclass(frozen=True)
class Flow:
    """How ideas come and go in a period: proposed, staff who may sign in, lead times, benefit by currency."""

    ideas: int
    staff: int
    closed: int
    lead_days: float | None
    benefits: tuple[tuple[str, Decimal, int], ...]  # currency, sum a year, of how many

    @property
    def per_hundred(self) -> float | None:
        """Ideas for every hundred people who may sign in."""
        return 100 * self.ideas / self.staff if self.staff else None


@query("improvement.flow")
def flow(account: Account, *, first: date, last: date) -> Flow:
    """Return ideas per 100 staff, lead time from idea to end (median days) and the benefit of what was proved good.

    Withdrawn ideas have no lead time; the benefit counts ends that an answer supports.
    """
    seen = visible(account)
    ideas = _within(seen, "created_at", first, last).count()
    ended = _within(seen.exclude(end__in=["", End.WITHDRAWN]), "ended_at", first, last)
    spans = [(until - since) / timedelta(days=1) for since, until in ended.values_list("created_at", "ended_at")]
    good = ended.filter(end__in=PROVED_GOOD, benefit__isnull=False).order_by()
    sums = good.values_list("currency").annotate(total=Sum("benefit"), n=Count("pk")).order_by("currency")
    return Flow(
        ideas=ideas,
        staff=Account.objects.filter(is_active=True).count(),
        closed=len(spans),
        lead_days=median(spans) if spans else None,
        benefits=tuple((str(currency), total, n) for currency, total, n in sums),
    )


@dataclass(frozen=True)
class Shown:
    """An improvement as somebody sees it who has no right over the register."""

    key: str
    title: str
    service: str
    state: str
    meaning: str
    end: str
    reason: str = ""


@query("improvement.proposed_by_me")
def proposed_by(account: Account) -> list[Shown]:
    """Return this person's own ideas, newest first, with what came of them."""
    mine = Improvement.objects.filter(proposed_by=account).select_related("identity").order_by("-pk")
    return [_shown(each, each.end_reason) for each in mine[:MOST_SHOWN]]


@query("improvement.for_users")
def for_users() -> list[Shown]:
    """Return what users may know of: improvements whose owner opened them, newest first."""
    found = Improvement.objects.filter(is_visible_to_users=True, identity__is_confidential=False)
    return [_shown(each) for each in found.select_related("identity").order_by("-pk")[:MOST_SHOWN]]


def _shown(each: Improvement, reason: str = "") -> Shown:
    state = lifecycle_of("improvement").state(each.state)
    end = str(End(each.end).label) if each.end else ""
    return Shown(str(each.identity.key), each.title, each.service, str(state.for_customers), state.meaning, end, reason)


def visible(account: Account | None) -> QuerySet[Improvement]:
    """The improvements this person may see."""
    return Improvement.objects.filter(rights.predicate(account, "improvement.see", prefix="identity__"))


def _within(rows: Any, field: str, first: date | None, last: date | None) -> Any:
    """Rows whose instant lies on one of the days, in the zone of the installation."""
    if first is not None:
        rows = rows.filter(**{f"{field}__gte": _midnight(first)})
    if last is not None:
        rows = rows.filter(**{f"{field}__lt": _midnight(last + timedelta(days=1))})
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), timezone.get_current_timezone())
