"""Measures of one's own, composed from a small typed grammar over a log: no code, no SQL.

`read(text)` takes JSON and gives a `Definition`, or raises `WrongDefinition` with the place and the reason. `answer`
says what it measures over all of a log or some days, `split` by a dimension, `followed` step by step; `followed_all`
does the last for many definitions in few scans.
"""

from hansei.analytics.composing.computing import (
    Told,
    anchor_of,
    answer,
    followed,
    followed_all,
    split,
)
from hansei.analytics.composing.model import (
    AMOUNTS,
    DIMENSIONS,
    ENDS,
    FIELDS,
    NUMBERS,
    STEP_FIELDS,
    STEPS,
    AllOf,
    Amount,
    AnyOf,
    Between,
    Count,
    Definition,
    End,
    Hours,
    Interval,
    Is,
    Office,
    OfSteps,
    Reached,
    Share,
    StepMatch,
    Within,
)
from hansei.analytics.composing.reading import WrongDefinition, checked, read, written

__all__ = [
    "AMOUNTS",
    "DIMENSIONS",
    "ENDS",
    "FIELDS",
    "NUMBERS",
    "STEPS",
    "STEP_FIELDS",
    "AllOf",
    "Amount",
    "AnyOf",
    "Between",
    "Count",
    "Definition",
    "End",
    "Hours",
    "Interval",
    "Is",
    "OfSteps",
    "Office",
    "Reached",
    "Share",
    "StepMatch",
    "Told",
    "Within",
    "WrongDefinition",
    "anchor_of",
    "answer",
    "checked",
    "followed",
    "followed_all",
    "read",
    "split",
    "written",
]
