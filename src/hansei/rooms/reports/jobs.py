"""What the clock and new data ask of this room: drafts of the month, figures counted ahead, mail sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from hansei.kernel import jobs, records
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Lane, Running, job
from hansei.kernel.timers import timer
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import actions, figures
from hansei.rooms.reports.models import Engagement, Report
from hansei.worktime.periods import month_before

NEWEST: Final = 24  # reports whose figures are counted ahead


@timer("reports.round", every=timedelta(minutes=5))
def look_for_months() -> None:
    """Ask for drafts where a month has ended."""
    if Engagement.objects.filter(state="active").exists():
        jobs.enqueue_once("reports.round", by=None)


@job("reports.round", Lane.BACKGROUND)
def make_drafts(running: Running) -> dict[str, Any]:
    """Draft the month's report of every engagement whose day has come, and count its figures."""
    made = 0
    for found in Engagement.objects.filter(state="active").select_related("identity", "owner"):
        running.report(step="reports")
        made += _drafted(found, timezone.now())
    return {"reports": made}


def _drafted(found: Engagement, now: datetime) -> bool:
    local: date = now.astimezone(ZoneInfo(found.zone)).date()
    first, last = month_before(local)
    data_set = mining.ready_data_set(found.data_set)
    if local.day < found.draft_day or data_set is None or data_set.last_at is None:
        return False
    # Never half-filled: the month is drafted when the data reach its end.
    if data_set.last_at.astimezone(ZoneInfo(found.zone)).date() < last:
        return False
    if Report.objects.filter(engagement=found, first=first, last=last).exists():
        return False
    try:
        report = actions.draft_report(
            Act(by=None, via="job", source=records.source_of(found)), kind=found.kind, source=found.data_set,
            first=first, last=last, zone=found.zone, organisation=found.organisation, service=found.service,
            engagement=found.pk,
        )  # fmt: skip
    except Refusal:
        return False  # another worker was quicker
    _count(report)
    return True


def _count(report: Report) -> None:
    data_set = figures.data_of(report)
    if data_set is not None:
        figures.counted(mining.kept, data_set, report)
        figures.cases(mining.kept, data_set, report)


@job("reports.prepare", Lane.BACKGROUND)
def prepare(running: Running) -> dict[str, Any]:
    """Count the newest reports of every data set: drafts show it, issued ones name what was corrected since."""
    done = 0
    for data_set in mining.ready_data_sets():
        for report in Report.objects.filter(data_set=data_set.pk).exclude(state="withdrawn").order_by("-pk")[:NEWEST]:
            running.report(step="reports")
            _count(report)
            done += 1
    return {"reports": done}
