"""What a history must tell beyond single columns, so that a measure may speak: ways between states, reopening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ibis.expr.types import BooleanScalar, Table

from hansei.analytics.log import OF_DATES, REOPENED

HISTORY: Final = "steps.history"
REOPENING: Final = "steps.reopening"


def tells_states(steps: Table) -> BooleanScalar:
    """Whether any state is more than the name of a date: else nobody told which ways the cases went."""
    return (steps.phase.notnull() & ~steps.state.isin(OF_DATES).fill_null(False)).any().fill_null(False)


def tells_reopening(steps: Table) -> BooleanScalar:
    """Whether a case could be seen to be taken up again: by its states, or by the date of its reopening."""
    return tells_states(steps) | (steps.state == REOPENED).any().fill_null(False)


# Asked of the steps, as a measure's `needs` names it.
TOLD: Final[dict[str, Callable[[Table], BooleanScalar]]] = {HISTORY: tells_states, REOPENING: tells_reopening}
