"""The 24-hour clock: how cases spread over the day, with office hours as its rim."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.svg import Picture, join, tag, text

SIZE, RADIUS, HUB = 232.0, 92.0, 26.0


def clock_rose(
    by_hour: Sequence[int],
    title: str,
    description: str = "",
    office: tuple[float, float] | None = None,
    window: tuple[float, float] | None = None,
    centre: str = "",
) -> Picture:
    """24 wedges from the hub; the longest hour reaches the circle.

    `office` (the rim) and `window` (the shaded part) are hours from and to; both may pass midnight.
    """
    if len(by_hour) != 24:
        raise ValueError("a clock needs 24 hours")
    most = max(by_hour) or 1
    parts = [
        tag("circle", cx=SIZE / 2, cy=SIZE / 2, r=RADIUS, class_="h-dial"),
        *([_sector(*window, HUB, RADIUS, "h-shade")] if window else []),
        *(
            _sector(
                hour + 0.08, hour + 0.92, HUB, HUB + (RADIUS - HUB) * count / most, "h-fill-ink", _said(hour, count)
            )
            for hour, count in enumerate(by_hour)
            if count
        ),
        tag("circle", cx=SIZE / 2, cy=SIZE / 2, r=HUB, class_="h-hub"),
        *([_arc(*office, RADIUS + 2.5)] if office else []),
        *(text(*_at(hour, RADIUS + 15), str(hour)) for hour in range(0, 24, 3)),
    ]
    if centre:
        parts.append(text(SIZE / 2, SIZE / 2 + 5, centre, class_="h-label h-strong"))
    rows = [(_span(hour), words.number(count)) for hour, count in enumerate(by_hour)]
    return Picture(SIZE, SIZE, join(parts), title, description, (_("Hour"), _("Cases")), rows, "clock")


def _at(hour: float, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * hour / 24
    # Text hangs from its baseline: four down puts a label's middle on the circle.
    return SIZE / 2 + radius * math.sin(angle), SIZE / 2 - radius * math.cos(angle) + (4 if radius > RADIUS + 10 else 0)


def _sector(first: float, last: float, inner: float, outer: float, class_: str, said: str = "") -> SafeString:
    length = (last - first) % 24 or 24
    far = int(length > 12)
    (ax, ay), (bx, by) = _at(first, outer), _at(first + length, outer)
    (cx, cy), (dx, dy) = _at(first + length, inner), _at(first, inner)
    drawn = (
        f"M{ax:.1f} {ay:.1f}A{outer:.1f} {outer:.1f} 0 {far} 1 {bx:.1f} {by:.1f}"
        f"L{cx:.1f} {cy:.1f}A{inner:.1f} {inner:.1f} 0 {far} 0 {dx:.1f} {dy:.1f}Z"
    )
    return tag("path", tag("title", said) if said else "", d=drawn, class_=class_)


def _arc(first: float, last: float, radius: float) -> SafeString:
    length = (last - first) % 24 or 23.99
    (ax, ay), (bx, by) = _at(first, radius), _at(first + length, radius)
    far = int(length > 12)
    return tag("path", d=f"M{ax:.1f} {ay:.1f}A{radius:.1f} {radius:.1f} 0 {far} 1 {bx:.1f} {by:.1f}", class_="h-rim")


def _span(hour: int) -> str:
    return f"{hour:02}:00–{(hour + 1) % 24:02}:00"


def _said(hour: int, count: int) -> str:
    return words.labelled(_span(hour), words.number(count))
