"""Where each service stands in its cycle, and how cycles go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement.guards.cycles import STEPS
from hansei.rooms.improvement.models import Cycle, CycleEvidence
from hansei.rooms.improvement.queries.control import Share

MOST = 50  # services whose cycles are shown together


@dataclass(frozen=True)
class Turning:
    """How cycles go: days from opening to completion (median), complete of those due or ended, improvements in each.

    Due is a cycle whose last day is over: one that is still open then counts as not complete.
    """

    days: float | None
    complete: Share
    improvements: float | None


@dataclass(frozen=True)
class Standing:
    """The latest cycle of a service, how many steps are signed, and which one is next (0: none)."""

    cycle: Cycle
    signed: int
    next: int


def seen_cycles(account: Account | None) -> QuerySet[Cycle]:
    """The cycles this person (None: the system) may see."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    return Cycle.objects.filter(opened).select_related("identity")


@query("improvement.turning")
def turning(account: Account | None, *, today: date | None = None) -> Turning:
    """Return how the cycles this person may see go round."""
    seen = seen_cycles(account)
    complete = list(seen.filter(state="complete"))
    ended = seen.filter(~Q(state="open") | Q(last__lt=today or timezone.localdate())).count()
    days = [(each.ended_at - each.created_at).total_seconds() / 86_400 for each in complete if each.ended_at]
    tied = CycleEvidence.objects.filter(cycle__in=complete, step=STEPS, kind="improvement")
    return Turning(
        days=median(days) if days else None,
        complete=Share(len(complete), ended),
        improvements=tied.count() / len(complete) if complete else None,
    )


def standings(account: Account | None) -> list[Standing]:
    """Return the latest cycle of every service, the one that ends last first."""
    latest: dict[str, Cycle] = {}
    for each in seen_cycles(account).order_by("-last", "-pk").prefetch_related("signatures"):
        latest.setdefault(each.service.strip().casefold(), each)
    return [_standing(each) for each in list(latest.values())[:MOST]]


def _standing(found: Cycle) -> Standing:
    signed = {each.step for each in found.signatures.all()}
    to_come = [step for step in range(1, STEPS + 1) if step not in signed]
    return Standing(found, len(signed), to_come[0] if to_come and found.state == "open" else 0)
