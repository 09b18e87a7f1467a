"""Small trees for tests: nodes by name, and what contributes to what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.goals import actions
from hansei.rooms.goals.models import Goal
from hansei.rooms.goals.reading import Reading
from hansei.rooms.measures import actions as catalogue
from hansei.rooms.measures import queries as measures


def act_of(account: Account | None) -> Act:
    return Act(by=account, via="web")


def a_goal(account: Account | None, title: str, level: str = "objective", **more: Any) -> Goal:
    return actions.add(act_of(account), fields={"title": title, "level": level, **more})  # type: ignore[typeddict-item]


def tie(account: Account | None, child: Goal, parent: Goal, **more: Any) -> bool:
    return actions.contribute(act_of(account), pk=child.pk, parent=parent.pk, **more)


def metric_of(name: str) -> Any:
    """The catalogue's entry of a measure of the library."""
    catalogue.ship(Act(by=None, via="cli"), names=[name])
    return measures.metric_of_measure(None, name)


def weeks(metric: Any, values: list[float | None], n: int = 40, **more: Any) -> Reading:
    """A reading of these weeks; the last one is the value that counts."""
    monday = date(2025, 1, 6)
    points = [(monday + timedelta(weeks=at), value, 0 if value is None else n) for at, value in enumerate(values)]
    return Reading(metric, "week", points, values[-1], n, first=points[-1][0], **more)
