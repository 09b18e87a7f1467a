"""The readers of this room."""

from hansei.rooms.improvement.queries.capa import (
    Cases,
    came_back,
    cases,
    effect_said,
    is_effective,
    resembled,
    shared_reports,
    violations,
)
from hansei.rooms.improvement.queries.control import Checking, Share, checking, rechecks_for, to_check
from hansei.rooms.improvement.queries.improvement import (
    Flow,
    Outcomes,
    Shown,
    flow,
    for_users,
    outcomes,
    proposed_by,
    visible,
)
from hansei.rooms.improvement.queries.lessons import Reuse, reuse

__all__ = [
    "Cases",
    "Checking",
    "Flow",
    "Outcomes",
    "Reuse",
    "Share",
    "Shown",
    "came_back",
    "cases",
    "checking",
    "effect_said",
    "flow",
    "for_users",
    "is_effective",
    "outcomes",
    "proposed_by",
    "rechecks_for",
    "resembled",
    "reuse",
    "shared_reports",
    "to_check",
    "violations",
    "visible",
]
