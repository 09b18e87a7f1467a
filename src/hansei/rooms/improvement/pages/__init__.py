"""The pages of this room: a module for each kind of record."""

from hansei.rooms.improvement.pages import capa, control, cycles, improvement, inputs, kata, lessons, papers
from hansei.rooms.improvement.pages.improvement import REGISTER

__all__ = [
    "REGISTER",
    "declare",
]


def declare() -> None:
    """Tell the frame about this room; called once, when the apps are ready."""
    improvement.declare()
    inputs.declare()
    cycles.declare()
    control.declare()
    capa.declare()
    lessons.declare()
    kata.declare()
    papers.declare()
