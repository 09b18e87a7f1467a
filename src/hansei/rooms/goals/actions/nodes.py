"""Write goal nodes, change them, and say where they stand in the picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.goals.actions.contributions import fits, lock_tree
from hansei.rooms.goals.actions.related import values_of
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Goal, Level, Perspective
from hansei.rooms.mining import queries as mining


class Fields(TypedDict, total=False):
    """What a person writes of a goal node. `owner`, `metric` and `scorecard` are ids, `data_set` a source's."""

    title: str
    level: str
    also: str
    reason: str
    owner: int | None
    metric: int | None
    data_set: int | None
    planned_measure: str
    better: str
    target: float | None
    due_on: date | None
    reachable: str
    service: str
    about: str
    scorecard: int | None
    perspective: str


@action("goal.add", label=gettext_lazy("Add a goal node"), right=WORK)
def add(act: Act, *, fields: Fields) -> Goal:
    """Write down a purpose, an objective, an indicator or a metric. It stands last of its level."""
    values = _values(act, fields, act.source)
    last = Goal.objects.filter(level=values.get("level", Level.OBJECTIVE)).aggregate(last=Max("place"))["last"]
    return records.create(act, Goal, state="draft", place=(last or 0.0) + 1, **values)


@action("goal.edit", label=gettext_lazy("Edit"), on="goal", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: Fields) -> list[str]:
    """Change a node; refuses when somebody else did meanwhile. Returns the names of what changed."""
    lock_tree()
    found = act.claim(Goal, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    changed = records.change(act, found, **_values(act, fields, records.source_of(found), found))
    if {"level", "also"} & set(changed):
        _refuse_upside_down(found)
    return changed


@action("goal.move", label=gettext_lazy("Move on"), on="goal")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Agree on a node, take it back to draft, or retire it."""
    lifecycle.move(act, act.claim(Goal, pk, SEE, version=version), to)


@action("goal.place", label=gettext_lazy("Move in the picture"), on="goal", right=WORK)
def place(
    act: Act, *, pk: int, version: int, place: float, perspective: str = "", others: dict[str, float] | None = None
) -> None:
    """Say where a node stands among those of its level, on a scorecard also on which side."""
    found = act.claim(Goal, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    given = [place, *(others or {}).values()]
    if not all(math.isfinite(each) for each in given):
        raise Refusal("goal.no_place", _("There is no such place in the picture."))
    values: dict[str, Any] = {"place": place}
    if perspective:
        if perspective not in Perspective.values or found.scorecard_id is None:
            raise Refusal("goal.no_place", _("There is no such place in the picture."))
        values["perspective"] = perspective
    for key, moved in sorted((others or {}).items()):
        records.change(act, act.claim(Goal, int(key), WORK), place=moved)
    records.change(act, found, **values)


def _values(act: Act, fields: Mapping[str, Any], source: int, kept: Goal | None = None) -> dict[str, Any]:
    values = values_of(act, Goal, fields, source, kept)
    target = values.get("target")
    if target is not None and not math.isfinite(target):
        _refuse("target", "goal.target_no_number", _("Write the target as a number."))
    if metric := values.get("metric"):
        if metric.state != "published":
            _refuse("metric", "goal.metric_not_published", _("This metric is not published; choose one that is."))
        # Which direction is better stands in the catalogue, unless the node says otherwise.
        if not values.get("better") and metric.direction in ("lower", "higher"):
            values["better"] = metric.direction
    wanted = values.get("data_set")
    if wanted is not None and (kept is None or kept.data_set != wanted) and not _sees(act, wanted):
        _refuse("data_set", "goal.no_data_set", _("There is no such data set, or you may not see it."))
    if values.get("also") and values["also"] == values.get("level"):
        _refuse("also", "goal.same_role", _("That is its role already; choose another one, or none."))
    return values


def _sees(act: Act, data_set: int) -> bool:
    return any(each.id == data_set for each in mining.data_sets(act.by))


def _refuse_upside_down(found: Goal) -> None:
    """Refuse a level at which something that stands above would have to stand below."""
    ties = [*found.above.select_related("parent"), *found.below.select_related("child")]
    for tie in ties:
        child = found if tie.child_id == found.pk else tie.child
        parent = found if tie.parent_id == found.pk else tie.parent
        if not fits(child, parent):
            other = parent if child is found else child
            said = _("At this level it cannot stay tied to %(key)s “%(title)s”.") % {
                "key": other.identity.key,
                "title": other.title,
            }
            raise Refusal("goal.upside_down", said, fields={"level": [said]})


def _refuse(field: str, code: str, said: str) -> None:
    raise Refusal(code, said, fields={field: [said]})
