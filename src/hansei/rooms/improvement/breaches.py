"""Targets that a data set's cases broke in one month, by service: what the feeder of violations records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import ibis

from hansei.analytics.log import Log

MOST: Final = 20


@dataclass(frozen=True)
class Breach:
    """Of the cases of one service that ended in a month and had a target, so many were late."""

    where: str
    late: int
    judged: int


def breaches(log: Log, first: date, last: date) -> list[Breach]:
    """Return the services with late cases, the most late ones first.

    Counted: cases that ended between the days and have a due time or the source's own flag. Left out: open cases.
    """
    cases = log.cases
    ended = ibis.coalesce(cases.resolved_at, cases.closed_at)
    late = ibis.coalesce(ended > cases.due_at, ~cases.service_level_flag)
    where = ibis.coalesce(cases.service, cases.category, ibis.literal(""))
    judged = cases.mutate(ended=ended, late=late, where=where)
    until = last + timedelta(days=1)
    judged = judged.filter(judged.ended >= str(first), judged.ended < str(until), judged.late.notnull())
    found = judged.group_by("where").aggregate(n=judged.count(), late=judged.late.cast("int64").sum())
    rows = found.filter(found.late > 0).order_by(ibis.desc("late"), "where").limit(MOST).to_pyarrow().to_pylist()
    return [Breach(str(each["where"]), int(each["late"]), int(each["n"])) for each in rows]
