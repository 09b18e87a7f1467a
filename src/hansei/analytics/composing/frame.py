"""The cases of a log with all that some definitions ask of them: instants of steps, working time, what was reached.

What is unknown stays unknown (NULL): a condition on it is neither met nor not met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import cached_property, reduce
from typing import Any, Final
from zoneinfo import ZoneInfo

import ibis
from ibis.expr.types import BooleanValue, Table

from hansei.analytics.composing.model import (
    AllOf,
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
from hansei.analytics.composing.parts import parts_of
from hansei.analytics.log import Log
from hansei.analytics.measures.figures import beside
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.working import WorkingDays, with_worked_seconds, working_days
from hansei.worktime.calendar import Calendar

# Whether work was planned is a yes or no; these are its words in a definition.
YES, NO = "yes", "no"
NOW: Final = "now"  # the last instant the data know of: a case still open has waited until then at least


class Frame:
    """One table of cases for some definitions; their conditions and times as expressions on it."""

    def __init__(self, log: Log, office: Calendar, definitions: Sequence[Definition]) -> None:
        self.log, self.office, self.zone = log, office, office.zone.key
        parts = [part for each in definitions for part in parts_of(each)]
        self._firsts = _distinct(part for part in parts if isinstance(part, OfSteps))
        self._reached = _distinct(part.step for part in parts if isinstance(part, Reached))
        self._timed = _distinct(
            (part.start, part.end, part.counted)
            for part in parts
            if isinstance(part, Interval | Within) and part.counted.count == "service"
        )
        self._asks_now = any(isinstance(part, Within) for part in parts)
        self.cases = self._made()

    def _made(self) -> Table:
        cases = self.log.cases
        if self._firsts or self._reached:
            cases = beside(cases, self._of_steps())
        if self._asks_now:
            cases = cases.cross_join(self.log.cases.aggregate(now=self.log.cases.last_at.max()))
        for at, (start, end, counted) in enumerate(self._timed):
            cases = self._with_worked(cases, start, end, counted, f"worked_{at}")
        return cases

    def _of_steps(self) -> Table:
        """For each case the instants and the presence of the steps that are asked for, in one scan."""
        steps = self.log.steps
        figures: dict[str, Any] = {}
        for at, each in enumerate(self._firsts):
            matches = matching(steps, each.step)
            figures[f"instant_{at}"] = (
                steps["at"].min(where=matches) if each.which == "first" else steps["at"].max(where=matches)
            )
        for at, step in enumerate(self._reached):
            figures[f"reached_{at}"] = matching(steps, step).any()
        return steps.group_by("case").aggregate(**figures)

    def _with_worked(self, cases: Table, start: Any, end: Any, counted: Hours, name: str) -> Table:
        until = self.instant(cases, end)
        if self._asks_now:
            until = until.coalesce(cases[NOW])
        cases = cases.mutate(worked_from=self.instant(cases, start), worked_until=until)
        worked = with_worked_seconds(cases, "worked_from", "worked_until", self._working(counted))
        return worked.rename({name: "worked_seconds"}).drop("worked_from", "worked_until")

    def _working(self, counted: Hours) -> WorkingDays:
        office = self.office if counted.office is None else calendar_of(counted.office)
        first, last = self._bounds
        return working_days(office, first, last)

    @cached_property
    def _bounds(self) -> tuple[datetime, datetime]:
        """The first and the last instant of any end or step."""
        cases, steps = self.log.cases, self.log.steps
        columns = [name for name in cases.columns if name.endswith("_at")]
        ends = {f"{edge}_{name}": getattr(cases[name], edge)() for name in columns for edge in ("min", "max")}
        found = [each for each in cases.aggregate(**ends).to_pyarrow().to_pylist()[0].values() if each is not None]
        of_steps = steps.aggregate(first=steps["at"].min(), last=steps["at"].max()).to_pyarrow().to_pylist()[0]
        found += [each for each in of_steps.values() if each is not None]
        known = [each.replace(tzinfo=UTC) for each in found] or [datetime(1970, 1, 1, tzinfo=UTC)]
        return min(known), max(known)

    def instant(self, cases: Table, of: End | OfSteps) -> Any:
        """The column that holds an instant of each case."""
        return cases[f"{of.end}_at"] if isinstance(of, End) else cases[f"instant_{self._firsts.index(of)}"]

    def hours(self, cases: Table, part: Interval | Within) -> Any:
        """The hours between the two instants; NULL where one is unknown or they are out of order."""
        start, end = self.instant(cases, part.start), self.instant(cases, part.end)
        return (end >= start).ifelse(self._between(cases, part, end), None)

    def _between(self, cases: Table, part: Interval | Within, end: Any) -> Any:
        if part.counted.count == "service":
            return cases[f"worked_{self._timed.index((part.start, part.end, part.counted))}"] / 3600.0
        return elapsed_hours(self.instant(cases, part.start), end)

    def counts(self, rows: Table, definition: Definition) -> BooleanValue:
        """Whether a row (a case, or a step with its case) is one that the definition is about; never NULL."""
        parts = [self.met(rows, each).fill_null(False) for each in definition.where]
        figure = definition.figure
        if isinstance(figure, Count) and figure.of == "steps" and figure.step is not None:
            parts.append(matching(rows, figure.step, prefix="step_"))
        return reduce(lambda one, other: one & other, parts, rows["case"].notnull())

    def hit(self, rows: Table, share: Share) -> BooleanValue:
        """Whether a case meets all conditions of a share; NULL where that is unknown."""
        return reduce(lambda one, other: one & other, [self.met(rows, each) for each in share.hit])

    def met(self, rows: Table, part: Any) -> BooleanValue:
        """Whether a condition is met; NULL where it is unknown."""
        if isinstance(part, AllOf | AnyOf):
            inner = [self.met(rows, each) for each in part.of]
            both = isinstance(part, AllOf)
            return reduce(lambda one, other: (one & other) if both else (one | other), inner)
        if isinstance(part, Is):
            return _is(rows, part)
        if isinstance(part, Between):
            return _between(rows, part)
        if isinstance(part, Reached):
            reached = rows[f"reached_{self._reached.index(part.step)}"].fill_null(False)
            return ~reached if part.is_not else reached
        return self._within(rows, part)

    def _within(self, rows: Table, part: Within) -> BooleanValue:
        """Not ended yet and waiting longer already is a miss; not ended and not late yet is unknown."""
        hours, end = self.hours(rows, part), self.instant(rows, part.end)
        waited = self._between(rows, part, rows[NOW])
        late = (end.isnull() & (waited > part.hours)).fill_null(False)
        return late.ifelse(False, hours <= part.hours)


def calendar_of(office: Office) -> Calendar:
    """The open hours of a definition as a working calendar."""
    opening = (_clock(office.opens), _clock(office.closes))
    return Calendar(zone=ZoneInfo(office.zone), hours={day - 1: (opening,) for day in office.days})


def _clock(hours: float) -> time:
    """The full minute; midnight at the day's end is the next day's first minute."""
    hour, minute = divmod(round(hours * 60) % (24 * 60), 60)
    return time(hour, minute)


def matching(rows: Table, step: StepMatch, prefix: str = "") -> BooleanValue:
    """Whether a step is one of these; never NULL."""
    return rows[prefix + step.field].isin(list(step.values)).fill_null(False)


def _is(rows: Table, part: Is) -> BooleanValue:
    value = rows[part.field]
    if part.field == "planned":
        value = value.fill_null(False).ifelse(YES, NO)
    met = value.isin(list(part.values)).fill_null(False) if part.values else ibis.literal(False)
    met = met | value.isnull() if part.unknown else met
    return ~met if part.is_not else met


def _between(rows: Table, part: Between) -> BooleanValue:
    met = rows[part.field].notnull()
    if part.at_least is not None:
        met = met & (rows[part.field] >= part.at_least)
    if part.at_most is not None:
        met = met & (rows[part.field] <= part.at_most)
    return met.fill_null(False)


def _distinct(parts: Iterator[Any]) -> list[Any]:
    return list(dict.fromkeys(parts))
