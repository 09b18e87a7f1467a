"""The recurrence finder (SUP-10): hidden recurring trouble, told from benign regularities and from chance."""

from hansei.analytics.finder.model import (
    Behind,
    Burden,
    Clause,
    Clock,
    Component,
    Facts,
    Finding,
    Findings,
    Hours,
    KnownKind,
    Member,
    NearMiss,
    Spread,
    Surge,
    Weekday,
)
from hansei.analytics.finder.search import find_recurrences
from hansei.analytics.finder.settings import FinderSettings, OfficeHours
from hansei.analytics.finder.unseen import headline

__all__ = [
    "Behind",
    "Burden",
    "Clause",
    "Clock",
    "Component",
    "Facts",
    "FinderSettings",
    "Finding",
    "Findings",
    "Hours",
    "KnownKind",
    "Member",
    "NearMiss",
    "OfficeHours",
    "Spread",
    "Surge",
    "Weekday",
    "find_recurrences",
    "headline",
]
