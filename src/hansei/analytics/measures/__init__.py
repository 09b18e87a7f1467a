"""Measures: pure functions from a log to a table, each with a name, a unit, an n and a page that defines it.

`compute(log)` executes them and answers with figures or with the reason why there are none; `filtered` makes a
part of a history; `series` follows one measure over days, weeks or months.
"""

from hansei.analytics.measures import (
    causes,
    closing,
    contacts,
    desk,
    durations,
    flow,
    hours,
    paths,
    reopening,
    service_level,
    states,
    teams,
    volume,
)
from hansei.analytics.measures.answers import Answer, compute
from hansei.analytics.measures.filtering import filtered
from hansei.analytics.measures.registry import MEASURES, Measure, measure
from hansei.analytics.measures.series import series
from hansei.analytics.measures.weekly import Rule, Week, Weeks, mix_of_others, weekly
from hansei.analytics.measures.working import WorkingDays, working_days

# Imported so that each family registers its measures.
FAMILIES = (
    causes,
    closing,
    contacts,
    desk,
    durations,
    flow,
    hours,
    paths,
    reopening,
    service_level,
    states,
    teams,
    volume,
)

__all__ = [
    "FAMILIES",
    "MEASURES",
    "Answer",
    "Measure",
    "Rule",
    "Week",
    "Weeks",
    "WorkingDays",
    "compute",
    "filtered",
    "measure",
    "mix_of_others",
    "series",
    "weekly",
    "working_days",
]
