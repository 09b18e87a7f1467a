"""The readers of governance. `deciders` is the one place that answers who decides; every approval asks it."""

from hansei.rooms.governance.queries.deciding import Deciders, deciders, declare_kind, holds_role, why_not
from hansei.rooms.governance.queries.risks import escalations_for, level_of_record, overdue_reviews, who_is_asked
from hansei.rooms.governance.queries.settings import appetite, matrix, versions

__all__ = [
    "Deciders",
    "appetite",
    "deciders",
    "declare_kind",
    "escalations_for",
    "holds_role",
    "level_of_record",
    "matrix",
    "overdue_reviews",
    "versions",
    "who_is_asked",
    "why_not",
]
