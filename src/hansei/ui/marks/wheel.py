"""Wheels: spokes whose length is how often something came from there, and a ring of steps that is gone round."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.svg import Picture, join, path, tag, text
from hansei.ui.marks.wrapping import HIGH, broken, wrapped

WIDTH, HEIGHT, HUB, REACH = 660.0, 440.0, 40.0, 140.0
LONGEST, LINES, GAP = 170.0, 2, 3.0  # of a label, in pixels and lines; between two of them
CLASSES: Final = {"good": "h-fill-good", "running": "h-bar", "soon": "h-fill-soon", "bad": "h-fill-bad"}


@dataclass(frozen=True)
class Spoke:
    """One source: how often something came from it; 0 is silent and drawn hollow, None is not known.

    `note` says what is wrong with one that is not silent (nothing came of it): it is drawn in the tone of a remark.
    """

    label: str
    count: int | None
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a ring. `tone`: good (done), running, soon, bad, or "" for not yet: hollow."""

    label: str
    tone: str = ""
    note: str = ""
    url: str = ""


def wheel(spokes: Sequence[Spoke], title: str, centre: str = "", description: str = "") -> Picture:
    """A wheel of sources; the silent ones stay on it, dashed, so that silence is seen."""
    most = max((each.count or 0 for each in spokes), default=0)
    body = [tag("circle", cx=WIDTH / 2, cy=HEIGHT / 2, r=REACH, class_="h-dial")]
    for at, each in enumerate(spokes):
        body.append(_spoke(each, at, len(spokes), most))
        body.append(_number(at, len(spokes)))
    body.append(_labels([(each.label, _count(each)) for each in spokes]))
    body += _hub(centre)
    rows = [(each.label, _count(each)) for each in spokes]
    role = "group" if any(each.url for each in spokes) else "img"
    legend = [(each.label, _count(each), each.url) for each in spokes]
    head = (_("Source"), "n")
    return Picture(WIDTH, HEIGHT, join(body), title, description, head, rows, "wheel", "h-wheel", role, legend)


def ring(steps: Sequence[Step], title: str, centre: str = "", description: str = "") -> Picture:
    """Steps that are gone round clockwise from the top; what is not reached yet is hollow."""
    body: list[SafeString] = []
    for at, each in enumerate(steps):
        told = words.labelled(each.label, each.note) if each.note else each.label
        said = tag("title", told)
        shape = tag(
            "path", said, d=_segment(at, len(steps), REACH - 34, REACH), class_=CLASSES.get(each.tone, "h-hollow")
        )
        body.append(tag("a", shape, href=each.url, aria_label=told) if each.url else shape)
        x, y = _point(_middle(at, len(steps)), REACH - 17)
        number = "h-label h-strong" if each.tone not in CLASSES else "h-label h-strong h-on-fill"
        body.append(text(x, y + 4, words.number(at + 1), number))
    body.append(_labels([(each.label, each.note) for each in steps]))
    body += _hub(centre)
    rows = [(words.number(at), each.label, each.note) for at, each in enumerate(steps, 1)]
    role, head = "group" if any(each.url for each in steps) else "img", (_("Step"), _("Name"), _("State"))
    legend = [(each.label, each.note, each.url) for each in steps]
    return Picture(WIDTH, HEIGHT, join(body), title, description, head, rows, "ring", "h-wheel", role, legend)


def _count(each: Spoke) -> str:
    said = _("silent") if each.count == 0 else words.number(each.count)
    return words.joined([said, each.note]) if each.note else said


def _spoke(each: Spoke, at: int, count: int, most: int) -> SafeString:
    reach = HUB + (REACH - HUB) * ((each.count or 0) / most if most else 0)
    told = words.labelled(each.label, _count(each))
    said = tag("title", told)
    if not each.count:
        class_ = "h-silent" if each.count == 0 else "h-gridline"
        drawn = tag("path", said, d=_segment(at, count, HUB, HUB + 14), class_=class_)
    else:
        drawn = tag(
            "path",
            said,
            d=_segment(at, count, HUB, max(HUB + 4, reach)),
            class_=CLASSES["soon" if each.note else "running"],
        )
    return tag("a", drawn, href=each.url, aria_label=told) if each.url else drawn


