"""What this room brings to the demonstration organisation, a module for each kind of record."""

from hansei.rooms.improvement.demonstration import checks, cycles, improvement, inputs

__all__ = ["checks", "cycles", "improvement", "inputs"]
