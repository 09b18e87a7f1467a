"""The readers of the catalogue: which metrics are published, what each says of a period, and step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hansei.analytics.measures import MEASURES
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.measures import beside, information, valuing, versions
from hansei.rooms.measures.beside import SATISFACTION as SATISFACTION
from hansei.rooms.measures.computed import NONE_KNOWN, Computed, Known, computed
from hansei.rooms.measures.desk_line import name_of as name_of
from hansei.rooms.measures.information import fields_read as fields_read
from hansei.rooms.measures.models import FormulaVersion, InformationCheck, Metric, TrendSignal
from hansei.rooms.measures.valuing import Point as Point
from hansei.rooms.measures.valuing import Value as Value
from hansei.rooms.measures.valuing import next_step as next_step
from hansei.rooms.measures.valuing import start_of_step as start_of_step
from hansei.rooms.mining import queries as mining

Days = tuple[date, date]
Keep = mining.Keep
soon, kept = mining.soon, mining.kept
guards_of_days = beside.of_days  # what a figure of the library is never shown without


@dataclass(frozen=True)
class MetricRow:
    """A metric as other rooms show it; texts in the reader's language. `form`: share, hours, number or table."""

    id: int
    key: str
    name: str
    state: str
    origin: str
    measure: str  # of the library, "" for others
    beside: tuple[str, ...]  # what its figure is never shown without: measures, satisfaction
    kind: str
    unit: str
    form: str
    direction: str
    step: str
    target: float | None
    threshold_soon: float | None
    threshold_bad: float | None
    counter: int | None
    timing: str
    uses: tuple[str, ...]
    concerns: tuple[int, ...]
    reason: str
    owner: int | None
    valid_until: date | None
    formula_version: int

    @property
    def is_entered(self) -> bool:
        """Whether people enter its values: it is marked so wherever it is shown."""
        return self.origin == "entered"

    @property
    def can_follow(self) -> bool:
        """Whether it has a figure for each step."""
        return self.form != "table" and (not self.measure or valuing.can_follow(self.measure))


def _row(each: Metric) -> MetricRow:
    return MetricRow(
        id=each.pk,
        key=str(each.identity.key),
        name=each.said("title"),
        state=each.state,
        origin=each.origin,
        measure=each.measure,
        beside=MEASURES[each.measure].beside if each.measure in MEASURES else (),
        kind=each.kind,
        unit=each.said("unit"),
        form=each.form,
        direction=each.direction,
        step=each.period,
        target=each.target,
        threshold_soon=each.threshold_soon,
        threshold_bad=each.threshold_bad,
        counter=each.counter_id,
        timing=each.timing,
        uses=tuple(each.uses),
        concerns=tuple(each.concerns),
        reason=each.reason,
        owner=each.owner_id,
        valid_until=each.valid_until,
        formula_version=each.formula_version,
    )


@query("measures.published")
def published(account: Account | None) -> list[MetricRow]:
    """Return the published metrics this person (None: the system) may see, in the order in which they came."""
    found = _seen(account).filter(state="published")
    return [_row(each) for each in found.order_by("pk")]


@query("measures.metric")
def metric(account: Account | None, *, metric: int) -> MetricRow:
    """Return one metric this person may see, in whatever state, or refuse."""
    return _row(_one(account, metric))


def metric_of_measure(account: Account | None, name: str) -> MetricRow | None:
    """Return the entry that came with the product for a measure of the library; None where it was never brought."""
    found = _seen(account).filter(shipped=name).first()
    return None if found is None else _row(found)


def value_of(metric: MetricRow | int, data_set: Any, period: Days | None = None, *, keep: Keep = soon) -> Value:
    """Return what a metric says of a period (first and last day, both included; None: all) of a data set.

    For a page; a job passes `keep=queries.kept`. The data set comes from `mining.queries`, which asked the rights.
    Of two versions of a formula the one that holds on the period's last day answers.
    """
    found = _metric(metric)
    formula = _holding(found, None if period is None else period[1])
    return Value(**_of_version(found, formula, data_set, keep).value(period))


def series_of(metric: MetricRow | int, data_set: Any, *, step: str | None = None, keep: Keep = soon) -> list[Point]:
    """Return (first day of the step, value, n) for every step the data cover, oldest first; a gap's value is None.

    A share is from 0 to 1, a time its median in hours. Each step is counted by the formula that held for it
    (`breaks_of`). Empty for a metric that has no figure for each step.
    """
    found = _metric(metric)
    return parts_of(found, data_set, keep).series(step or found.period)


