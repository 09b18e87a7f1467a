"""Numbers, spans of time and instants as a reader expects them, in the language and zone that are active.

Every function takes plain values and returns plain text; an absent value reads "no data", never zero.
"""

from hansei.ui.words.instants import exact, of_day, of_month, relative
from hansei.ui.words.lists import joined, labelled, listed
from hansei.ui.words.numbers import (
    MOST_CHANGE,
    between,
    compact,
    interval,
    money,
    no_data,
    number,
    plain,
    share,
    signed,
    signed_share,
)
from hansei.ui.words.spans import clock_span, hours, minutes_and_seconds, span

__all__ = [
    "MOST_CHANGE",
    "between",
    "clock_span",
    "compact",
    "exact",
    "hours",
    "interval",
    "joined",
    "labelled",
    "listed",
    "minutes_and_seconds",
    "money",
    "no_data",
    "number",
    "of_day",
    "of_month",
    "plain",
    "relative",
    "share",
    "signed",
    "signed_share",
    "span",
]
