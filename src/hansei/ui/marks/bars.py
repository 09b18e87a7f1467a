"""Bars: a share in a cell, and a list of the largest."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.svg import Picture, join, tag, text


def share_bar(value: float, most: float, label: str, tone: str = "") -> SafeString:
    """A bar 100 wide for a table's cell."""
    width = 0.0 if most <= 0 else 100 * min(1.0, max(0.0, value / most))
    bars = join(
        (
            tag("title", label),
            tag("rect", width=100, height=6, class_="h-track"),
            tag("rect", width=width, height=6, class_=f"h-bar h-fill-{tone}" if tone else "h-bar"),
        )
    )
    return tag("svg", bars, class_="h-share-bar", viewBox="0 0 100 6", preserveAspectRatio="none", role="img")


def bar_list(
    rows: Sequence[tuple[str, float, str]], title: str, unit: str = "", width: float = 380, description: str = ""
) -> Picture:
    """The largest, one line each: (name, value, value as written). Lengths compare, so the scale starts at zero."""
    most = max((value for _name, value, _written in rows), default=0.0)
    left, right, line = 150.0, 70.0, 26.0
    room = width - left - right
    drawn = []
    for at, (name, value, written) in enumerate(rows):
        y = at * line
        length = 0.0 if most <= 0 else room * max(0.0, value) / most
        drawn += [
            text(0, y + 17, _cut(name, 22), class_="h-label", anchor="start"),
            tag(
                "rect",
                tag("title", words.labelled(name, written)),
                x=left,
                y=y + 7,
                width=length,
                height=12,
                class_="h-bar",
            ),
            text(width, y + 17, written, class_="h-label h-strong", anchor="end"),
        ]
    head = (_("Name"), unit or _("Value"))
    table = [(name, written) for name, _value, written in rows]
    return Picture(width, max(line, line * len(rows)), join(drawn), title, description, head, table, "bars")


def _cut(name: str, most: int) -> str:
    """Labels inside a drawing cannot wrap; the whole name is in the tooltip and the table."""
    return name if len(name) <= most else name[: most - 1] + "…"