def parts_of(found: Metric, data_set: Any, keep: Keep, known: Known = NONE_KNOWN, depth: int = 0) -> Computed:
    """How a metric answers, each step and period by the version of its formula that held for it."""
    parts: list[FormulaVersion | None] = [*versions.segments(found)] or [None]

    def value(days: Days | None) -> dict[str, Any]:
        return _of_version(found, _holding(found, days[1] if days else None), data_set, keep, known, depth).value(days)

    def series(step: str) -> list[Point]:
        points: list[Point] = []
        for at, formula in enumerate(parts):
            first = (formula.since if formula else None) or date.min
            later = parts[at + 1] if at + 1 < len(parts) else None
            before = (later.since if later else None) or date.max
            whole = _of_version(found, formula, data_set, keep, known, depth).series(step)
            points += [each for each in whole if first <= each[0] < before]
        return points

    return Computed(value, series)


def _of_version(
    found: Metric,
    formula: FormulaVersion | None,
    data_set: Any,
    keep: Keep,
    known: Known = NONE_KNOWN,
    depth: int = 0,
) -> Computed:
    # Without a kept version (a draft) it is the formula as it stands.
    return computed(found, formula.formula if formula else versions.formula_of(found), data_set, keep, known, depth)


@dataclass(frozen=True)
class Catalogue:
    """Every metric with its formulas and entered values, read in three questions: for who follows many of them."""

    known: Known

    @classmethod
    def read(cls) -> Catalogue:
        return cls._of(Metric.objects.all())

    @classmethod
    def some(cls, metrics: Iterable[int]) -> Catalogue:
        """Only these; what a ratio of them stands on is read when it is asked for."""
        return cls._of(Metric.objects.filter(pk__in=set(metrics)))

    @classmethod
    def _of(cls, asked: QuerySet[Metric]) -> Catalogue:
        found = asked.select_related("identity__source").prefetch_related("versions", "entered")
        return cls({each.pk: each for each in found.order_by("pk")})

    def published(self) -> list[MetricRow]:
        """The published metrics, in the order in which they came."""
        return [_row(each) for each in self.known.values() if each.state == "published"]

    def value_of(self, metric: MetricRow, data_set: Any, *, keep: Keep) -> Value:
        """The same as `value_of`, over all the data."""
        return Value(**parts_of(self.known[metric.id], data_set, keep, self.known).value(None))

    def series_of(self, metric: MetricRow, data_set: Any, *, keep: Keep) -> list[Point]:
        """The same as `series_of`, by the metric's own step."""
        return parts_of(self.known[metric.id], data_set, keep, self.known).series(metric.step)

    def breaks_of(self, metric: MetricRow) -> list[date]:
        """The days on which a new formula begins to hold."""
        return [each.since for each in versions.segments(self.known[metric.id]) if each.since is not None]


def breaks_of(metric: MetricRow | int) -> list[tuple[date, int]]:
    """Return (day, version) for every new formula within a series: what lies before is not to be compared."""
    return [(each.since, each.number) for each in versions.segments(_metric(metric)) if each.since is not None]


def information_checks(source: int) -> dict[str, InformationCheck]:
    """What people entered about the quality of a data set, the latest by criterion."""
    return information.checks_of(source)


def _seen(account: Account | None) -> Any:
    opened = rights.predicate(account, "measures.see", prefix="identity__")
    return Metric.objects.filter(opened).select_related("identity__source")


def signals_seen(account: Account | None) -> Any:
    """The signals of the trend watch that this person (None: the system) may see."""
    return TrendSignal.objects.filter(rights.predicate(account, "measures.see", prefix="identity__"))


def _one(account: Account | None, pk: int) -> Metric:
    found: Metric | None = _seen(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
    return found


def _metric(metric: MetricRow | int) -> Metric:
    return _one(None, metric if isinstance(metric, int) else metric.id)


def _holding(found: Metric, day: date | None) -> FormulaVersion | None:
    parts: Sequence[FormulaVersion] = versions.segments(found)
    held = [each for each in parts if day is None or each.since is None or each.since <= day]
    return held[-1] if held else None
