"""What the flow map needs beside its figures: every word, written here in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hansei.ui import words

SHARE_AT_FIRST = 80


def flow_map_context(
    flow: Mapping[str, Any], id: str, panel: str, title: str, share: int | None, note: str
) -> dict[str, Any]:
    """Return the template's context.

    `flow`: nodes (id, label, n), edges (from, to, n, median_s, p90_s, total_s, url) and, where known, `ways` (path, n)
    with `cases`, so that the slider counts cases; without them it counts steps. `start` and `end` are ids of nodes.
    """
    names = {node["id"]: str(node["label"]) for node in flow["nodes"]}
    edges = [_edge(edge, names) for edge in flow["edges"]]
    nodes = [{**node, "note": words.number(node["n"]) if node.get("n") is not None else ""} for node in flow["nodes"]]
    form = (
        _("{shown} of {all} paths, {share} % of cases")
        if flow.get("ways")
        else _("{shown} of {all} paths, {share} % of steps")
    )
    return {
        "flow": {**flow, "nodes": nodes, "edges": edges},
        "edges": sorted(edges, key=lambda edge: -edge["n"]),
        "id": id,
        "panel": panel,
        "title": title,
        "share": share or _share_at_first(len(nodes), len(edges)),
        "form": form,
        "note": note,
    }


def _edge(edge: Mapping[str, Any], names: Mapping[Any, str]) -> dict[str, Any]:
    from_label, to_label = names.get(edge["from"], str(edge["from"])), names.get(edge["to"], str(edge["to"]))
    median = words.span(edge.get("median_s"))
    said = _("%(from)s → %(to)s: %(n)s times, median %(median)s, p90 %(p90)s") % {
        "from": from_label,
        "to": to_label,
        "n": words.number(edge["n"]),
        "median": median,
        "p90": words.span(edge.get("p90_s")),
    }
    return {
        **edge,
        "from_label": from_label,
        "to_label": to_label,
        "label": f"{words.number(edge['n'])} · {median}",
        "said": said,
    }


def _share_at_first(nodes: int, edges: int) -> int:
    """Small maps are shown whole; the larger the map, the fewer ways it begins with."""
    if edges <= 20:
        return 100
    return 60 if nodes > 40 else SHARE_AT_FIRST
