"""What control sheets say: who has to check what, and how well checks hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement.deciding import CHECKS
from hansei.rooms.improvement.models import ControlItem, Recheck, RecheckState, Result, Verdict


@dataclass(frozen=True)
class Share:
    """A part of a whole, with both; None as share where there is nothing to divide by."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Checking:
    """Items met at their first check, checks after closing that held, improvements that held at 90 days.

    A check held where the measure proved it. What passed by somebody's words only is counted apart, in no share.
    """

    first: Share
    rechecks: Share
    sustained: Share
    by_words: int


@query("improvement.checking")
def checking(account: Account | None, *, improvement: int | None = None) -> Checking:
    """Return how the checks came out that this person may see, of one improvement or of all."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    items = ControlItem.objects.filter(opened).exclude(first_result="")
    seen = rights.predicate(account, "improvement.see", prefix="improvement__identity__")
    checks = Recheck.objects.filter(seen, state__in=[RecheckState.PASSED, RecheckState.FAILED])
    if improvement is not None:
        items, checks = items.filter(improvement=improvement), checks.filter(improvement=improvement)
    first = Share(items.filter(first_result=Result.MET).count(), items.count())
    passed, failed, at_90_days = Q(state=RecheckState.PASSED), Q(state=RecheckState.FAILED), Q(days=90)
    proved = passed & Q(answer__verdict=Verdict.BETTER)
    n = checks.aggregate(
        passed=Count("pk", filter=passed),
        proved=Count("pk", filter=proved),
        failed=Count("pk", filter=failed),
        proved_at_90_days=Count("pk", filter=proved & at_90_days),
        failed_at_90_days=Count("pk", filter=failed & at_90_days),
    )
    return Checking(
        first,
        rechecks=Share(n["proved"], n["proved"] + n["failed"]),
        sustained=Share(n["proved_at_90_days"], n["proved_at_90_days"] + n["failed_at_90_days"]),
        by_words=n["passed"] - n["proved"],
    )


def to_check(account: Account) -> QuerySet[ControlItem]:
    """Return the items that wait for this person's check, or of somebody for whom they act, the earliest day first."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    mine = ControlItem.objects.filter(
        opened, checker__in=_in_whose_names(account), state__in=["planned", "again"], check_on__isnull=False
    )
    return mine.select_related("identity", "improvement__identity", "checker").order_by("check_on", "pk")


def rechecks_for(account: Account) -> QuerySet[Recheck]:
    """Return the due checks after closing whose items this person checked, or whose improvement is theirs.

    Also those of somebody whose items they check while that person is away.
    """
    opened = rights.predicate(account, "improvement.see", prefix="improvement__identity__")
    due = Recheck.objects.filter(opened, state=RecheckState.DUE)
    checked, owned = (
        due.filter(improvement__control_items__checker__in=_in_whose_names(account)),
        due.filter(improvement__owner=account),
    )
    return (checked | owned).distinct().select_related("improvement__identity").order_by("due_on", "pk")


def _in_whose_names(account: Account) -> list[Account]:
    return [account, *governance.stands_in_for(account, CHECKS)]
