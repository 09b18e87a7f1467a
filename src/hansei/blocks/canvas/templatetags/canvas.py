"""`{% canvas drawn %}`: the picture, its list for a phone, its table, and the forms that change it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from hansei.blocks.canvas.declaration import Canvas, Node
from hansei.blocks.canvas.drawing import drawn, leads

register = template.Library()


@register.inclusion_tag("canvas/canvas.html", takes_context=True)
def canvas(context: template.Context, shown: Canvas, note: str = "", export: bool = False) -> dict[str, Any]:
    """Show a canvas. `export=True` where the view answers `marks.asked_for(request, drawn(canvas, linked=False))`.

    The page loads `canvas/canvas.css` and `canvas/canvas.js`.
    """
    nodes = [node for _lane, _column, cell in shown.cells() for node in cell]
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "canvas": shown,
        "picture": drawn(shown),
        "note": note,
        "export": export,
        "groups": _groups(shown),
        "leads_to": shown.leads_to or _("Leads to"),
        "editing": shown.editing if shown.nodes else None,
        "nodes": nodes,
        "ways": _ways(shown),
        "arrows": [(each.key, _arrow(shown, each.start, each.target)) for each in shown.drawn_arrows if each.key],
    }


def _groups(shown: Canvas) -> list[dict[str, Any]]:
    """The nodes as a list: by lane where there are lanes, by column otherwise."""
    by_lane = bool(shown.lanes)
    bands: tuple[Any, ...] = shown.lanes or shown.columns
    found = []
    for band in bands:
        nodes = [
            node
            for lane, column, cell in shown.cells()
            if band.code == (lane if by_lane else column)
            for node in cell
        ]  # fmt: skip
        if nodes:
            found.append({"label": band.label, "nodes": [_listed(shown, each) for each in nodes]})
    return found


def _listed(shown: Canvas, node: Node) -> dict[str, Any]:
    return {**vars(node), "leads": leads(shown, node)}


def _ways(shown: Canvas) -> list[tuple[str, str]]:
    said = {"up": _("Up"), "down": _("Down"), "left": _("Left"), "right": _("Right")}
    return [(way, said[way]) for way in shown.editing.ways] if shown.editing else []


def _arrow(shown: Canvas, start: str, target: str) -> str:
    ends = [shown.node(start), shown.node(target)]
    return " → ".join(each.title for each in ends if each is not None)
