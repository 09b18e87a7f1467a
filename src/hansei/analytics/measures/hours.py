"""When work comes in: hour by weekday, people's reports told from machines'."""

from __future__ import annotations

from typing import Literal

import ibis
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import ratio
from hansei.analytics.measures.instants import local_epoch
from hansei.analytics.measures.registry import measure

Instant = Literal["reported_at", "answered_at", "resolved_at", "closed_at"]
MINUTE, HOUR, DAY = 60, 3_600, 86_400
# 1970-01-01 was a Thursday: three days after a Monday.
THURSDAY = 3


@measure("arrivals_by_hour", unit="cases", kind="rows", order=("weekday", "hour"), needs=("cases.reported_at",))
def arrivals_by_hour(
    log: Log,
    *,
    zone: str = "UTC",
    of: Instant = "reported_at",
    fewest: int = 10,
    fewest_days: int = 5,
    factor: float = 10.0,
) -> Table:
    """How many cases come in at each hour of each weekday on the clock of `zone`, and how many of them in batches.

    Counted: every case by its report (or another instant, `of`); weekday 1 is Monday. `batch` are those a machine
    seems to have made: a minute of the day with at least `fewest` cases on at least `fewest_days` days and
    `factor` times what its hour and its minute would let expect. Left out: cases without that instant.
    Example: 40 cases spread over Monday 9 to 10, and 20 at 03:00 sharp on 20 days: the 20 are a batch.
    """
    seconds = local_epoch(log.cases[of], zone)
    came = log.cases.select(second=seconds).filter(ibis._.second.notnull())
    came = came.select(
        day=(came.second / DAY).floor().cast("int64"),
        hour=(came.second / HOUR).floor().cast("int64") % 24,
        minute=(came.second / MINUTE).floor().cast("int64") % 60,
    )
    came = came.mutate(weekday=(came.day + THURSDAY) % 7 + 1)
    slots = came.group_by(["hour", "minute"]).aggregate(n=came.count(), days=came.day.nunique())
    batches = _batches(slots, fewest, fewest_days, factor)
    counted = came.group_by(["weekday", "hour", "minute"]).aggregate(n=ibis._.count())
    counted = counted.left_join(batches, ["hour", "minute"])
    return counted.group_by(["weekday", "hour"]).aggregate(
        n=counted.n.sum(), batch=counted.is_batch.fill_null(False).ifelse(counted.n, 0).sum()
    )


def _batches(slots: Table, fewest: int, fewest_days: int, factor: float) -> Table:
    """The minutes of the day that stand out: far more cases than the rest of their hour and of their minute explain.

    Both margins are taken without the minute itself. So a source that writes whole hours only (every minute 0) shows
    no batch: its minute 0 is what its hours let expect.
    """
    in_hour = slots.n.sum().over(ibis.window(group_by="hour")) - slots.n
    in_minute = slots.n.sum().over(ibis.window(group_by="minute")) - slots.n
    total = slots.aggregate(total=slots.n.sum()).total.as_scalar()
    slots = slots.mutate(in_hour=in_hour, in_minute=in_minute, total=total)
    rest = slots.total - slots.in_hour - slots.in_minute - slots.n
    expected = ratio(slots.in_hour * slots.in_minute, rest)
    stands_out = (slots.n >= factor * ibis.greatest(expected, 1.0)) & expected.notnull()
    found = slots.filter((slots.n >= fewest) & (slots.days >= fewest_days) & stands_out)
    return found.select("hour", "minute", is_batch=ibis.literal(True))
