"""What a reader asked to change, as the forms and the keys of a canvas send it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal

WAYS = ("up", "down", "left", "right")


@dataclass(frozen=True)
class AskedMove:
    """Move this node, as it was in this version, one step this way."""

    node: int
    version: int
    way: str


@dataclass(frozen=True)
class AskedArrow:
    """Draw an arrow of this kind from one node to another."""

    start: int
    target: int
    kind: str


def asked_move(posted: Mapping[str, str]) -> AskedMove:
    """Read a move; refuse what no form sends."""
    node, version = _pair(posted.get("node", ""))
    way = posted.get("way", "")
    if way not in WAYS:
        raise Refusal("canvas.no_way", _("Choose where it goes: up, down, left or right."))
    return AskedMove(node, version, way)


def asked_arrow(posted: Mapping[str, str]) -> AskedArrow:
    """Read an arrow; refuse what no form sends."""
    (start, _seen), (target, _too) = _pair(posted.get("start", "")), _pair(posted.get("target", ""))
    return AskedArrow(start, target, posted.get("kind", "")[:40])


def _pair(text: str) -> tuple[int, int]:
    key, _sign, version = text.partition(":")
    if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in (key, version)):
        raise Refusal("canvas.no_node", _("Choose a node of the picture."))
    return int(key), int(version)
