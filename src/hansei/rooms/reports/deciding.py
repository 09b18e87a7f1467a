"""Who approves a service report: asked of the decision rights."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.kernel.actions import Act
from hansei.kernel.models import Account, EventObject, EventRow
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance import queries as rights
from hansei.rooms.reports.models import Report

MATTER: Final = rights.declare_matter("reports", _("Approving service reports"))
APPROVE: Final = rights.declare_kind("report.approve", _("Approve a service report"), matter=MATTER)


def level_of(found: Report) -> str:
    """Return its level of risk: moderate where a customer will read it, low where it stays in the house."""
    return "moderate" if found.engagement_id or found.organisation else "low"


def who_else(found: Report, account: Account | None) -> str | None:
    """Return None where this person may approve it, else the sentence that says who does."""
    return rights.why_not(account, APPROVE, level_of(found), service=found.service, doer=found.owner)


def in_whose_name(found: Report, account: Account, held: rights.Held) -> Account | None:
    """Return in whose name this person may approve it: their own, or of somebody they act for; None: in nobody's."""
    decides = rights.deciders(
        account, kind=APPROVE, level=level_of(found), service=found.service, doer=found.owner, held=held
    )
    return rights.whose(account, decides, found.service, doer=found.owner)


def approve(act: Act, found: Report) -> None:
    """Keep with the decision rights that it was approved: in which role, and how long it had waited."""
    touched = EventObject.objects.filter(object_id=found.pk).values("event_id")
    asked = EventRow.objects.filter(pk__in=touched, kind="record.moved", facts__now="commented").order_by("-pk").first()
    governance.take(
        act,
        found,
        kind=APPROVE,
        level=level_of(found),
        asked_at=asked.occurred_at if asked else None,
        service=found.service,
        doer=found.owner,
    )
