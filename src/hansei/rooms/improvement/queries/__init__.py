"""The readers of this room."""

from hansei.rooms.improvement.queries.improvement import Outcomes, outcomes

__all__ = ["Outcomes", "outcomes"]
