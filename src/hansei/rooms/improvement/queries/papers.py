"""What plans and reports say: approved in time, sent to both in time, who is affected, who has not got it yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hansei.blocks.checklist import queries as checklists
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement.models import DutyHeld, ImprovementReport, Plan, Supervision
from hansei.rooms.improvement.queries.control import Share
from hansei.rooms.improvement.sheets import DUTIES
from hansei.rooms.reports import queries as reports


@dataclass(frozen=True)
class InTime:
    """Plans approved by their day, and reports that both had by theirs, of those whose day has come."""

    plans: Share
    reports: Share


@query("improvement.in_time")
def in_time(account: Account | None, *, today: date | None = None) -> InTime:
    """Return how many plans were approved and how many reports reached both receivers in time.

    Counted: those done, and those whose day has passed. Left out: withdrawn ones, and open ones that have time still.
    """
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    now = today or timezone.localdate()
    return InTime(
        plans=_in_time(Plan.objects.filter(opened), "approved_on", now),
        reports=_in_time(ImprovementReport.objects.filter(opened), "sent_on", now),
    )


def _in_time(rows: QuerySet[Any], done: str, today: date) -> Share:
    counted = rows.exclude(state="withdrawn").filter(Q(**{f"{done}__isnull": False}) | Q(due_on__lt=today))
    return Share(counted.filter(**{f"{done}__lte": F("due_on")}).count(), counted.count())


def concerned(found: Plan) -> list[Account]:
    """Return everybody whom an improvement names: who owns it, takes part, has a duty, does, checks or supervises."""
    improvement = found.improvement
    people = [improvement.owner, improvement.proposed_by]
    people += [each.account for each in improvement.participants.select_related("account")]
    people += [each.person for each in checklists.tasks_of(improvement.pk, DUTIES)]
    for item in improvement.control_items.exclude(state="withdrawn").select_related("implementer", "checker"):
        people += [item.implementer, item.checker]
    people += [each.account for each in DutyHeld.objects.filter(improvement=improvement).select_related("account")]
    people += [
        each.supervisor for each in Supervision.objects.filter(improvement=improvement).select_related("supervisor")
    ]
    active = {each.pk: each for each in people if each is not None and each.is_active}
    return sorted(active.values(), key=lambda each: (each.name, each.pk))


def affected(found: Plan) -> list[Account]:
    """Return those of them who may open the plan."""
    return [each for each in concerned(found) if rights.allowed(each, "improvement.see", found.identity)]


def missing_receivers(found: ImprovementReport) -> list[str]:
    """Return the roles of the two receivers who have not got the report: neither taken by the server nor read."""
    got = {
        each.account_id
        for each in reports.receipts_of(found.pk)
        if each.email and (each.state == each.State.SENT or each.read_at is not None)
    }
    both = {"leader": found.leader, "supervisor": found.supervisor}
    return [role for role, account in both.items() if account is None or account.pk not in got]


def unread(account: Account, found: Plan | ImprovementReport) -> QuerySet[Any]:
    """Return what was put before somebody that they have not read yet."""
    return reports.receipts_of(found.pk).filter(account=account, read_at=None)
