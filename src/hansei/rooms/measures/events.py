"""What happens to a metric besides changes of its fields and states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from hansei.kernel.events import Event, Touches


@dataclass(frozen=True)
class FormulaSet(Event, kind="metric.formula_set"):
    """A formula holds for the steps from a day on (empty: from the beginning); earlier steps keep the one before."""

    record: Annotated[int, Touches("record")]
    number: int
    since: str
