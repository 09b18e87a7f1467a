"""The readers of this room."""

from hansei.rooms.improvement.queries.control import Checking, Share, checking, rechecks_for, to_check
from hansei.rooms.improvement.queries.improvement import Outcomes, outcomes

__all__ = ["Checking", "Outcomes", "Share", "checking", "outcomes", "rechecks_for", "to_check"]
