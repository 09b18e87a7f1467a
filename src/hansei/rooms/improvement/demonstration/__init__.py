"""What this room brings to the demonstration organisation, a module for each kind of record."""

from hansei.rooms.improvement.demonstration import improvement

__all__ = [
    "improvement",
]
