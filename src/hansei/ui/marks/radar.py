"""Radar: a few qualities of one thing side by side, each on its own axis; never added up to one figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import broken, wrapped

WIDTH, HEIGHT, REACH = 420.0, 330.0, 108.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One quality: its value from 0 to 1 (None: no data), as it is written, and how it was before."""

    label: str
    value: float | None
    written: str = ""
    before: float | None = None


def radar(axes: Sequence[Axis], title: str, description: str = "", before_label: str = "") -> Picture:
    """Three to twelve axes from the centre (0) to the rim (1). The dashed outline is how it was before."""
    body = [*_web(len(axes)), *_labels(axes)]
    if any(each.before is not None for each in axes):
        body += _outline([each.before for each in axes], "h-limit")
    body += _outline([each.value for each in axes], "h-line h-thick")
    for at, each in enumerate(axes):
        if each.value is not None:
            x, y = _at(at, len(axes), each.value)
            said = tag("title", words.labelled(each.label, _said(each)))
            body.append(tag("circle", said, cx=x, cy=y, r=3.5, class_="h-point"))
    rows = [(each.label, _said(each), words.share(each.before)) for each in axes]
    has_before = any(each.before is not None for each in axes)
    head = (_("Quality"), _("Value"), before_label or _("Before"))
    table = rows if has_before else [row[:2] for row in rows]
    return Picture(
        WIDTH, HEIGHT, join(body), title, description, head if has_before else head[:2], table, "radar", "h-radar"
    )


def _said(each: Axis) -> str:
    return each.written or words.share(each.value)


def _at(at: int, count: int, value: float) -> Point:
    angle = 2 * math.pi * at / max(1, count)
    reach = REACH * min(1.0, max(0.0, value))
    return WIDTH / 2 + reach * math.sin(angle), HEIGHT / 2 - reach * math.cos(angle)


def _web(count: int) -> list[SafeString]:
    rings = [
        tag("path", d=path([_at(at, count, part) for at in range(count)], close=True), class_="h-gridline")
        for part in (0.25, 0.5, 0.75, 1.0)
    ]
    spokes = [
        tag("path", d=path([(WIDTH / 2, HEIGHT / 2), _at(at, count, 1)]), class_="h-gridline") for at in range(count)
    ]
    scale = [
        text(WIDTH / 2 + 4, HEIGHT / 2 - REACH * part + 12, words.share(part), anchor="start") for part in (0.5, 1)
    ]
    return [*rings, *spokes, *scale]


def _labels(axes: Sequence[Axis]) -> list[SafeString]:
    drawn: list[SafeString] = []
    for at, each in enumerate(axes):
        x, y = _at(at, len(axes), 1.0)
        side = (x > WIDTH / 2 + 4) - (x < WIDTH / 2 - 4)
        x = WIDTH / 2 + (x - WIDTH / 2) * 1.1
        y = HEIGHT / 2 + (y - HEIGHT / 2) * 1.1
        anchor = {1: "start", 0: "middle", -1: "end"}[side]
        top = y - 16 if side == 0 and y < HEIGHT / 2 else y + 8 if side == 0 else y - 4
        room = 92.0 if side else 180.0
        drawn += wrapped(each.label, x, top, room, anchor=anchor, lines=2)
        under = top + 13 * (1 + (len(broken(each.label, room, 2)) > 1))
        drawn.append(text(x, under, _said(each), "h-label h-strong", anchor))
    return drawn


def _outline(values: Sequence[float | None], class_: str) -> list[SafeString]:
    """Lines between neighbours that both are known: a gap stays a gap."""
    count = len(values)
    known = [None if value is None else _at(at, count, value) for at, value in enumerate(values)]
    if all(point is not None for point in known):
        return [tag("path", d=path([point for point in known if point], close=True), class_=class_)]
    pairs = [(known[at], known[(at + 1) % count]) for at in range(count)]
    return [tag("path", d=path([a, b]), class_=class_) for a, b in pairs if a is not None and b is not None]
