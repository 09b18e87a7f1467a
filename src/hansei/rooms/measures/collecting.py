"""What should have been collected, what came, and what is missing. A missing value is a gap and never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hansei.kernel.models import Account
from hansei.rooms.measures import entered, queries
from hansei.rooms.measures.models import Collector, Metric, Origin
from hansei.rooms.measures.valuing import next_step, start_of_step, steps_between
from hansei.rooms.mining import queries as mining

DAY: Final = timedelta(days=1)
MOST_STEPS: Final = 60
# A step is due once it is over and people had so long to bring its value.
GRACE: Final = {"day": 1, "week": 3, "month": 10, "quarter": 15}


@dataclass(frozen=True)
class Cell:
    """One step of a collector: `came`, `gap`, `due` (over, still in time) or `waits` (not over)."""

    step: date
    standing: str
    error: str = ""


@dataclass(frozen=True)
class Line:
    """A collector with its steps, oldest first. `is_automatic`: nobody has to enter anything."""

    collector: Collector
    cells: tuple[Cell, ...]
    is_automatic: bool

    @property
    def due(self) -> int:
        return sum(each.standing in ("came", "gap") for each in self.cells)

    @property
    def came(self) -> int:
        return sum(each.standing == "came" for each in self.cells)

    @property
    def completeness(self) -> float | None:
        """Steps that came of those due; None where nothing is due yet."""
        return self.came / self.due if self.due else None

    @property
    def gaps(self) -> list[Cell]:
        return [each for each in self.cells if each.standing == "gap"]


def calendar_of(collectors: Sequence[Collector], today: date, keep: mining.Keep = mining.soon) -> list[Line]:
    """Every collector's steps up to today."""
    return [line_of(each, today, keep) for each in collectors]


def line_of(found: Collector, today: date, keep: mining.Keep = mining.soon) -> Line:
    """One collector's steps up to today, of late the last sixty."""
    steps = list(steps_between(start_of_step(found.starts_on, found.frequency), today, found.frequency))[-MOST_STEPS:]
    came = _came(found, keep)
    errors = {each.step: each.error for each in found.runs.all()}
    cells = tuple(
        Cell(step, _standing(step, step in came, found.frequency, today), errors.get(step, "")) for step in steps
    )
    return Line(found, cells, found.metric.origin != Origin.ENTERED)


def _standing(step: date, is_there: bool, frequency: str, today: date) -> str:
    over = next_step(step, frequency)
    if is_there:
        return "came"
    if over > today:
        return "waits"
    return "due" if over + timedelta(days=GRACE[frequency]) > today else "gap"


def _came(found: Collector, keep: mining.Keep) -> set[date]:
    """The steps for which there is a value."""
    metric: Metric = found.metric
    if metric.origin == Origin.ENTERED:
        return {day for day, value, _n in entered.series_of(metric, found.frequency) if value is not None}
    data_set = mining.ready_data_set(found.data_set)
    if data_set is None:
        return set()
    points = queries.series_of(metric.pk, data_set, step=found.frequency, keep=keep)
    return {day for day, value, _n in points if value is not None}


def automation_share(account: Account | None) -> tuple[int, int]:
    """Published metrics with an automatic source, and all published."""
    found = queries.published(account)
    return sum(each.origin != Origin.ENTERED for each in found), len(found)
