"""The steps of many metrics, kept beside the versions of a history.

For each day of each instant there is a mark: what all cases and steps of that day hold, in one number. A new version
is marked in a few scans; where the marks of all days of a step are as they were, so is every figure of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from hansei.analytics import composing
from hansei.analytics.composing.parts import parts_of
from hansei.analytics.keeping.library import anchor_of, steps_of
from hansei.analytics.keeping.touched import NOW, Marks, day_marks, differing
from hansei.analytics.log import Log
from hansei.analytics.whole import whole
from hansei.worktime.calendar import Calendar

FORM: Final = 1  # raise it when what is kept changes its form
Points = dict[str, list[Any]]  # first day of the step -> value, n
Days = Mapping[str, set[date]]


@dataclass
class Kept:
    """What is known of a version: the marks of its days, and every metric's points under its name."""

    marks: Marks = field(default_factory=dict)
    points: dict[str, Points] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Kept:
        """Read what was kept; nothing where there is nothing, or where it cannot be read."""
        try:
            found = orjson.loads(path.read_bytes())
            return cls(found["marks"], found["points"]) if found.get("form") == FORM else cls()
        except (OSError, ValueError, KeyError):
            return cls()

    def write(self, path: Path) -> None:
        """Write it whole or not at all."""
        with whole(path) as draft:
            draft.write_bytes(orjson.dumps({"form": FORM, "marks": self.marks, "points": self.points}))


@dataclass(frozen=True)
class Wanted:
    """One metric to keep up: a measure of the library, or a definition as text, in its steps."""

    step: str
    measure: str = ""
    definition: str = ""

    def name(self, office: Calendar) -> str:
        """Another name for whatever would be counted otherwise: another formula, other hours, another zone."""
        hours = [[day, *map(str, spans)] for day, spans in sorted(office.hours.items())]
        said = orjson.dumps([FORM, self.step, self.measure, self.definition, office.zone.key, hours])
        return hashlib.sha256(said).hexdigest()[:24]

    @property
    def anchor(self) -> str:
        """The instant by which its steps are touched; `any` where whatever happens may touch each."""
        if self.measure:
            return anchor_of(self.measure)
        definition = composing.read(self.definition)
        waits = [part.end for part in parts_of(definition) if isinstance(part, composing.Within)]
        if not waits:
            return composing.anchor_of(definition)
        # A case that waits becomes late without any event: while it is open, its step is touched by time alone.
        known = all(isinstance(end, composing.End) and end.end == "resolved" for end in waits)
        return f"{composing.anchor_of(definition)}{NOW}" if known else "any"


def brought_up(log: Log, office: Calendar, wanted: Sequence[Wanted], before: Kept) -> tuple[Kept, int]:
    """Every wanted metric's points for this version, and how many of its steps were counted for it."""
    marks = day_marks(log, office.zone.key)
    touched = differing(before.marks, marks)
    now, counted = Kept(marks, {}), 0
    named = {each.name(office): each for each in wanted}
    new = {name: each for name, each in named.items() if name not in before.points}
    known = {name: each for name, each in named.items() if name in before.points}
    for group, days in ((new, None), (known, touched)):
        steps = {name: None if days is None else _steps(days, each) for name, each in group.items()}
        found = _counted(log, office, group, steps)
        for name in group:
            kept = {} if steps[name] is None else _without(before.points[name], steps[name] or [])
            now.points[name] = kept | found.get(name, {})
            counted += len(found.get(name, {}))
    return now, counted


def _steps(days: Days, each: Wanted) -> list[date] | None:
    """The steps that hold a touched day; None: all of them."""
    if each.anchor == "any":
        return None if any(days.values()) else []
    return sorted({_start(day, each.step) for day in days.get(each.anchor, set())})


def _start(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) if step == "quarter" else day


def _without(points: Points, steps: Sequence[date]) -> Points:
    gone = {each.isoformat() for each in steps}
    return {day: point for day, point in points.items() if day not in gone}


def _counted(
    log: Log, office: Calendar, group: Mapping[str, Wanted], steps: Mapping[str, list[date] | None]
) -> dict[str, Points]:
    """The points of these steps: definitions together, in as few scans as may be, measures of the library each."""
    found: dict[str, Points] = {}
    together: dict[tuple[date, ...] | None, dict[str, composing.Definition]] = {}
    for name, each in group.items():
        only = steps[name]
        if only == []:
            continue
        if each.measure:
            told = steps_of(log, office, each.measure, each.step, only)
            found[name] = {day.isoformat(): [*point] for day, point in told.items()}
        else:
            definition = composing.read(each.definition).model_copy(update={"step": each.step})
            together.setdefault(None if only is None else tuple(only), {})[name] = definition
    for only_days, definitions in together.items():
        for name, followed in composing.followed_all(log, definitions, office=office, only=only_days).items():
            found[name] = {day.isoformat(): [each.value, each.n] for day, each in followed.items()}
    return found
