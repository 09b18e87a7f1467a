"""What a dashboard shows to one reader, or to anybody: each tile with the figure of its metric's own card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.tile import Tile, TilePoint
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotYet
from hansei.kernel.models import Account, ObjectLink
from hansei.kernel.records import Record
from hansei.rooms.measures import beside, card, queries, sharing
from hansei.rooms.measures.framework import INFORMED
from hansei.rooms.measures.models import Dashboard, Form, Metric
from hansei.rooms.measures.queries import Catalogue, MetricRow
from hansei.rooms.measures.valuing import Point, Value
from hansei.rooms.mining import queries as mining
from hansei.ui import words
from hansei.ui.components import Figure

DAY: Final = timedelta(days=1)
LATELY: Final = timedelta(days=30)


@dataclass(frozen=True)
class Board:
    """The tiles in their order; how many this reader may not see, and whether some are still being counted."""

    tiles: tuple[Tile, ...]
    left_out: int = 0
    is_counting: bool = False


@dataclass
class _Asked:
    """One look at a dashboard. `account` is None outside, where only what everybody may know is told."""

    account: Account | None
    catalogue: Catalogue
    rows: dict[int, MetricRow]
    data_set: Any
    missing: str  # why there is no data set
    is_counting: bool = False

    @property
    def is_outside(self) -> bool:
        return self.account is None


def inside(account: Account, found: Dashboard) -> Board:
    """The dashboard for somebody who signed in: what they may see of it."""
    known = set(seeing.seen(account, Metric).filter(pk__in=found.tiles).values_list("pk", flat=True))
    wanted = [pk for pk in found.tiles if pk in known]
    data_set, missing = _data_set(found)
    if data_set is not None and not rights.holds(account, "mining.see"):
        data_set, missing = None, _("You may not see data sets: ask for that right.")
    made = _made(account, wanted, data_set, missing)
    return replace(made, left_out=len(found.tiles) - len(wanted))


def data_set_named(account: Account, found: Dashboard) -> str:
    """What its data set is called, for who may see data sets."""
    return next((each.name for each in mining.data_sets(account) if each.id == found.data_set), "")


def prepare(data_set: Any) -> None:
    """Compute what the dashboards of a data set show of it, before anybody opens them."""
    for found in Dashboard.objects.filter(state="used", data_set=data_set.pk).order_by("pk"):
        catalogue = Catalogue.some(found.tiles)
        for row in catalogue.published():
            catalogue.value_of(row, data_set, keep=queries.kept)
            catalogue.series_of(row, data_set, keep=queries.kept)
            beside.of_days(None, row.measure, data_set, keep=queries.kept)


def outside(found: Dashboard) -> Board:
    """The dashboard for anybody: only metrics that may still be shown outside, and no link into the product."""
    metrics = Metric.objects.filter(pk__in=found.tiles).select_related("identity")
    there = {each.pk for each in metrics if each.state == "published"} - set(sharing.refused(metrics))
    return _made(None, [pk for pk in found.tiles if pk in there], *_data_set(found))


def _data_set(found: Dashboard) -> tuple[Any, str]:
    if found.data_set is None:
        return None, _("No data set is chosen.")
    return mining.ready_data_set(found.data_set), _("The data set was removed.")


def _made(account: Account | None, wanted: list[int], data_set: Any, missing: str) -> Board:
    catalogue = Catalogue.some(wanted)
    rows = {each.id: each for each in catalogue.published()}
    asked = _Asked(account, catalogue, rows, data_set, missing)
    tiles = tuple(_tile(asked, catalogue.known[pk]) for pk in wanted if pk in catalogue.known)
    return Board(tiles, is_counting=asked.is_counting)


def _tile(asked: _Asked, found: Metric) -> Tile:
    url = "" if asked.is_outside else _card(found, asked.data_set)
    empty = Tile(found.said("title"), Figure(None), url=url)
    row = asked.rows.get(found.pk)
    if row is None:
        return replace(empty, missing=_("This metric is not published any more."))
    if asked.data_set is None and not row.is_entered:
        return replace(empty, missing=asked.missing)
    try:
        value = asked.catalogue.value_of(row, asked.data_set, keep=queries.soon)
        series = asked.catalogue.series_of(row, asked.data_set, keep=queries.soon)
        guards = beside.of_days(asked.account, found.measure, asked.data_set)
    except NotYet:
        asked.is_counting = True
        return replace(empty, missing=_("Being counted"))
    if said := _nothing(value, is_outside=asked.is_outside):
        return replace(empty, missing=said)
    made = card.figures(found, value)[0]
    period = _period(asked.data_set, row, series)
    return replace(
        empty,
        figure=replace(made, note=" · ".join(each for each in (str(made.note), period) if each)),
        points=_points(asked, found, row, series),
        target=_target(found),
        better=found.direction if found.direction in ("lower", "higher") else "",
        period=_last_steps(row.step),
        beside=[each.said for each in guards],
    )


def _card(found: Metric, data_set: Any) -> str:
    source = f"?source={data_set.pk}" if data_set is not None and found.origin != "entered" else ""
    return reverse("metric:record", args=[found.pk]) + source


def _nothing(value: Value, *, is_outside: bool) -> str:
    """Why there is no figure to show; "" where there is one."""
    if value.value is not None:
        is_few = is_outside and 0 < value.n < sharing.FEWEST
        return _("Fewer than five cases stand behind it: not shown here.") if is_few else ""
    if value.reason == "not_entered":
        return _("No data: nobody entered a value yet.")
    if value.reason == "no_denominator":
        return _("No data: there is nothing to divide by.")
    return _("No data: the data set holds nothing that this is counted from.")


def _unit(found: Metric) -> Callable[[float | None], float | None]:
    factor = 3600.0 if found.form == Form.HOURS else 1.0
    return lambda value: None if value is None else value * factor


def _points(asked: _Asked, found: Metric, row: MetricRow, series: list[Point]) -> list[TilePoint]:
    """Its steps; outside, one that fewer than five cases stand behind is a gap."""
    breaks, in_unit = set(asked.catalogue.breaks_of(row)), _unit(found)
    return [
        TilePoint(
            day, None if asked.is_outside and 0 < n < sharing.FEWEST else in_unit(value), n, is_break=day in breaks
        )
        for day, value, n in series[-card.LATELY :]
    ]


def _target(found: Metric) -> float | None:
    """What is aimed at; that of a count is meant for a step, and says nothing of all of them together."""
    return None if found.form == Form.NUMBER else _unit(found)(found.target)


def _period(data_set: Any, row: MetricRow, series: list[Point]) -> str:
    """The days that the figure is of."""
    days = None if row.is_entered or data_set is None else mining.covered(data_set, mining.zone_of(data_set))
    if days is None and series:
        days = series[0][0], queries.next_step(series[-1][0], row.step) - DAY
    return "" if days is None else f"{words.of_day(days[0])} – {words.of_day(days[1])}"


def _last_steps(step: str) -> str:
    return {
        "day": _("The last days"),
        "week": _("The last weeks"),
        "month": _("The last months"),
        "quarter": _("The last quarters"),
    }[step]


def views_lately(found: Dashboard) -> dict[bool, int]:
    """How often it was opened in 30 days: inside, and under its open address."""
    since: date = timezone.localdate() - LATELY
    rows = found.views.filter(day__gt=since).values_list("is_outside").annotate(n=Sum("count"))
    return {False: 0, True: 0} | dict(rows)


def decisions(account: Account, found: Dashboard) -> list[Record]:
    """The decisions that it informed, as links say, of those this reader may see."""
    links = ObjectLink.objects.filter(role=INFORMED.code).filter(Q(object_id=found.pk) | Q(target_id=found.pk))
    ends = {end for pair in links.values_list("object_id", "target_id") for end in pair} - {found.pk}
    there = seeing.among(account, ends) if ends else {}
    return [each for _pk, each in sorted(there.items()) if each.record_kind == "decision"]
