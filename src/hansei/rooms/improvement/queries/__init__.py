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
from hansei.rooms.improvement.queries.improvement import Outcomes, outcomes

__all__ = [
    "Cases",
    "Checking",
    "Outcomes",
    "Share",
    "came_back",
    "cases",
    "checking",
    "effect_said",
    "is_effective",
    "outcomes",
    "rechecks_for",
    "resembled",
    "shared_reports",
    "to_check",
    "violations",
]
