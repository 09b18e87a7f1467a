"""What this room brings to the demonstration organisation, a module for each kind of record."""

from hansei.rooms.improvement.demonstration import audits, checks, culture, cycles, ideas, improvement, inputs

__all__ = ["audits", "checks", "culture", "cycles", "ideas", "improvement", "inputs"]
