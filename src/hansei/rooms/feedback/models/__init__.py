"""Feedback items, why people say nothing, complaints and compliments."""

from hansei.rooms.feedback.models.complaint import Complaint, Compliment, Severity, UserCount
from hansei.rooms.feedback.models.item import Barrier, BarrierCount, Channel, Feedback

__all__ = [
    "Barrier",
    "BarrierCount",
    "Channel",
    "Complaint",
    "Compliment",
    "Feedback",
    "Severity",
    "UserCount",
]
