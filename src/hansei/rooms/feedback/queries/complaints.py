"""The readers of complaints: the reports of earlier ones like it, and how complaints go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hansei.kernel import links, rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.kernel.records import Record
from hansei.rooms.feedback import alike
from hansei.rooms.feedback.guards import CAPA
from hansei.rooms.feedback.models import Complaint, UserCount


def visible(account: Account | None) -> QuerySet[Complaint]:
    opened = rights.predicate(account, "feedback.see", prefix="identity__")
    return Complaint.objects.filter(opened).select_related("identity", "repeats__identity")


def open_complaints(account: Account | None) -> QuerySet[Complaint]:
    """Return the complaints that the customer has not closed yet, the oldest first."""
    return visible(account).exclude(state="closed").order_by("pk")


def reports_of(account: Account, found: Complaint) -> list[tuple[Complaint, list[Record]]]:
    """Return earlier complaints like this one, each with the CAPA records of it that this person may see."""
    earlier = alike.earlier_like(account, found.title, found.statement, found.service, before=found.pk)
    earlier = [*visible(account).filter(pk=found.repeats_id).exclude(pk__in=[each.pk for each in earlier]), *earlier]
    return [(each, capas_of(account, each)) for each in earlier]


def capas_of(account: Account, found: Complaint) -> list[Record]:
    """Return the CAPA records linked with a complaint."""
    return [each.other for each in links.links_of(account, found.pk) if each.other.record_kind == CAPA]


@dataclass(frozen=True)
class Complaints:
    """How complaints go in a period. Closed in time: of those that were to be closed in it."""

    n: int
    users: int | None
    due: int
    in_time: int
    repeated: int

    @property
    def per_thousand(self) -> float | None:
        return self.n * 1000 / self.users if self.users else None

    @property
    def in_time_share(self) -> float | None:
        return self.in_time / self.due if self.due else None

    @property
    def repeat_share(self) -> float | None:
        return self.repeated / self.n if self.n else None


@query("feedback.complaints")
def complaint_figures(account: Account, *, first: date, last: date) -> Complaints:
    """Return how many complaints came in a period, how many were closed in time, how many repeat an earlier one."""
    seen = visible(account)
    came = seen.filter(received_on__gte=first, received_on__lte=last)
    due = seen.filter(due_on__gte=first, due_on__lte=last)
    counted = UserCount.objects.filter(service="", since__lte=last).last()
    in_time = [
        each for each in due.filter(state="closed") if each.agreed_on and each.due_on and each.agreed_on <= each.due_on
    ]
    return Complaints(
        n=came.count(),
        users=counted.users if counted else None,
        due=due.count(),
        in_time=len(in_time),
        repeated=came.filter(~Q(repeats=None)).count(),
    )
