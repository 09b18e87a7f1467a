"""Look at every published metric's series after an import, and say how much of what is found chance would raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q

from hansei.analytics.statistics import watching
from hansei.kernel.actions import Act
from hansei.kernel.jobs import Running
from hansei.kernel.models import Account, Job, Source
from hansei.kernel.queries import query
from hansei.rooms.measures import actions, queries
from hansei.rooms.measures.models import TrendSignal
from hansei.rooms.measures.queries import MetricRow, Point
from hansei.rooms.mining import queries as mining

A_YEAR: Final = {"day": 365.25, "week": 52.18, "month": 12.0, "quarter": 4.0}
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Watched:
    """One series under watch: the whole steps since its formula last changed, and what a look at them found."""

    metric: MetricRow
    data_set: int
    points: tuple[Point, ...]
    looked: watching.Looked

    @property
    def is_judged(self) -> bool:
        return self.looked.chart.state == "ok"

    @property
    def values(self) -> int:
        """How many values there are to judge by."""
        return self.looked.chart.n


@dataclass(frozen=True)
class Expected:
    """How many series are watched, and how many signals a year chance alone is expected to raise in all of them."""

    series: int
    too_few: int
    steps_a_year: float
    by_chance: float
    firm_by_chance: float
    level: int

    @property
    def rules(self) -> watching.Strictness:
        """What a signal must meet to be firm, beside the rules."""
        return watching.LADDER[self.level]


def watch(running: Running | None) -> dict[str, Any]:
    """Raise what is new in every series. Whatever was raised once is not raised again; what lost its data lapses."""
    lapse_gone()
    series = list(every_series(mining.kept, mining.ready_data_sets()))
    found, raised = expected(series), 0
    for each in series:
        if running is not None:
            running.report(step=each.metric.key)
        for stretch in each.looked.stretches:
            with transaction.atomic():
                if running is not None:
                    running.hold()
                raised += _raise(each, stretch, is_firm=stretch.meets(found.level))
    return {"raised": raised, "series": found.series, "too_few": found.too_few, "steps_a_year": found.steps_a_year}


def lapse_gone() -> int:
    """Close the open signals of data sets that were removed; returns how many."""
    waiting = TrendSignal.objects.filter(state="open").exclude(data_set=0)
    gone = waiting.exclude(data_set__in=Source.objects.values("pk")).order_by("pk").values_list("pk", flat=True)
    for pk in (found := list(gone)):
        actions.lapse_signal(Act(by=None, via="timer"), pk=pk)
    return len(found)


def _raise(each: Watched, stretch: watching.Stretch, *, is_firm: bool) -> int:
    made = actions.find_signal(
        Act(by=None, via="timer"),
        metric=each.metric.id,
        data_set=each.data_set,
        rule=stretch.codes[0],
        side=stretch.side,
        first_on=each.points[stretch.start][0],
        last_on=each.points[stretch.end][0],
        is_firm=is_firm,
    )
    return int(made is not None)


def every_series(keep: mining.Keep, data_sets: Iterable[Any]) -> Iterator[Watched]:
    """Each published metric in each of these data sets; a metric whose values people enter once."""
    catalogue = queries.Catalogue.read()
    metrics = [each for each in catalogue.published() if each.can_follow]
    for each in metrics:
        if each.is_entered:
            yield _watched(catalogue, each, 0, catalogue.series_of(each, None, keep=keep), date.max)
    for data_set in data_sets:
        until = date.max if data_set.last_at is None else data_set.last_at.date()
        for each in metrics:
            points = [] if each.is_entered else catalogue.series_of(each, data_set, keep=keep)
            if points:
                yield _watched(catalogue, each, data_set.pk, points, until)


def _watched(
    catalogue: queries.Catalogue, metric: MetricRow, data_set: int, points: list[Point], until: date
) -> Watched:
    """A step that the data cut off says less than the others, and what another formula counted says something else."""
    since = max(catalogue.breaks_of(metric), default=date.min)
    whole = tuple(
        each
        for each in points
        if each[0] >= since and (until == date.max or queries.next_step(each[0], metric.step) - DAY <= until)
    )
    return Watched(metric, data_set, whole, watching.look([value for _day, value, _n in whole]))


def expected(series: list[Watched]) -> Expected:
    """What chance would raise a year in these series; those with too few values raise nothing."""
    judged = [each for each in series if each.is_judged]
    steps = sum(A_YEAR[each.metric.step] for each in judged)
    return _expected(len(judged), len(series) - len(judged), steps)


def _expected(series: int, too_few: int, steps: float) -> Expected:
    level = watching.level_for(steps)
    chance = (watching.chance_a_year(steps), watching.chance_a_year(steps, level))
    return Expected(series, too_few, steps, *chance, level)


def last_look() -> Expected | None:
    """The same as the last look counted it; None where nobody has looked yet."""
    done = Job.objects.filter(name="measures.watch", state=Job.State.DONE).order_by("-pk")
    told = done.values_list("result", flat=True).first()
    return None if not told else _expected(told["series"], told["too_few"], told["steps_a_year"])


@query("measures.signals_acted_on")
def acted_on(account: Account | None) -> dict[str, int]:
    """Return how many signals this person may see were raised, acted on, dismissed, and wait; lapsed ones aside."""
    found: dict[str, int] = (
        queries.signals_seen(account)
        .exclude(state="lapsed")
        .aggregate(
            raised=Count("pk"),
            acted=Count("pk", filter=Q(state="acted")),
            dismissed=Count("pk", filter=Q(state="dismissed")),
            open=Count("pk", filter=Q(state="open")),
            firm_open=Count("pk", filter=Q(state="open", strength="firm")),
        )
    )
    return found


def firm_open(account: Account) -> int:
    """How many firm signals wait for somebody."""
    rows = queries.signals_seen(account).filter(state="open", strength="firm")
    return int(rows.count())


def series_at(found: TrendSignal, keep: mining.Keep) -> Watched | None:
    """The series that a signal stands in, as it is now; None where its data set or its metric's figures are gone."""
    catalogue = queries.Catalogue.read()
    metric = queries.metric(None, metric=found.metric_id)
    if metric.is_entered:
        return _watched(catalogue, metric, 0, catalogue.series_of(metric, None, keep=keep), date.max)
    data_set = mining.ready_data_set(found.data_set)
    if data_set is None:
        return None
    until = date.max if data_set.last_at is None else data_set.last_at.date()
    return _watched(catalogue, metric, data_set.pk, catalogue.series_of(metric, data_set, keep=keep), until)
