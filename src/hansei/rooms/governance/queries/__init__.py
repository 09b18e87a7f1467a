"""The readers of governance. `deciders` is the one place that answers who decides; every approval asks it."""

from hansei.rooms.governance.levels import LEVEL_LABELS, LEVELS
from hansei.rooms.governance.matters import declare as declare_matter
from hansei.rooms.governance.queries.approving import Approval, moved_at
from hansei.rooms.governance.queries.deciding import (
    Deciders,
    Held,
    deciders,
    declare_kind,
    holds_role,
    in_name_of,
    not_yours,
    nothing_taken,
    role_of,
    seats_now,
    whose,
    why_not,
)
from hansei.rooms.governance.queries.decisions import (
    Deciding,
    acted_for,
    deciders_of,
    deciding_since,
    due_checks,
    risks_of,
    tied_decisions,
    waiting_for,
    was_their_own,
    whose_decision,
)
from hansei.rooms.governance.queries.deputies import (
    deputies_between,
    known_deputies,
    one_person,
    reaches,
    stands_in_for,
)
from hansei.rooms.governance.queries.lines import DECISION_LINES
from hansei.rooms.governance.queries.risks import (
    escalations_for,
    level_of_record,
    open_risks,
    overdue_reviews,
    tied_to,
    who_is_asked,
    whose_answer,
)
from hansei.rooms.governance.queries.scope import Scope, scope_of
from hansei.rooms.governance.queries.settings import appetite, matrix, versions

__all__ = [
    "DECISION_LINES",
    "LEVELS",
    "LEVEL_LABELS",
    "Approval",
    "Deciders",
    "Deciding",
    "Held",
    "Scope",
    "acted_for",
    "appetite",
    "deciders",
    "deciders_of",
    "deciding_since",
    "declare_kind",
    "declare_matter",
    "deputies_between",
    "due_checks",
    "escalations_for",
    "holds_role",
    "in_name_of",
    "known_deputies",
    "level_of_record",
    "matrix",
    "moved_at",
    "not_yours",
    "nothing_taken",
    "one_person",
    "open_risks",
    "overdue_reviews",
    "reaches",
    "risks_of",
    "role_of",
    "scope_of",
    "seats_now",
    "stands_in_for",
    "tied_decisions",
    "tied_to",
    "versions",
    "waiting_for",
    "was_their_own",
    "who_is_asked",
    "whose",
    "whose_answer",
    "whose_decision",
    "why_not",
]
