"""The facts that this room records, one module a record."""

from hansei.rooms.improvement.events.improvement import AnswerGiven, BaselineFrozen

__all__ = ["AnswerGiven", "BaselineFrozen"]
