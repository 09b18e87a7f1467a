"""The readers of governance. `deciders` is the one place that answers who decides; every approval asks it."""

from hansei.rooms.governance.levels import LEVELS
from hansei.rooms.governance.queries.deciding import (
    Deciders,
    deciders,
    declare_kind,
    holds_role,
    nothing_taken,
    role_of,
    seats_now,
    why_not,
)
from hansei.rooms.governance.queries.decisions import (
    Deciding,
    deciders_of,
    deciding_since,
    due_checks,
    risks_of,
    waiting_for,
)
from hansei.rooms.governance.queries.risks import (
    escalations_for,
    level_of_record,
    open_risks,
    overdue_reviews,
    who_is_asked,
)
from hansei.rooms.governance.queries.scope import Scope, scope_of
from hansei.rooms.governance.queries.settings import appetite, matrix, versions

__all__ = [
    "LEVELS",
    "Deciders",
    "Deciding",
    "Scope",
    "appetite",
    "deciders",
    "deciders_of",
    "deciding_since",
    "declare_kind",
    "due_checks",
    "escalations_for",
    "holds_role",
    "level_of_record",
    "matrix",
    "nothing_taken",
    "open_risks",
    "overdue_reviews",
    "risks_of",
    "role_of",
    "scope_of",
    "seats_now",
    "versions",
    "waiting_for",
    "who_is_asked",
    "why_not",
]
