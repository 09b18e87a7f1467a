"""Signs that a number is worked on instead of the work: what a target does to those who are measured by it.

None of these proves anything about anybody; each is a question to ask. They count cases, never persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from scipy.special import bdtrc  # scipy.stats would cost a second more to import

from hansei.analytics.log import Log
from hansei.analytics.measures.instants import elapsed_hours

BAND: Final = 0.05  # of the limit
ALARM_ABOVE: Final = 1.5
ALARM_P: Final = 0.01
FEWEST: Final = 50  # cases in both bands together
SOON: Final = timedelta(hours=24)
LAST: Final = 0.1  # of the clock


@dataclass(frozen=True)
class Bunching:
    """Cases just inside a limit against those in the band before it.

    ratio: None where nothing lies in the earlier band. p: how often chance alone puts so many or more into the later
    band where both are as likely. state: alarm, quiet, or too_few (under 50 in both together).
    """

    state: str
    before: int
    last: int
    ratio: float | None
    p: float | None

    @property
    def n(self) -> int:
        return self.before + self.last


def bunching_of(last: int, before: int) -> Bunching:
    """Judge counts: the last 5 % before the limit against the 5 % before that.

    An alarm needs three things: the ratio above 1.5, p below 0.01, and 50 cases in both bands together.

    >>> bunching_of(80, 40).state, bunching_of(33, 20).state, bunching_of(30, 10).state
    ('alarm', 'quiet', 'too_few')
    """
    ratio = last / before if before else None
    n = last + before
    p = float(bdtrc(last - 1, n, 0.5)) if n else None
    if n < FEWEST:
        return Bunching("too_few", before, last, ratio, p)
    is_high = ratio is None or ratio > ALARM_ABOVE
    return Bunching("alarm" if is_high and p is not None and p < ALARM_P else "quiet", before, last, ratio, p)


def bunching(parts_used: Iterable[float]) -> Bunching:
    """The same from how much of its time each case used: 1.0 is exactly at the limit, which is kept.

    >>> bunching([0.96, 1.0, 0.95, 0.93, 0.90, 1.01]).last, bunching([0.96, 1.0, 0.95, 0.93, 0.90, 1.01]).before
    (2, 2)
    """
    last = before = 0
    for used in parts_used:
        left = round(1.0 - used, 9)  # 1 − 0.95 is a little more than 0.05 for a computer
        if 0 <= left < BAND:
            last += 1
        elif BAND <= left < 2 * BAND:
            before += 1
    return bunching_of(last, before)


@dataclass(frozen=True)
class Share:
    """So many of so many; no data is neither 0 % nor 100 %."""

    count: int
    n: int

    @property
    def value(self) -> float | None:
        return self.count / self.n if self.n else None


def reopened_soon(closings: Iterable[tuple[datetime, datetime | None]]) -> Share:
    """Closed and opened again within 24 hours: closed to stop the clock, perhaps. Each closing with its reopening."""
    pairs = list(closings)
    return Share(sum(again is not None and timedelta(0) <= again - at <= SOON for at, again in pairs), len(pairs))


def paused_late(pauses: Iterable[float]) -> Share:
    """Pauses begun in the last 10 % of the clock; each as the part of its time that was used when it began.

    One begun after the limit saves nothing and is not counted.
    """
    used = list(pauses)
    return Share(sum(1 - LAST <= round(each, 9) <= 1 for each in used), len(used))


def lowered_after_opening(histories: Iterable[Sequence[int]]) -> Share:
    """Cases whose priority was lowered after they were opened (1 is first, so a larger number), of those with one."""
    known = [each for each in histories if each]
    return Share(sum(any(later > each[0] for later in each[1:]) for each in known), len(known))


def opened_anew(opened: Iterable[tuple[str, datetime, datetime | None]], within: timedelta = SOON) -> Share:
    """New cases for an old matter: the same matter opened within 24 hours after its last case was closed.

    Each as (matter, opened, closed); the matter is what tells two cases alike, such as requester and item.
    """
    rows = sorted(opened, key=lambda row: (row[0], row[1]))
    again = 0
    for earlier, later in pairwise(rows):
        closed = earlier[2]
        if earlier[0] == later[0] and closed is not None and timedelta(0) <= later[1] - closed <= within:
            again += 1
    return Share(again, len(rows))


def used_in_bins(log: Log) -> dict[int, int]:
    """How much of its time each resolved case used, in bins of 5 %: bin 20 is above 95 % up to the limit itself.

    Counted: cases with a due time after their report. By the clock on the wall, from report to resolution.
    """
    cases = log.cases.filter(
        log.cases.resolved_at.notnull()
        & log.cases.reported_at.notnull()
        & (log.cases.due_at > log.cases.reported_at)
        & (log.cases.resolved_at >= log.cases.reported_at)
    )
    part = elapsed_hours(cases.reported_at, cases.resolved_at) / elapsed_hours(cases.reported_at, cases.due_at)
    bins = ((part - 1e-9) / BAND).ceil().cast("int64")
    rows = cases.group_by(bin=bins).aggregate(n=cases.count()).to_pyarrow().to_pylist()
    return {int(row["bin"]): int(row["n"]) for row in rows}


def bunching_in(bins: Mapping[int, int]) -> Bunching:
    """Judge the bins of `used_in_bins`."""
    return bunching_of(bins.get(20, 0), bins.get(19, 0))
