"""Canvas: lanes and columns with nodes and arrows, drawn on the server and changed by keyboard or by form.

A room makes a `Canvas` of its records and shows it with `{% canvas %}`; what a reader changed it writes by its own
actions. The block owns no data and knows no domain: a node is a title, lines of words and a meaning.
"""

from hansei.blocks.canvas.asking import AskedArrow, AskedMove, asked_arrow, asked_move
from hansei.blocks.canvas.declaration import Arrow, Canvas, Column, Editing, Lane, Node
from hansei.blocks.canvas.drawing import drawn
from hansei.blocks.canvas.moving import Spot, moved

__all__ = [
    "Arrow",
    "AskedArrow",
    "AskedMove",
    "Canvas",
    "Column",
    "Editing",
    "Lane",
    "Node",
    "Spot",
    "asked_arrow",
    "asked_move",
    "drawn",
    "moved",
]
