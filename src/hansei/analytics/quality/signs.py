"""The signs of gaming read from a log: each says so many of so many, or what the log lacks to tell.

None of them proves anything about anybody, and none is told of a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hansei.analytics.log import DONE, Log
from hansei.analytics.quality import gaming
from hansei.analytics.quality.gaming import Share
from hansei.analytics.reading.relations import view_of
from hansei.analytics.sql import texts
from hansei.analytics.statistics import share_interval

SIGNS: Final = (
    "bunching", "break_at_limit", "reopened_soon", "paused_late", "lowered_after_opening", "opened_anew"
)  # fmt: skip
ALARM_SHARE: Final = 0.05  # the whole interval of a share lies above it
BREAK_ABOVE: Final = 3.0
WAITING: Final = "('waiting_user', 'waiting_other')"


@dataclass(frozen=True)
class Sign:
    """`count` of `n`; `value` is the ratio of two bands, or a share from 0 to 1.

    state: alarm, quiet, too_few, or missing; `lacks` then says by a code what the log does not hold.
    """

    code: str
    state: str
    count: int = 0
    n: int = 0
    value: float | None = None
    lacks: str = ""


def signs(log: Log) -> list[Sign]:
    """All signs of a log, in their order."""
    bins = gaming.used_in_bins(log)
    return [
        of_bins("bunching", bins),
        of_bins("break_at_limit", bins),
        judged("reopened_soon", closings(log), "phases"),
        judged("paused_late", pauses(log), "pauses"),
        judged("lowered_after_opening", priorities(log), "priorities"),
        judged("opened_anew", matters(log), "requesters"),
    ]


def of_bins(code: str, bins: Mapping[int, int]) -> Sign:
    """Judge how much of their time cases used: the last band against the one before, or against the one after."""
    if not bins:
        return Sign(code, "missing", lacks="due_times")
    if code == "bunching":
        found = gaming.bunching_in(bins)
        return Sign(code, found.state, found.last, found.n, found.ratio)
    last, after = bins.get(20, 0), bins.get(21, 0)
    state = broken_at(last, after)
    return Sign(code, state, last, last + after, last / after if after else None)


def broken_at(last: int, after: int) -> str:
    """Judge a break in the distribution at the limit: so many just inside it, so many just outside.

    Times thin out slowly: from one band of 5 % to the next they do not fall to a third by themselves. An alarm needs
    more than three times as many inside, p below 0.01 against even bands, and 50 cases in both.

    >>> broken_at(80, 20), broken_at(60, 20), broken_at(30, 5), broken_at(50, 0)
    ('alarm', 'quiet', 'too_few', 'alarm')
    """
    found = gaming.bunching_of(last, after)
    if found.state == "alarm" and after and last / after <= BREAK_ABOVE:
        return "quiet"
    return found.state


def judged(code: str, share: Share | None, lacks: str) -> Sign:
    """Judge a share: an alarm where its whole interval lies above 5 %, of 50 or more."""
    if share is None or not share.n:
        return Sign(code, "missing", lacks=lacks)
    if share.n < gaming.FEWEST:
        return Sign(code, "too_few", share.count, share.n, share.value)
    low = share_interval(share.count, share.n).low
    state = "alarm" if low is not None and low > ALARM_SHARE else "quiet"
    return Sign(code, state, share.count, share.n, share.value)


def closings(log: Log) -> Share | None:
    """Resolved or closed and taken up again within 24 hours, of all times a case was; None without known states."""
    con = log.cases.get_backend()
    rows = con.raw_sql(f"""
        WITH told AS (
            SELECT "case", position, "at", phase IN ({texts(DONE)}) AS is_finished FROM {view_of(con, log.steps)}
            WHERE phase IS NOT NULL),
        ways AS (
            SELECT *, lag(is_finished) OVER w AS was, lead(is_finished) OVER w AS next, lead("at") OVER w AS next_at
            FROM told WINDOW w AS (PARTITION BY "case" ORDER BY position)),
        finished AS (
            SELECT "case", position, "at", NOT coalesce(was, false) AS begins, next, next_at FROM ways
            WHERE is_finished)
        SELECT f."at", (SELECT min(o.next_at) FROM finished o WHERE o."case" = f."case" AND o.position >= f.position
                        AND o.next = false) FROM finished f WHERE f.begins
    """).fetchall()
    return gaming.reopened_soon(rows) if rows else None


def pauses(log: Log) -> Share | None:
    """Pauses begun in the last tenth of the time, of all begun; None without due times and states of waiting."""
    con = log.cases.get_backend()
    rows = con.raw_sql(f"""
        WITH ways AS (
            SELECT "case", "at", phase, lag(phase) OVER (PARTITION BY "case" ORDER BY position) AS was
            FROM {view_of(con, log.steps)} WHERE phase IS NOT NULL)
        SELECT epoch(w."at" - c.reported_at) / epoch(c.due_at - c.reported_at)
        FROM ways w JOIN {view_of(con, log.cases)} c ON c."case" = w."case"
        WHERE w.phase IN {WAITING} AND coalesce(w.was NOT IN {WAITING}, true) AND c.due_at > c.reported_at
    """).fetchall()
    return gaming.paused_late(float(used) for (used,) in rows) if rows else None


def priorities(log: Log) -> Share | None:
    """Cases whose priority was lowered after opening; None where the log keeps no history of priorities."""
    con = log.cases.get_backend()
    values = view_of(con, log.object_values)
    ranks = f"SELECT DISTINCT priority, priority_rank FROM {view_of(con, log.cases)} WHERE priority_rank IS NOT NULL"
    rows = con.raw_sql(f"""
        SELECT v.object, r.priority_rank FROM {values} v JOIN ({ranks}) r ON r.priority = v.value
        WHERE v.name = 'priority' AND EXISTS (SELECT 1 FROM {values} WHERE name = 'priority' AND "at" IS NOT NULL)
        ORDER BY v.object, v."at" NULLS FIRST
    """).fetchall()
    histories: dict[int, list[int]] = defaultdict(list)
    for case, rank in rows:
        histories[case].append(int(rank))
    return gaming.lowered_after_opening(histories.values()) if histories else None


def matters(log: Log) -> Share | None:
    """New cases for an old matter: the same requester and the same item or service, within 24 hours after closing."""
    con = log.cases.get_backend()
    rows = con.raw_sql(f"""
        SELECT requester || chr(31) || coalesce(ci, service), reported_at, coalesce(closed_at, resolved_at)
        FROM {view_of(con, log.cases)}
        WHERE requester IS NOT NULL AND coalesce(ci, service) IS NOT NULL AND reported_at IS NOT NULL
    """).fetchall()
    found: list[tuple[str, datetime, datetime | None]] = [(str(matter), at, end) for matter, at, end in rows]
    return gaming.opened_anew(found) if found else None
