"""The records of this room: one module a record. What others may use is named here."""

from hansei.rooms.improvement.models.choices import Element, End, Grade, Unit, Verdict
from hansei.rooms.improvement.models.evidence import Baseline, GivenAnswer
from hansei.rooms.improvement.models.improvement import Improvement

__all__ = [
    "Baseline",
    "Element",
    "End",
    "GivenAnswer",
    "Grade",
    "Improvement",
    "Unit",
    "Verdict",
]