def _middle(at: int, count: int) -> float:
    return 2 * math.pi * (at + 0.5) / max(1, count)


def _point(angle: float, reach: float) -> tuple[float, float]:
    return WIDTH / 2 + reach * math.sin(angle), HEIGHT / 2 - reach * math.cos(angle)


def _segment(at: int, count: int, inner: float, outer: float) -> str:
    """A piece of a ring, with a gap to its neighbours."""
    first, last = (2 * math.pi * (at + part) / max(1, count) for part in (0.06, 0.94))
    steps = max(2, 24 // max(1, count) + 2)
    there = [_point(first + (last - first) * step / steps, outer) for step in range(steps + 1)]
    back = [_point(last - (last - first) * step / steps, inner) for step in range(steps + 1)]
    return path([*there, *back], close=True)


@dataclass(frozen=True)
class _Said:
    """What stands beside a spoke or step: its lines, where they begin, and to which side they run.

    `up`: how far it stands above its point: 1 wholly (at the top of the circle), 0 wholly below (at its bottom).
    """

    label: str
    note: str
    x: float
    y: float
    room: float
    side: int
    up: float

    @property
    def high(self) -> float:
        return HIGH * (max(1, len(broken(self.label, self.room, LINES))) + bool(self.note))

    def drawn(self, top: float) -> list[SafeString]:
        anchor = {1: "start", 0: "middle", -1: "end"}[self.side]
        found = wrapped(self.label, self.x, top + HIGH - 3, self.room, lines=LINES, anchor=anchor)
        if self.note:
            found.append(text(self.x, top + self.high - 3, self.note, "h-label h-strong", anchor))
        return found


def _number(at: int, count: int) -> SafeString:
    """The number of a spoke in the legend; only a style sheet for phones makes it visible."""
    x, y = _point(_middle(at, count), REACH + 11)
    return tag("text", words.number(at + 1), x=x, y=y + 4, class_="h-label h-nth", text_anchor="middle",
               visibility="hidden", aria_hidden="true")  # fmt: skip


def _labels(said: Sequence[tuple[str, str]]) -> SafeString:
    """Labels with their notes around the circle: on each side from its middle up and down, none upon another."""
    placed = [_beside(label, note, at, len(said)) for at, (label, note) in enumerate(said)]
    drawn: list[SafeString] = []
    for side in (-1, 0, 1):
        here = [each for each in placed if each.side == side]
        upper = sorted((each for each in here if each.y < HEIGHT / 2), key=lambda each: -each.y)
        lower = sorted((each for each in here if each.y >= HEIGHT / 2), key=lambda each: each.y)
        edge = min((each.y - each.high * each.up for each in lower), default=HEIGHT)
        for each in upper:
            top = min(each.y - each.high * each.up, edge - each.high - GAP)
            drawn += each.drawn(top)
            edge = top
        edge = 0.0
        for each in lower:
            top = max(each.y - each.high * each.up, edge + GAP)
            drawn += each.drawn(top)
            edge = top + each.high
    return tag("g", join(drawn), class_="h-beside")


def _beside(label: str, note: str, at: int, count: int) -> _Said:
    angle = _middle(at, count)
    x, y = _point(angle, REACH + 12)
    side = (math.sin(angle) > 0.02) - (math.sin(angle) < -0.02)
    room = min(LONGEST, WIDTH - x - 4 if side > 0 else x - 4 if side < 0 else LONGEST)
    return _Said(label, note, x, y, room, side, (1 + math.cos(angle)) / 2)


def _hub(centre: str) -> list[SafeString]:
    hub = tag("circle", cx=WIDTH / 2, cy=HEIGHT / 2, r=HUB - 4, class_="h-hub")
    return [hub, *wrapped(centre, WIDTH / 2, HEIGHT / 2 + 1, HUB * 1.7, class_="h-label h-strong")]
