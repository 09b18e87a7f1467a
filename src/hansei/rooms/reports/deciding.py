"""Who approves a service report: asked of the decision rights."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.rooms.governance import queries as rights
from hansei.rooms.reports.models import Report

MATTER: Final = rights.declare_matter("reports", _("Approving service reports"))


def level_of(found: Report) -> str:
    """Return its level of risk: moderate where a customer will read it, low where it stays in the house."""
    return "moderate" if found.engagement_id or found.organisation else "low"


APPROVAL: Final = rights.Approval[Report](
    rights.declare_kind("report.approve", _("Approve a service report"), matter=MATTER),
    level_of,
    asked_at=rights.moved_at("commented"),
)
