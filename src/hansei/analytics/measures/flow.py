"""What comes in, what goes out, and what lies in between, by day, week or month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis
from ibis.expr.types import Table, TimestampColumn

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, spread
from hansei.analytics.measures.instants import Period, elapsed_hours, every_period, local, start_of, with_now
from hansei.analytics.measures.registry import measure

# Upper bounds of the groups of `ageing`, in days.
AGES = (1, 3, 7, 14, 30, 90)


@measure("arrivals", unit="cases", kind="rows", order=("period",), needs=("cases.reported_at",))
def arrivals(log: Log, *, period: Period = "week", zone: str = "UTC") -> Table:
    """How many cases were reported in each day, week or month.

    Counted: every case by its report, on the clock of `zone`; periods without any are rows of 0. The first and the last
    period may be cut by the extract. Left out: cases without the instant of their report.
    Example: reports on Monday, Tuesday and the Monday after next: weeks of 2, 0 and 1.
    """
    return _counted(log.cases, log.cases.reported_at, period, zone)


@measure("throughput", unit="cases", kind="rows", order=("period",), anchor="resolved_at", needs=("cases.resolved_at",))
def throughput(log: Log, *, period: Period = "week", zone: str = "UTC") -> Table:
    """How many cases were resolved in each day, week or month.

    Counted: every case by its resolution, on the clock of `zone`; periods without any are rows of 0.
    Left out: cases not resolved. Example: resolved on Monday, Tuesday and the Monday after next: 2, 0 and 1.
    """
    return _counted(log.cases, log.cases.resolved_at, period, zone)


def _counted(cases: Table, at: TimestampColumn, period: Period, zone: str) -> Table:
    marked = cases.select(at=local(at, zone))
    marked = marked.filter(marked["at"].notnull())
    counted = marked.group_by(period=start_of(marked["at"], period)).aggregate(n=ibis._.count())
    return _on_every_period(counted, period, ["n"])


def _on_every_period(counted: Table, period: Period, columns: list[str]) -> Table:
    """Rows of 0 for the periods in which nothing happened."""
    bounds = counted.aggregate(first=counted.period.min(), last=counted.period.max())
    periods = every_period(bounds, period)
    joined = periods.left_join(counted, "period")
    return joined.select("period", **{name: joined[name].fill_null(0) for name in columns})


@measure("cumulative_flow", unit="cases", kind="rows", basis="periods", order=("period",), needs=("cases.reported_at",))
def cumulative_flow(log: Log, *, period: Period = "week", zone: str = "UTC") -> Table:
    """How many cases had been reported, answered, resolved and closed by the end of each day, week or month.

    Counted: every case from its report on; the vertical distance of two lines is the work between them, the horizontal
    one the time it takes. Left out: cases without the instant of their report.
    Example: reported in week 1: 3; resolved in week 1: 1, in week 3: 2: reported 3, 3, 3; resolved 1, 1, 3.
    """
    return _cumulated(log, period, zone, ("reported", "answered", "resolved", "closed", "finished"))


@measure(
    "work_in_progress", unit="cases", kind="rows", basis="periods", order=("period",), needs=("cases.reported_at",)
)
def work_in_progress(log: Log, *, period: Period = "day", zone: str = "UTC") -> Table:
    """How many cases were open at the end of each day, week or month.

    Counted: cases reported by then and not yet resolved or closed, whichever came first; an end before the report
    counts with the report, so none is below 0. Cases already open before the
    extract began are missing at its start. Left out: cases without the instant of their report.
    Example: reported on days 1, 1 and 2, resolved on days 2 and 4: 2, 2, 2, 1.
    """
    flow = _cumulated(log, period, zone, ("reported", "finished"))
    return flow.select("period", n=flow.reported - flow.finished, reported=flow.reported, finished=flow.finished)


def _cumulated(log: Log, period: Period, zone: str, shown: Sequence[str]) -> Table:
    """Running totals of each instant of a case; `finished` is resolved or closed, whichever came first."""
    cases = log.cases.filter(log.cases.reported_at.notnull())
    over = ibis.least(cases.resolved_at.coalesce(cases.closed_at), cases.closed_at.coalesce(cases.resolved_at))
    ends = {
        "reported": cases.reported_at,
        "answered": cases.answered_at,
        "resolved": cases.resolved_at,
        "closed": cases.closed_at,
        # Nothing leaves before it came: a resolution before the report counts with the report.
        "finished": over.isnull().ifelse(None, ibis.greatest(over, cases.reported_at)),
    }
    marks = ibis.union(*(cases.select(what=ibis.literal(what), at=local(ends[what], zone)) for what in shown))
    marks = marks.filter(marks["at"].notnull()).mutate(period=start_of(ibis._["at"], period))
    counted = marks.group_by("period").aggregate(**{what: (ibis._.what == what).sum() for what in shown})
    filled = _on_every_period(counted, period, list(shown))
    running = ibis.window(order_by="period", preceding=None, following=0)
    return filled.select("period", **{what: filled[what].sum().over(running) for what in shown})


@measure("open_age", unit="elapsed hours", kind="duration", needs=("cases.reported_at",))
def open_age(log: Log, *, now: datetime | None = None, by: Dimensions = ()) -> Table:
    """How old the open cases are, in elapsed hours since their report: n, mean, median, 90th percentile.

    Counted: cases reported by `now` (where not given, the last event of the data) and neither resolved nor closed by
    then. Left out: cases without the instant of their report.
    Example: now 24 h; open since 0 h and 18 h, one resolved: n 2, mean 15, median 15, p90 22.2.
    """
    cases = _open_cases(log, now)
    return spread(cases, elapsed_hours(cases.reported_at, cases.now), by)


@measure("ageing", unit="cases", kind="rows", order=("from_days",), needs=("cases.reported_at",))
def ageing(log: Log, *, now: datetime | None = None, by: Dimensions = ()) -> Table:
    """How many open cases there are of each age: under a day, 3, 7, 14, 30, 90 days, and older.

    Counted: as in `open_age`; a case of exactly 1 day is in the group "1 to 3". `from_days` and `to_days` bound the
    group, `to_days` is NULL for the oldest. Left out: cases without the instant of their report.
    Example: open for 6 h, 20 h and 10 days: 0 to 1 day 2, 7 to 14 days 1.
    """
    cases = _open_cases(log, now)
    days = elapsed_hours(cases.reported_at, cases.now) / 24
    lower = ibis.cases(*((days >= age, age) for age in reversed(AGES)), else_=0)
    grouped = cases.mutate(from_days=lower).group_by([*by, "from_days"]).aggregate(n=ibis._.count())
    bounds = zip((0, *AGES), AGES, strict=False)
    upper = ibis.cases(*((grouped.from_days == low, high) for low, high in bounds), else_=None)
    return grouped.select(*by, "from_days", "n", to_days=upper)


def _open_cases(log: Log, now: datetime | None) -> Table:
    cases = with_now(log.cases, now)
    ended = cases.resolved_at.coalesce(cases.closed_at)
    came = (cases.reported_at <= cases.now).fill_null(False)
    return cases.filter(came & ((ended > cases.now) | (ended.isnull() & ~ended_unseen(cases))))


def ended_unseen(cases: Table) -> ibis.Value:
    """Whether the history says that a case has ended without saying when."""
    return (~cases.is_open).fill_null(False)
