"""Twelve months of kept promises as columns: drawn for the page and for files, which know no style sheet of the page.

Colours and fonts stand in the drawing itself; on a page the style sheet overrules them, so that it follows the theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from hansei.ui import words
from hansei.ui.marks import Picture
from hansei.ui.marks.svg import join, tag

WIDTH, HEIGHT, TOP, FOOT, LEFT = 720.0, 200.0, 18.0, 36.0, 40.0
FONT = "Noto Sans, DejaVu Sans, Noto Sans CJK SC, sans-serif"
INK, MUTE, LINE = "#1f5f8b", "#555555", "#cccccc"


def months(rows: Sequence[tuple[date, float | None, int]], title: str) -> Picture:
    """Draw (first day of the month, share from 0 to 1, n); a month without data is a gap with a dash."""
    step = (WIDTH - LEFT) / max(1, len(rows))
    drawn = [_line(share) for share in (0.0, 0.5, 1.0)]
    for at, (month, share, _n) in enumerate(rows):
        centre = LEFT + step * (at + 0.5)
        drawn.append(_text(centre, HEIGHT - 20, date_format(month, "M"), "middle"))
        if at == 0 or month.month == 1:
            drawn.append(_text(centre, HEIGHT - 6, date_format(month, "Y"), "middle"))
        if share is None:
            drawn.append(_text(centre, _y(0) - 4, "–", "middle"))
            continue
        y = _y(share)
        drawn += [
            tag("rect", x=centre - step * 0.3, y=y, width=step * 0.6, height=_y(0) - y, fill=INK, class_="h-bar"),
            _text(centre, y - 4, words.share(share, places=0), "middle"),
        ]
    return Picture(WIDTH, HEIGHT, join(drawn), title, class_="reviews-months")


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * (1 - share)


def _line(share: float) -> SafeString:
    y = _y(share)
    ruled = tag("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, stroke=LINE, class_="reviews-grid")
    return join((ruled, _text(LEFT - 6, y + 4, words.share(share, places=0), "end")))


def _text(x: float, y: float, said: str, anchor: str) -> SafeString:
    marked = {"fill": MUTE, "font_family": FONT, "font_size": 10, "text_anchor": anchor, "class_": "reviews-label"}
    return tag("text", said, x=x, y=y, **marked)
