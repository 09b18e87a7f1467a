"""Tile: one measure at a glance: its number with n, how it went, its target, table and chart, and the events behind it.

A room makes a `Tile` of what it measured and shows it with `{% tile %}`. What is missing is said: no data, a gap, no
source yet.
"""

from hansei.blocks.tile.declaration import Tile, TilePoint

__all__ = ["Tile", "TilePoint"]
