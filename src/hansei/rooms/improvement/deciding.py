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
    """Return its level of risk: that of its effort, or the highest of the open risks tied to it."""
    return max(BY_EFFORT[found.effort], rights.level_of_record(found.pk) or "low", key=rights.LEVELS.index)


def paper_level(found: Plan | ImprovementReport) -> str:
    """Return the level by which a plan or report is approved: its improvement's, but not left to who wrote it."""
    return max(level_of(found.improvement), "moderate", key=rights.LEVELS.index)


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
