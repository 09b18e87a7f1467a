"""What this room brings to the demonstration organisation, a module for each kind of record."""

from hansei.rooms.improvement.demonstration import checks, improvement, inputs

__all__ = ["checks", "improvement", "inputs"]
