"""Working time: which instants count, how much of a span counts, when a promise comes due.

Pure Python. Aware instants in, UTC instants out; every span is half-open [start, end).
Public holidays come in as plain dates; `hansei.worktime.public_holidays` can look them up.
"""

from hansei.worktime.calendar import Calendar, Opening, round_the_clock
from hansei.worktime.clock import due_at, is_open, open_spans, timetable, worked_time
from hansei.worktime.hours import hours_from_text, hours_to_text

__all__ = [
    "Calendar",
    "Opening",
    "due_at",
    "hours_from_text",
    "hours_to_text",
    "is_open",
    "open_spans",
    "round_the_clock",
    "timetable",
    "worked_time",
]
