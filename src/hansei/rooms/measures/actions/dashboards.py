"""Make a dashboard, compose it, show it to anybody, stop that, and count how often it is looked at."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks import lifecycle
from hansei.kernel import records, rights, seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal, lacks
from hansei.rooms.measures import sharing
from hansei.rooms.measures.events import DashboardShared, DashboardShareEnded
from hansei.rooms.measures.kinds import SEE, SHARE, WORK
from hansei.rooms.measures.models import Audience, Dashboard, DashboardShare, DashboardViews, Metric, Refresh
from hansei.rooms.mining import queries as mining

MOST_TILES: Final = 24
LONGEST: Final = 2000


class DashboardFields(TypedDict, total=False):
    """What a person writes of a dashboard. `data_set` is a source's number, `tiles` are metrics' in their order."""

    title: str
    audience: str
    data_set: int | None
    tiles: list[int]
    refresh: int


@action("dashboard.draft", label=gettext_lazy("Make a dashboard"), right=WORK)
def draft(act: Act, *, fields: DashboardFields) -> Dashboard:
    """Make a dashboard for an audience; its tiles may come with it or be added later."""
    return records.create(act, Dashboard, state="used", **_values(act, fields, None))


@action("dashboard.edit", label=gettext_lazy("Edit"), on="dashboard", right=WORK)
def edit(act: Act, *, pk: int, version: int, fields: DashboardFields) -> list[str]:
    """Change it or its tiles. What is shown to anybody is changed only by who may show it."""
    found = act.claim(Dashboard, pk, WORK, version=version)
    lifecycle.refuse_unless_open(found)
    values = _values(act, fields, found)
    if sharing.standing(found) is not None:
        if act.by is not None and not rights.allowed(act.by, SHARE, found.identity):
            raise lacks(SHARE)
        _refuse_inside(values.get("tiles", found.tiles))
    return records.change(act, found, **values)


@action("dashboard.move", label=gettext_lazy("Move on"), on="dashboard")
def move(act: Act, *, pk: int, version: int, to: str) -> None:
    """Retire a dashboard; an open address ends with it."""
    found = act.claim(Dashboard, pk, SEE, version=version)
    lifecycle.move(act, found, to)
    _end(act, found)


@action("dashboard.share", label=gettext_lazy("Share openly"), on="dashboard", right=SHARE)
def share(act: Act, *, pk: int, version: int, reason: str) -> int:
    """Show it to anybody who has its new address, without signing in; returns the number of the share.

    Only metrics that may be used to inform, and by which nobody is appraised, may stand on it.
    """
    found = act.claim(Dashboard, pk, SHARE, version=version)
    lifecycle.refuse_unless_open(found)
    if (known := sharing.standing(found)) is not None:
        return known.pk
    if found.identity.is_confidential:
        raise Refusal("dashboard.confidential", _("A confidential dashboard is not shown outside."))
    if not found.tiles:
        raise Refusal("dashboard.empty", _("Add at least one tile; there is nothing to show yet."))
    if not 1 <= len(reason.strip()) <= LONGEST:
        said = _("Say why it is shown outside, and to whom.")
        raise Refusal("dashboard.reason", said, fields={"reason": [said]})
    _refuse_inside(found.tiles)
    made = DashboardShare.objects.create(dashboard=found, made_at=act.at, by=act.by, reason=reason.strip())
    act.record(DashboardShared(record=found.pk, share=made.pk), source=found.identity.source_id)
    return made.pk


@action("dashboard.stop_sharing", label=gettext_lazy("Stop sharing"), on="dashboard", right=SHARE)
def stop_sharing(act: Act, *, pk: int) -> None:
    """Let its address answer no more, from this moment on; a new share gets another address."""
    _end(act, act.claim(Dashboard, pk, SHARE))


def count_view(dashboard: int, day: date, *, is_outside: bool) -> None:
    """Count that somebody looked. A number goes up by one; there is nothing else to keep, and no event."""
    asked: dict[str, Any] = {"dashboard_id": dashboard, "day": day, "is_outside": is_outside}
    with transaction.atomic():
        if not DashboardViews.objects.filter(**asked).update(count=F("count") + 1):
            DashboardViews.objects.get_or_create(**asked)
            DashboardViews.objects.filter(**asked).update(count=F("count") + 1)


def _end(act: Act, found: Dashboard) -> None:
    for each in DashboardShare.objects.select_for_update().filter(dashboard=found, ended_at=None):
        each.ended_at = act.at
        each.save(update_fields=["ended_at"])
        act.record(DashboardShareEnded(record=found.pk, share=each.pk), source=found.identity.source_id)


def _refuse_inside(tiles: list[int]) -> None:
    """Refuse what may not be shown outside, each with its reason."""
    metrics = {each.pk: each for each in Metric.objects.filter(pk__in=tiles).select_related("identity")}
    why = sharing.refused(metrics[pk] for pk in tiles if pk in metrics)
    if why:
        told = " ".join(why.values())
        raise Refusal("dashboard.inside", _("Not everything here may be shown outside: %(why)s") % {"why": told})


def _values(act: Act, fields: DashboardFields, kept: Dashboard | None) -> dict[str, Any]:
    values: dict[str, Any] = dict(fields)
    if values.get("audience", Audience.TEAM) not in Audience:
        _refuse("audience", _("Choose one of the audiences."))
    if values.get("refresh", Refresh.NEVER) not in Refresh.values:
        _refuse("refresh", _("Choose one of these."))
    if "data_set" in values:
        values["data_set"] = values["data_set"] or None
        _refuse_unseen_data(act, values["data_set"], kept)
    if "tiles" in values:
        values["tiles"] = _tiles(act, values["tiles"], kept.tiles if kept else [])
    return values


def _refuse_unseen_data(act: Act, wanted: int | None, kept: Dashboard | None) -> None:
    if wanted is None or (kept is not None and kept.data_set == wanted):
        return
    if wanted not in {each.id for each in mining.data_sets(act.by)}:
        _refuse("data_set", _("There is no such data set, or you may not see it."))


def _tiles(act: Act, given: list[int], kept: list[int]) -> list[int]:
    """Each once, in order. What is new must be published, say one figure, and be seen by who adds it."""
    wanted = list(dict.fromkeys(given))
    if len(wanted) > MOST_TILES:
        _refuse("tiles", _("At most %(n)s tiles; make a second dashboard.") % {"n": MOST_TILES})
    new = set(wanted) - set(kept)
    there = {each.pk for each in seeing.seen(act.by, Metric).filter(pk__in=new) if sharing.can_be_tile(each)}
    if new - there:
        _refuse("tiles", _("A tile shows a published metric with one figure, which you may see. Choose another."))
    return wanted


def _refuse(name: str, said: str) -> None:
    raise Refusal(f"dashboard.{name}", said, fields={name: [said]})
