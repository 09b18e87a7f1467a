"""Eight shapes for eight people or series, and the signs that go with meaning. Never colour alone."""

from __future__ import annotations

import math

from django.utils.safestring import SafeString

from hansei.ui.marks.svg import join, tag

# Drawn around (0, 0) to fill a circle of radius 5, so that all eight look equally large.
DRAWN = {
    1: "M-4.2 0A4.2 4.2 0 1 1 4.2 0A4.2 4.2 0 1 1-4.2 0Z",
    2: "M-3.7-3.7H3.7V3.7H-3.7Z",
    3: "M0-4.6 4.7 3.9H-4.7Z",
    4: "M0-5 5 0 0 5-5 0Z",
    5: "M0 4.6 4.7-3.9H-4.7Z",
    6: "M-1.6-4.5H1.6V-1.6H4.5V1.6H1.6V4.5H-1.6V1.6H-4.5V-1.6H-1.6Z",
    7: "M0-4.8 4.6-1.5 2.8 3.9H-2.8L-4.6-1.5Z",
    8: "M-3.4 0A3.4 3.4 0 1 1 3.4 0A3.4 3.4 0 1 1-3.4 0Z",
}
OTHERS = "M-1.8 0A1.8 1.8 0 1 1 1.8 0A1.8 1.8 0 1 1-1.8 0Z"

GLYPHS = {
    "bad": "M5 0 10 5 5 10 0 5Z",
    "soon": "M5 .7 9.9 9.4H.1Z",
    "good": "M.8 5A4.2 4.2 0 1 1 9.2 5A4.2 4.2 0 1 1 .8 5Z",
    "running": "M.8 5A4.2 4.2 0 1 1 9.2 5A4.2 4.2 0 1 1 .8 5Z",
    "paused": "M2 1H4V9H2ZM6 1H8V9H6Z",
    "note": "M2 4.4H8V9.4H2ZM3.2 4.4V3A1.8 1.8 0 0 1 6.8 3V4.4",
    "new": "M1.6 5A3.4 3.4 0 1 1 8.4 5A3.4 3.4 0 1 1 1.6 5Z",
    "none": "M1.6 5A3.4 3.4 0 1 1 8.4 5A3.4 3.4 0 1 1 1.6 5Z",
}
HOLLOW = {"note", "new", "none"}


def shape_class(ordinal: int) -> str:
    return f"h-c{ordinal}" if 1 <= ordinal <= 8 else "h-c-others"


def shape_at(ordinal: int, x: float, y: float, scale: float = 1.0, title: str = "") -> SafeString:
    """The shape of one person or series inside a picture, centred on (x, y)."""
    move = f"translate({x:.2f} {y:.2f})" + (f" scale({scale:.2f})" if scale != 1 else "")
    inside = tag("title", title) if title else ""
    return tag("path", inside, d=DRAWN.get(ordinal, OTHERS), transform=move, class_=shape_class(ordinal))


def mark(ordinal: int, label: str = "") -> SafeString:
    """The shape on its own, beside a name or instead of one."""
    drawn = tag("path", d=DRAWN.get(ordinal, OTHERS), class_=shape_class(ordinal))
    if label:
        return tag("svg", join((tag("title", label), drawn)), class_="h-mark", viewBox="-6 -6 12 12", role="img")
    return tag("svg", drawn, class_="h-mark", viewBox="-6 -6 12 12", aria_hidden="true")


def glyph(meaning: str) -> SafeString:
    """The sign of a meaning, coloured by `h-glyph-<meaning>`."""
    drawn = tag("path", d=GLYPHS[meaning])
    hollow = " h-hollow" if meaning in HOLLOW else ""
    return tag("svg", drawn, class_=f"h-glyph h-glyph-{meaning}{hollow}", viewBox="0 0 10 10", aria_hidden="true")


def pie(used: float) -> SafeString:
    """A small clock face filled by what is used up of a promise, 0 to 1."""
    angle = 2 * math.pi * min(0.999, max(0.0, used))
    x, y = 6 + 5 * math.sin(angle), 6 - 5 * math.cos(angle)
    wedge = f"M6 6V1A5 5 0 {int(angle > math.pi)} 1 {x:.2f} {y:.2f}Z"
    ring = tag("circle", cx=6, cy=6, r=5, class_="h-pie-ring")
    return tag("svg", join((ring, tag("path", d=wedge))), class_="h-pie", viewBox="0 0 12 12", aria_hidden="true")


def hollow_row(count: int = 8) -> SafeString:
    """A row of dashed circles: the sign of an empty page. Dashed, because nothing is known yet."""
    rings = join(tag("circle", cx=6 + 13 * at, cy=6, r=4) for at in range(count))
    width = 13 * count
    return tag(
        "svg", rings, class_="h-hollow-row", viewBox=f"0 0 {width} 12", width=width, height=12, aria_hidden="true"
    )
