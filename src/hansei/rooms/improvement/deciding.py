"""Who approves an improvement, its plan and its report: asked of the decision rights, by effort and risks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.kernel.actions import Act
from hansei.kernel.models import Account, EventObject, EventRow
from hansei.rooms.governance import actions as governance
from hansei.rooms.governance import queries as rights
from hansei.rooms.improvement.models import Improvement, ImprovementReport, Plan

APPROVE: Final = rights.declare_kind("improvement.approve", _("Approve an improvement"))
PAPERS: Final = rights.declare_matter("papers", _("Approving plans and reports of improvements"))
CHECKS: Final = rights.declare_matter("checks", _("Checks of control sheets, also after closing"))
PLAN: Final = rights.declare_kind("improvement.plan", _("Approve an improvement plan"), matter=PAPERS)
REPORT: Final = rights.declare_kind("improvement.report", _("Approve an improvement report"), matter=PAPERS)
BY_EFFORT: Final = {1: "low", 2: "moderate", 3: "high", None: "moderate"}


def level_of(found: Improvement) -> str:
    """Return its level of risk: that of its effort, or the highest of the open risks tied to it."""
    return max(BY_EFFORT[found.effort], rights.level_of_record(found.pk) or "low", key=rights.LEVELS.index)


def who_else(found: Improvement, account: Account | None) -> str | None:
    """Return None where this person may approve it, else the sentence that says who does."""
    return rights.why_not(account, APPROVE, level_of(found), service=found.service, doer=found.owner)


def in_whose_name(found: Improvement, account: Account, held: rights.Held) -> Account | None:
    """Return in whose name this person may approve it: their own, or of somebody they act for; None: in nobody's."""
    decides = rights.deciders(
        account, kind=APPROVE, level=level_of(found), service=found.service, doer=found.owner, held=held
    )
    return rights.whose(account, decides, found.service, doer=found.owner)


def approve(act: Act, found: Improvement) -> None:
    """Keep with the decision rights that it was approved: in which role, and how long it had waited."""
    touched = EventObject.objects.filter(object_id=found.pk).values("event_id")
    asked = EventRow.objects.filter(pk__in=touched, kind="record.moved", facts__now="planned").order_by("-pk").first()
    governance.take(
        act,
        found,
        kind=APPROVE,
        level=level_of(found),
        asked_at=asked.occurred_at if asked else None,
        service=found.service,
        doer=found.owner,
    )


def paper_level(found: Plan | ImprovementReport) -> str:
    """Return the level by which a plan or report is approved: its improvement's, but not left to who wrote it."""
    return max(level_of(found.improvement), "moderate", key=rights.LEVELS.index)


def who_else_approves(found: Plan | ImprovementReport, account: Account | None) -> str | None:
    """Return None where this person may approve the paper, else the sentence that says who does."""
    kind = PLAN if isinstance(found, Plan) else REPORT
    return rights.why_not(
        account, kind, paper_level(found), service=found.improvement.service, doer=found.improvement.owner
    )


def approve_paper(act: Act, found: Plan | ImprovementReport) -> None:
    """Keep with the decision rights that a plan or report was approved."""
    governance.take(
        act,
        found,
        kind=PLAN if isinstance(found, Plan) else REPORT,
        level=paper_level(found),
        asked_at=found.created_at,
        service=found.improvement.service,
        doer=found.improvement.owner,
    )
