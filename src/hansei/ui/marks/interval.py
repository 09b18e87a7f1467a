"""An effect with its interval, drawn against the margin inside which nothing material changed, and the goal."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.ui import words
from hansei.ui.marks.scale import rounded
from hansei.ui.marks.svg import Picture, join, path, tag, text

WIDTH, AXIS = 320.0, 62.0
INSET = 24.0  # half of the widest label on the axis, “−100 %”
# The goal's words above the margin's: in one row they ran into each other where the goal is near the margin.
GOAL_ROW, MARGIN_TOP, MARGIN_ROW, WHISKER = 11.0, 15.0, 27.0, 43.0


def interval_bar(
    effect: float | None,
    low: float | None,
    high: float | None,
    title: str,
    margin: float = 0.1,
    goal: float | None = None,
) -> Picture:
    """A change as a share of what was (−0.41 is −41 %). Without an interval nothing is drawn but axis and margin.

    What lies far out, as where an interval has no upper end, is drawn at the edge.
    """
    known = [min(each, words.MOST_CHANGE) for each in (effect, low, high, goal) if each is not None]
    scale, ticks = rounded(100 * min([-margin * 2, *known]), 100 * max([margin * 2, *known]), INSET, WIDTH - INSET, 4)
    left, right = scale(-100 * margin), scale(100 * margin)
    parts = [
        tag("rect", x=left, y=MARGIN_TOP, width=right - left, height=AXIS - MARGIN_TOP, class_="h-margin"),
        text(
            (left + right) / 2, MARGIN_ROW, _("no material change") if right - left > 108 else "±" + words.share(margin)
        ),
        tag("path", d=path([(INSET, AXIS), (WIDTH - INSET, AXIS)]), class_="h-axis-line"),
        *(tag("path", d=path([(scale(t), AXIS), (scale(t), AXIS + 4)]), class_="h-axis-line") for t in ticks),
        *(text(scale(t), AXIS + 18, words.signed_share(t / 100, 0)) for t in ticks),
    ]
    if goal is not None:
        parts += _goal_line(scale(100 * goal), goal)
    if effect is not None and low is not None and high is not None:
        parts += _whisker(*(scale(100 * min(each, words.MOST_CHANGE)) for each in (low, effect, high)))
    said = words.signed_share(effect)
    rows = [
        (_("Change"), said),
        (_("Interval"), f"[{words.signed_share(low)}, {words.signed_share(high)}]"),
        (_("Margin of no material change"), "±" + words.share(margin)),
        *([(_("Goal"), words.signed_share(goal))] if goal is not None else []),
    ]
    return Picture(WIDTH, AXIS + 24, join(parts), title, said, (_("Figure"), _("Value")), rows, "interval")


def _goal_line(place: float, goal: float) -> list[SafeString]:
    anchor, shift = ("end", -5) if place > WIDTH / 2 else ("start", 5)
    said = _("goal %(figure)s") % {"figure": words.signed_share(goal)}
    return [
        tag("path", d=path([(place, 2), (place, AXIS)]), class_="h-goal"),
        text(place + shift, GOAL_ROW, said, "h-axis h-goal-text", anchor),
    ]


def _whisker(low: float, effect: float, high: float) -> list[SafeString]:
    y = WHISKER
    ends = [tag("path", d=path([(place, y - 6), (place, y + 6)]), class_="h-line h-thick") for place in (low, high)]
    return [
        tag("path", d=path([(low, y), (high, y)]), class_="h-line h-thick"),
        *ends,
        tag("circle", cx=effect, cy=y, r=4.5, class_="h-point"),
    ]
