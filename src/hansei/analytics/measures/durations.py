"""Times between two named ends of a case, in elapsed hours or in service hours."""

from __future__ import annotations

from ibis.expr.types import FloatingColumn, Table

from hansei.analytics.log import Log
from hansei.analytics.measures.figures import Dimensions, spread
from hansei.analytics.measures.instants import elapsed_hours
from hansei.analytics.measures.registry import measure
from hansei.analytics.measures.working import WorkingDays, with_worked_seconds


@measure(
    "time_to_resolve",
    unit="elapsed hours",
    kind="duration",
    anchor="resolved_at",
    needs=("cases.reported_at", "cases.resolved_at"),
)
def time_to_resolve(log: Log, *, by: Dimensions = ()) -> Table:
    """Elapsed hours from the report of a case to its resolution: n, mean, median, 90th percentile.

    Counted: cases reported and resolved. Left out: cases not resolved yet (a growing backlog looks
    better than it is: read it beside `open_age`), cases resolved before they were reported, planned work.
    Example: resolved after 2, 4 and 12 hours, one open: n 3, mean 6, median 4, p90 10.4, 1 left out.
    """
    return _elapsed(log.cases, "reported_at", "resolved_at", by)


@measure(
    "time_to_resolve_service_hours",
    unit="service hours",
    kind="duration",
    anchor="resolved_at",
    needs=("cases.reported_at", "cases.resolved_at"),
)
def time_to_resolve_service_hours(log: Log, *, working: WorkingDays, by: Dimensions = ()) -> Table:
    """Service hours from the report of a case to its resolution: only the calendar's open hours count.

    Counted: cases reported and resolved. Left out: as in `time_to_resolve`; waiting for the requester is not
    taken out. Example: reported Friday 16:00, resolved Monday 09:00, open 08:00 to 17:00: 2 hours.
    """
    cases = with_worked_seconds(log.cases, "reported_at", "resolved_at", working)
    return _between(cases, "reported_at", "resolved_at", cases.worked_seconds / 3600.0, by)


@measure(
    "time_to_close",
    unit="elapsed hours",
    kind="duration",
    anchor="closed_at",
    needs=("cases.reported_at", "cases.closed_at"),
)
def time_to_close(log: Log, *, by: Dimensions = ()) -> Table:
    """Elapsed hours from the report of a case to its closing, which is often a machine's date (see `auto_close_share`).

    Counted: cases reported and closed. Left out: cases not closed yet, cases closed before they were
    reported, planned work. Example: closed after 1, 3 and 5 hours: n 3, mean 3, median 3, p90 4.6.
    """
    return _elapsed(log.cases, "reported_at", "closed_at", by)


@measure(
    "time_to_answer",
    unit="elapsed hours",
    kind="duration",
    anchor="answered_at",
    needs=("cases.reported_at", "cases.answered_at"),
)
def time_to_answer(log: Log, *, by: Dimensions = ()) -> Table:
    """Elapsed hours from the report of a case to the first answer its requester got.

    Counted: cases reported and answered. Left out: cases not answered yet, cases answered before they
    were reported, planned work. Example: answered after 0.5 and 1.5 hours: n 2, mean 1, median 1, p90 1.4.
    """
    return _elapsed(log.cases, "reported_at", "answered_at", by)


@measure(
    "time_to_detect",
    unit="elapsed hours",
    kind="duration",
    anchor="detected_at",
    needs=("cases.failed_at", "cases.detected_at"),
)
def time_to_detect(log: Log, *, by: Dimensions = ()) -> Table:
    """Elapsed hours from a failure to the moment anybody, or any monitor, noticed it.

    Counted: cases with both instants. Left out: cases whose failure or detection is not known, cases detected
    before they failed, planned work. Example: noticed after 0.25 and 0.75 hours: n 2, mean 0.5.
    """
    return _elapsed(log.cases, "failed_at", "detected_at", by)


@measure(
    "time_to_restore",
    unit="elapsed hours",
    kind="duration",
    anchor="restored_at",
    needs=("cases.restored_at",),
    needs_any=("cases.failed_at", "cases.reported_at"),
)
def time_to_restore(log: Log, *, by: Dimensions = ()) -> Table:
    """Elapsed hours from a failure (where not known, its report) until the service worked again.

    Counted: cases with a restoration. Left out: cases not restored yet, cases restored before they
    failed, planned work (maintenance is not a failure).
    Example: down for 1, 2 and 6 hours, one maintenance of 8: n 3, mean 3, median 2, p90 5.2.
    """
    cases = log.cases.mutate(began_at=log.cases.failed_at.coalesce(log.cases.reported_at))
    return _elapsed(cases, "began_at", "restored_at", by)


def _elapsed(cases: Table, start: str, end: str, by: Dimensions) -> Table:
    return _between(cases, start, end, elapsed_hours(cases[start], cases[end]), by)


def _between(cases: Table, start: str, end: str, hours: FloatingColumn, by: Dimensions) -> Table:
    """The spread of the hours between two ends, with how many cases could not be counted and why."""
    planned = cases.planned.fill_null(False)
    started = cases[start].notnull() & ~planned
    ended = started & cases[end].notnull()
    return spread(
        cases,
        (ended & (cases[end] >= cases[start])).ifelse(hours, None),
        by,
        left_out_planned=planned,
        left_out_not_started=cases[start].isnull() & ~planned,
        left_out_not_ended=started & cases[end].isnull(),
        left_out_out_of_order=ended & (cases[end] < cases[start]),
    )
