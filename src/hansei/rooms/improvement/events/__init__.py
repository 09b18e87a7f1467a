"""The facts that this room records, one module a record."""

from hansei.rooms.improvement.events.capa import CapaResembled, CapaShared
from hansei.rooms.improvement.events.control import (
    DutyTaken,
    ItemChecked,
    RecheckDecided,
    RecheckDue,
    RechecksPlanned,
    SupervisionGiven,
)
from hansei.rooms.improvement.events.improvement import AnswerGiven, BaselineFrozen

__all__ = [
    "AnswerGiven",
    "BaselineFrozen",
    "CapaResembled",
    "CapaShared",
    "DutyTaken",
    "ItemChecked",
    "RecheckDecided",
    "RecheckDue",
    "RechecksPlanned",
    "SupervisionGiven",
]
