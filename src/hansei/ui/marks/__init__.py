"""Small pictures drawn by the server: they read without scripts, print, and follow the theme by class.

No style attributes (the page's policy forbids them). Every picture carries title, description and a table.
"""

from hansei.ui.marks.bars import bar_list, share_bar
from hansei.ui.marks.calendar import Dot, calendar_strip, small_strip
from hansei.ui.marks.clock import clock_rose
from hansei.ui.marks.control import Limits, Point, control_chart
from hansei.ui.marks.export import as_png, asked_for, standalone
from hansei.ui.marks.grades import Axis as GradeAxis
from hansei.ui.marks.grades import Graded, grade_matrix
from hansei.ui.marks.heat import heat_map, week_map
from hansei.ui.marks.interval import interval_bar
from hansei.ui.marks.layers import cumulative_flow
from hansei.ui.marks.lines import Spread, band, sparkline
from hansei.ui.marks.matrix import Placed, matrix
from hansei.ui.marks.pareto import pareto
from hansei.ui.marks.radar import Axis, radar
from hansei.ui.marks.spread import Box, boxes, histogram
from hansei.ui.marks.states import Node, Way, state_diagram
from hansei.ui.marks.svg import Picture
from hansei.ui.marks.timeline import Span, timeline
from hansei.ui.marks.wheel import Spoke, Step, ring, wheel

__all__ = [
    "Axis",
    "Box",
    "Dot",
    "GradeAxis",
    "Graded",
    "Limits",
    "Node",
    "Picture",
    "Placed",
    "Point",
    "Span",
    "Spoke",
    "Spread",
    "Step",
    "Way",
    "as_png",
    "asked_for",
    "band",
    "bar_list",
    "boxes",
    "calendar_strip",
    "clock_rose",
    "control_chart",
    "cumulative_flow",
    "grade_matrix",
    "heat_map",
    "histogram",
    "interval_bar",
    "matrix",
    "pareto",
    "radar",
    "ring",
    "share_bar",
    "small_strip",
    "sparkline",
    "standalone",
    "state_diagram",
    "timeline",
    "week_map",
    "wheel",
]
