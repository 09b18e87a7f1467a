"""The long work of this room: look at an extract, simulate it, take it in; remove or write out a data set."""

from hansei.rooms.mining.jobs.exporting import export
from hansei.rooms.mining.jobs.finding import find
from hansei.rooms.mining.jobs.importing import take_in
from hansei.rooms.mining.jobs.looking import look, simulate
from hansei.rooms.mining.jobs.removing import remove

__all__ = ["export", "find", "look", "remove", "simulate", "take_in"]
