"""Feedback items, what waits to become one, why people say nothing, complaints and compliments."""

from hansei.rooms.feedback.models.complaint import Complaint, Compliment, Severity, UserCount
from hansei.rooms.feedback.models.item import Barrier, BarrierCount, Batch, Channel, Drop, Feedback

__all__ = [
    "Barrier",
    "BarrierCount",
    "Batch",
    "Channel",
    "Complaint",
    "Compliment",
    "Drop",
    "Feedback",
    "Severity",
    "UserCount",
]
