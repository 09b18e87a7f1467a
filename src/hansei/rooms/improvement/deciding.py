"""Who approves an improvement, its plan and its report: asked of the decision rights, by effort and risks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.rooms.governance import queries as rights
from hansei.rooms.improvement.models import Improvement, ImprovementReport, Plan

PAPERS: Final = rights.declare_matter("papers", _("Approving plans and reports of improvements"))
CHECKS: Final = rights.declare_matter("checks", _("Checks of control sheets, also after closing"))
BY_EFFORT: Final = {1: "low", 2: "moderate", 3: "high", None: "moderate"}


def level_of(found: Improvement) -> str:
    """Return its level of risk: that of its effort, or the highest of the open risks tied to it.

    While it waits for approval never below what it was when it came to wait: a risk scored lower meanwhile, or closed,
    leaves the approval where it was asked for.
    """
    asked = found.asked_level if found.state == "planned" else ""
    return _highest(BY_EFFORT[found.effort], rights.level_of_record(found.pk), asked)


def paper_level(found: Plan | ImprovementReport) -> str:
    """Return the level by which a plan or report is approved: that of its improvement, now and when it was approved.

    At least moderate, so that it is never left to who wrote it.
    """
    return _highest("moderate", level_of(found.improvement), found.improvement.asked_level)


def _highest(*levels: str) -> str:
    """Return the highest of these levels of risk; "" is none."""
    return max(filter(None, levels), key=rights.LEVELS.index)


APPROVAL: Final = rights.Approval[Improvement](
    rights.declare_kind("improvement.approve", _("Approve an improvement")),
    level_of,
    asked_at=rights.moved_at("planned"),
)
PLAN: Final = rights.Approval[Plan](
    rights.declare_kind("improvement.plan", _("Approve an improvement plan"), matter=PAPERS),
    paper_level,
    asked_at=lambda found: found.created_at,
    decided_over=lambda found: found.improvement,
)
REPORT: Final = rights.Approval[ImprovementReport](
    rights.declare_kind("improvement.report", _("Approve an improvement report"), matter=PAPERS),
    paper_level,
    asked_at=lambda found: found.created_at,
    decided_over=lambda found: found.improvement,
)
