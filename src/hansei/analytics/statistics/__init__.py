"""Statistics on small sequences: what noise looks like, how sure a figure is, what an improvement did.

Pure functions; every result carries its n and an interval, and says in a code when the data are
too few. Nothing here knows of tickets, tables or pages.
"""

from hansei.analytics.statistics.compare import Comparison, Counted, compare_periods, rate_ratio
from hansei.analytics.statistics.concentration import Cause, Concentration, concentration
from hansei.analytics.statistics.control import ControlChart, Signal, control_chart
from hansei.analytics.statistics.days import dispersion_of_days
from hansei.analytics.statistics.effect import Circumstances, Effect, Guard, Series, effect_of
from hansei.analytics.statistics.interval import Interval, median_interval, rate_interval, share_interval
from hansei.analytics.statistics.together import Together, moves_together
from hansei.analytics.statistics.weekday import Concentrated, weekday_concentration

__all__ = [
    "Cause",
    "Circumstances",
    "Comparison",
    "Concentrated",
    "Concentration",
    "ControlChart",
    "Counted",
    "Effect",
    "Guard",
    "Interval",
    "Series",
    "Signal",
    "Together",
    "compare_periods",
    "concentration",
    "control_chart",
    "dispersion_of_days",
    "effect_of",
    "median_interval",
    "moves_together",
    "rate_interval",
    "rate_ratio",
    "share_interval",
    "weekday_concentration",
]
