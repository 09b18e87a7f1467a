"""How the installation is: a few cheap questions, each with its own answer and what to do about it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hansei.kernel import followers, jobs, sequencer, triggers
from hansei.kernel.models import Job
from hansei.ui import words

ADMINISTER = "account.administer"
MOST_WAITING, LONGEST_QUEUE, LEAST_DISK = 1000, timedelta(minutes=2), 1024**3


@dataclass(frozen=True)
class Check:
    """One question. `code` is stable and what a monitor reads; `label` and `said` are for people."""

    code: str
    is_good: bool
    label: str | Promise
    said: str
    value: float | None = None


def checks() -> list[Check]:
    """Ask everything; where the database does not answer, the rest is not asked."""
    database = _database()
    rest = [_log(), _followers(), _protection(), _queue(), _failed()] if database.is_good else []
    return [database, *rest, _disk()]


def _database() -> Check:
    label, started = _("Database"), time.perf_counter()
    try:
        with connection.cursor() as sql:
            sql.execute("SELECT 1")
    except DatabaseError:
        return Check("database", False, label, _("does not answer"))
    took = 1000 * (time.perf_counter() - started)
    said = _("answers in %(n)s ms (%(kind)s)") % {"n": words.number(took, 1), "kind": connection.vendor}
    return Check("database", True, label, said, took)


def _log() -> Check:
    waiting = sequencer.pending()
    shown = words.number(waiting) if waiting < sequencer.MOST_COUNTED else f"{words.number(waiting - 1)}+"
    said = _("%(n)s events wait for their place") % {"n": shown}
    return Check("log.waiting", waiting <= MOST_WAITING, _("Event log"), said, waiting)


def _followers() -> Check:
    behind = max(followers.lag().values(), default=0)
    said = _("the slowest is %(n)s events behind") % {"n": words.number(behind)}
    return Check("followers.behind", behind <= MOST_WAITING, _("Followers"), said, behind)


def _protection() -> Check:
    missing = triggers.missing()
    said = _("%(n)s triggers are missing; run hansei migrate") % {"n": len(missing)} if missing else _("in force")
    return Check("log.protected", not missing, _("Protection against changed history"), said, len(missing))


def _queue() -> Check:
    oldest = (
        Job.objects.filter(state=Job.State.QUEUED).order_by("created_at").values_list("created_at", flat=True).first()
    )
    if oldest is None:
        return Check("jobs.oldest", True, _("Background work"), _("nothing waits"), 0)
    waits = timezone.now() - oldest
    said = _("the oldest job waits for %(span)s") % {"span": words.span(waits)}
    return Check("jobs.oldest", waits <= LONGEST_QUEUE, _("Background work"), said, waits.total_seconds())


def _failed() -> Check:
    since = timezone.now() - timedelta(days=1)
    # What was refused, an upload that cannot be read, was said to whoever asked for it.
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gt=since, error__code__in=jobs.FAULTS).count()
    said = _("%(n)s failed in the last 24 hours") % {"n": words.number(failed)}
    return Check("jobs.failed", failed == 0, _("Failed jobs"), said, failed)


def _disk() -> Check:
    folder = Path(settings.HOME)
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    said = _("%(n)s GB free") % {"n": words.number(free / 1024**3, 1)}
    return Check("disk.free", free >= LEAST_DISK, _("Disk"), said, free)
