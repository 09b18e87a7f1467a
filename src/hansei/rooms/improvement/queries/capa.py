"""What cases and violations say: in time, effective, shared; with a cause, repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account, ObjectLink
from hansei.kernel.queries import query
from hansei.rooms.improvement.models import Capa, CustomerReport, Violation
from hansei.rooms.improvement.queries.control import Share

WINDOW: Final = timedelta(days=182)  # half a year without a similar case: it worked


def has_capa(record: int) -> bool:
    """Whether a record is linked with a case, also one that this reader may not see."""
    ends = Q(object=record, target__kind="capa") | Q(target=record, object__kind="capa")
    return ObjectLink.objects.filter(ends).exists()


@dataclass(frozen=True)
class Cases:
    """Closed in time, effective half a year later, shared with the customer; each of how many."""

    on_time: Share
    effective: Share
    shared: Share
    open: int


@query("improvement.cases")
def cases(account: Account | None, *, today: date | None = None) -> Cases:
    """Return how corrective and preventive actions came out, of those this person may see."""
    seen = Capa.objects.filter(rights.predicate(account, "improvement.see", prefix="identity__"))
    closed, dated = seen.filter(state="closed"), seen.filter(state="closed", due_on__isnull=False)
    old = seen.filter(corrected_on__lte=(today or timezone.localdate()) - WINDOW)
    told = closed.filter(Exists(CustomerReport.objects.filter(capa=OuterRef("pk"))))
    worked = sum(is_effective(each) for each in old)
    return Cases(
        on_time=Share(dated.filter(closed_on__lte=F("due_on")).count(), dated.count()),
        effective=Share(worked, old.count()),
        shared=Share(told.count(), closed.count()),
        open=seen.exclude(state="closed").count(),
    )


def came_back(found: Capa, account: Account | None = None) -> QuerySet[Capa]:
    """Return the later cases that were found to be like this one, the first first, as this person may see them."""
    later = ObjectLink.objects.filter(target=found.pk, role="resembles").values("object")
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    return Capa.objects.filter(opened, pk__in=later).select_related("identity").order_by("created_at", "pk")


def is_effective(found: Capa) -> bool:
    """Whether no similar case came within half a year of the correction."""
    if found.corrected_on is None:
        return False
    until = found.corrected_on + WINDOW
    return not any(found.corrected_on <= timezone.localdate(each.created_at) <= until for each in came_back(found))


def effect_said(found: Capa, today: date | None = None) -> str:
    """A code for what can be said of the effect: none, running, effective, came_back."""
    if found.corrected_on is None:
        return "none"
    if not is_effective(found):
        return "came_back"
    return "effective" if found.corrected_on + WINDOW <= (today or timezone.localdate()) else "running"


def resembled(account: Account, found: Capa) -> QuerySet[Capa]:
    """Return the earlier cases that this one is like, as far as the reader may see them."""
    earlier = ObjectLink.objects.filter(object=found.pk, role="resembles").values("target")
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    return Capa.objects.filter(opened, pk__in=earlier).select_related("identity").order_by("-pk")


def shared_reports(account: Account) -> QuerySet[CustomerReport]:
    """Return what a customer's reader may read: reports that were shared, of their own cases. Nothing internal."""
    opened = rights.predicate(account, "improvement.shared", prefix="capa__identity__")
    return CustomerReport.objects.filter(opened).select_related("capa__identity").order_by("-pk")


@query("improvement.violations")
def violations(account: Account | None) -> tuple[Share, int]:
    """Return violations with a root cause of all that this person may see, and how many repeat an earlier one."""
    seen = Violation.objects.filter(rights.predicate(account, "improvement.see", prefix="identity__"))
    repeats = ObjectLink.objects.filter(object__in=seen.values("pk"), role="repeats").count()
    return Share(seen.exclude(cause="").count(), seen.count()), repeats
