"""What a review was planned with, whatever was changed since: the days that its minutes had, its plan's holidays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from hansei.kernel import past
from hansei.rooms.reviews import levels, workdays
from hansei.rooms.reviews.models import LevelVersion, Plan, Review

V = TypeVar("V")


def minutes_due(found: Collection[Review]) -> dict[int, date]:
    """Return, review → day, by when the minutes of those that were held were to be out."""
    days = _minutes_days(found)
    countries = past.held(Plan.objects.filter(pk__in={each.plan_id for each in found}).values("pk"), "country")
    due: dict[int, date] = {}
    for each in found:
        if each.held_on is not None:
            count = _as_of(days.get(each.kind, ()), each.created_at, levels.SHIPPED[each.kind].minutes_days)
            country = _as_of(countries.get(each.plan_id or 0, ()), each.created_at, "")
            due[each.pk] = workdays.after(each.held_on, count, each.zone, country)
    return due


def _minutes_days(found: Collection[Review]) -> Mapping[str, Sequence[tuple[datetime, int]]]:
    rows = LevelVersion.objects.filter(code__in={each.kind for each in found}).order_by("version")
    days: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for code, at, count in rows.values_list("code", "at", "minutes_days"):
        days[code].append((at, count))
    return days


def _as_of(told: Sequence[tuple[datetime, V]], at: datetime, otherwise: V) -> V:
    """Return what held at an instant."""
    return next((value for since, value in reversed(told) if since <= at), otherwise)
