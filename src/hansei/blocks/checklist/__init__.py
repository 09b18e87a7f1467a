"""Checklist: tasks with a role, an order and a date, settled by the two sides of a relation, on a record of any kind.

A room declares what it ships (`declare`), starts a list on a record inside its own action (`start`), and asks what is
still open (`missing`, for guards). The shipped text may be edited; each saving is a version, and a list that was
started goes on with the text it began with. The block owns these texts and the tasks; what a list means is the room's.
"""

from hansei.blocks.checklist.declaration import OURS, THEIRS, Item, Shipped, declare

__all__ = ["OURS", "THEIRS", "Item", "Shipped", "declare"]
