"""What this room owns, as it is now: reviews and their packs, audits and their findings."""

from hansei.rooms.reviews.models.audit import AreaPerson, Audit, AuditArea, AuditFinding, AuditMember, Grade
from hansei.rooms.reviews.models.review import (
    Assumption,
    CalendarFeed,
    CameFrom,
    EmptySection,
    Form,
    Help,
    Kind,
    LevelVersion,
    Pack,
    PackComment,
    Plan,
    PlanPerson,
    Review,
)

__all__ = [
    "AreaPerson",
    "Assumption",
    "Audit",
    "AuditArea",
    "AuditFinding",
    "AuditMember",
    "CalendarFeed",
    "CameFrom",
    "EmptySection",
    "Form",
    "Grade",
    "Help",
    "Kind",
    "LevelVersion",
    "Pack",
    "PackComment",
    "Plan",
    "PlanPerson",
    "Review",
]
