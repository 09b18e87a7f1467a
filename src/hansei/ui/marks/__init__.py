"""Small pictures drawn by the server: they read without scripts, print, and follow the theme by class.

No style attributes (the page's policy forbids them). Every picture carries title, description and a table.
"""

from hansei.ui.marks.bars import bar_list, share_bar
from hansei.ui.marks.calendar import Dot, calendar_strip, small_strip
from hansei.ui.marks.clock import clock_rose
from hansei.ui.marks.control import Limits, Point, control_chart
from hansei.ui.marks.export import asked_for, standalone
from hansei.ui.marks.heat import heat_map, week_map
from hansei.ui.marks.interval import interval_bar
from hansei.ui.marks.layers import cumulative_flow
from hansei.ui.marks.lines import Spread, band, sparkline
from hansei.ui.marks.spread import Box, boxes, histogram
from hansei.ui.marks.svg import Picture

__all__ = [
    "Box",
    "Dot",
    "Limits",
    "Picture",
    "Point",
    "Spread",
    "asked_for",
    "band",
    "bar_list",
    "boxes",
    "calendar_strip",
    "clock_rose",
    "control_chart",
    "cumulative_flow",
    "heat_map",
    "histogram",
    "interval_bar",
    "share_bar",
    "small_strip",
    "sparkline",
    "standalone",
    "week_map",
]
