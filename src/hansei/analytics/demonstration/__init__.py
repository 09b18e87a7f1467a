"""A made-up company with planted facts and the answer key to them (PLT-10). Everything in it is generated."""

from hansei.analytics.demonstration import later
from hansei.analytics.demonstration.generator import SIZE, STEPS, generate, planned_improvements
from hansei.analytics.demonstration.model import (
    NO_PATTERN,
    ONLY_BENIGN,
    RANDOM_CALLS,
    AnswerKey,
    Conditions,
    Generated,
    PlantedImprovement,
    PlantedPattern,
    Truth,
)
from hansei.analytics.demonstration.output import EARLIEST, as_log, write_csv

__all__ = [
    "EARLIEST",
    "NO_PATTERN",
    "ONLY_BENIGN",
    "RANDOM_CALLS",
    "SIZE",
    "STEPS",
    "AnswerKey",
    "Conditions",
    "Generated",
    "PlantedImprovement",
    "PlantedPattern",
    "Truth",
    "as_log",
    "generate",
    "later",
    "planned_improvements",
    "write_csv",
]
