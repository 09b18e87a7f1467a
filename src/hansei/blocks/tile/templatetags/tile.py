"""`{% tile one %}`: one measure at a glance."""

from __future__ import annotations

from typing import Any

from django import template

from hansei.blocks.tile.declaration import Tile

register = template.Library()


@register.inclusion_tag("tile/tile.html", takes_context=True)
def tile(context: template.Context, one: Tile) -> dict[str, Any]:
    """Show a tile; put several into `<div class="h-tiles">`."""
    return {"tile": one, "request": context.get("request")}
