"""What a record of this room needs before it goes on, one module a record."""

from hansei.rooms.improvement.guards.improvement import (
    ANSWER,
    BASELINE,
    END,
    FROZEN_FIRST,
    MEASURE,
    OWNER,
    PLAN,
)

__all__ = ["ANSWER", "BASELINE", "END", "FROZEN_FIRST", "MEASURE", "OWNER", "PLAN"]
