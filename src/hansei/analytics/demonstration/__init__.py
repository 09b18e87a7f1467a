"""A made-up company with planted facts and the answer key to them (PLT-10). Everything in it is generated."""

from hansei.analytics.demonstration.generator import SIZE, generate
from hansei.analytics.demonstration.model import (
    NO_PATTERN,
    ONLY_BENIGN,
    RANDOM_CALLS,
    AnswerKey,
    Conditions,
    Generated,
    PlantedImprovement,
    PlantedPattern,
)
from hansei.analytics.demonstration.output import as_log, write_csv

__all__ = [
    "NO_PATTERN",
    "ONLY_BENIGN",
    "RANDOM_CALLS",
    "SIZE",
    "AnswerKey",
    "Conditions",
    "Generated",
    "PlantedImprovement",
    "PlantedPattern",
    "as_log",
    "generate",
    "write_csv",
]
