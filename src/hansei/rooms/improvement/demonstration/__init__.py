"""What this room brings to the demonstration organisation, a module for each kind of record."""

from hansei.rooms.improvement.demonstration import audits, checks, cycles, improvement, inputs

__all__ = ["audits", "checks", "cycles", "improvement", "inputs"]
