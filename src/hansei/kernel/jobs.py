"""Long work outside a request: queued in the database, done by whoever holds the lease, taken up again after kill -9.

A job function gets a `Running` and must be repeatable: it keeps where it is in `running.progress`. Each lane has a
worker of its own in every process that works, so that nobody who sits before a file waits for a scan.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hansei.kernel import lives
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Job

log = logging.getLogger("hansei.jobs")
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
BUG, LOST_TOO_OFTEN = "job.bug", "job.lost_too_often"
FAULTS = (BUG, LOST_TOO_OFTEN)  # how a job fails that was not refused
WORKER = f"{socket.gethostname()}:{os.getpid()}"


class Lane(StrEnum):
    """Who waits for a job, and so what it may never stand behind."""

    LOOKING = "looking"  # somebody sits before the page: a file is looked at, an import simulated
    WAITED_FOR = "waited_for"  # somebody comes back for it: imports, exports, removals
    BACKGROUND = "background"  # nobody asked: scans, measures computed ahead


class Cancelled(Exception):
    """Somebody asked for the job to stop; its function cleans up and lets this rise."""


class LeaseLost(Exception):
    """Another worker holds the job now; stop at once and touch nothing."""


Tell = Callable[[dict[str, Any]], None]


@dataclass
class Running:
    """A job at work: what it was asked, and where it is."""

    job: Job
    tell: Tell | None = None  # somebody who watches the work where it is done

    @property
    def inputs(self) -> dict[str, Any]:
        return dict(self.job.inputs)

    @property
    def progress(self) -> dict[str, Any]:
        return dict(self.job.progress)

    def report(self, **progress: Any) -> None:
        """Keep where the job is and renew the lease; rises Cancelled or LeaseLost."""
        merged = {**self.job.progress, **progress}
        if not _held(self.job).update(progress=merged, lease_until=timezone.now() + LEASE):
            self._stop()
        self.job.progress = merged
        if self.tell is not None:
            self.tell(merged)

    def hold(self) -> None:
        """Make sure, inside a transaction, that nobody takes the job over before it ends; rises as `report` does.

        A worker that slept through its lease would otherwise write what the next one has written already.
        """
        if not _held(self.job).select_for_update().exists():
            self._stop()

    def _stop(self) -> None:
        state = Job.objects.values_list("state", flat=True).get(pk=self.job.pk)
        raise Cancelled if state == Job.State.CANCELLED else LeaseLost


Work = Callable[[Running], dict[str, Any] | None]
JOBS: dict[str, Work] = {}
LANES: dict[str, Lane] = {}


def job(name: str, lane: Lane = Lane.WAITED_FOR) -> Callable[[Work], Work]:
    """Register the function that does one kind of job, and who waits for it."""

    def declare(fn: Work) -> Work:
        if name in JOBS:
            raise ValueError(f"job {name} is declared twice")
        JOBS[name], LANES[name] = fn, lane
        return fn

    return declare


def enqueue(name: str, *, by: Account | None, **inputs: Any) -> Job:
    """Ask for work to be done; it starts within a second where `hansei serve` runs."""
    if name not in JOBS:
        raise KeyError(name)
    return Job.objects.create(name=name, inputs=inputs, account=by)


def enqueue_once(name: str, *, by: Account | None) -> None:
    """Ask for work that looks at all there is: one job that has not begun will see what is new by then, too."""
    if not Job.objects.filter(name=name, state=Job.State.QUEUED).exists():
        enqueue(name, by=by)


def cancel(found: Job) -> bool:
    """Ask a job to stop; return whether it had not ended already."""
    return bool(
        Job.objects.filter(pk=found.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
            state=Job.State.CANCELLED, finished_at=timezone.now()
        )
    )


def work_once(only: int | None = None, tell: Tell | None = None, lane: Lane | None = None) -> bool:
    """Do one waiting job (`only`: this one; `lane`: of this lane) to its end; return whether there was one."""
    waiting = _waiting(only, lane)
    # Asked without a transaction first: three workers that ask twice a second must not take SQLite's one lock for it.
    if not waiting.exists() or (found := _take(waiting)) is None:
        return False
    _carry_out(Running(found, tell))
    return True


def _waiting(only: int | None, lane: Lane | None) -> QuerySet[Job]:
    now = timezone.now()
    waiting = Job.objects.filter(Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now))
    if only is not None:
        waiting = waiting.filter(pk=only)
    if lane is not None:
        waiting = waiting.filter(name__in=[name for name, its in LANES.items() if its == lane])
    return waiting.order_by("pk")


@transaction.atomic
def _take(waiting: QuerySet[Job]) -> Job | None:
    found = waiting.select_for_update(skip_locked=True).first()
    if found is None:
        return None
    now = timezone.now()
    found.state, found.worker, found.lease_until = Job.State.RUNNING, WORKER, now + LEASE
    found.attempts += 1
    found.started_at = found.started_at or now
    if found.attempts > MOST_ATTEMPTS:
        found.state, found.finished_at = Job.State.FAILED, now
        found.error = {"code": LOST_TOO_OFTEN, "message": ""}
        found.save()
        return None
    found.save()
    return found


def _carry_out(running: Running) -> None:
    try:
        with _renewed(running.job), lives.remembered():
            result = JOBS[running.job.name](running) or {}
    except (Cancelled, LeaseLost):
        return
    except Refusal as no:
        _end(running.job, Job.State.FAILED, error={"code": no.code, "message": str(no), "details": no.details})
    except Exception:  # the outer edge of the job loop: the next job must run
        log.exception("job %s failed", running.job.pk)
        _end(running.job, Job.State.FAILED, error={"code": BUG, "message": ""})
    else:
        _end(running.job, Job.State.DONE, result=result)


def _held(found: Job) -> QuerySet[Job]:
    """The job's row for as long as it is ours: the count of attempts tells two workers of one name apart."""
    return Job.objects.filter(pk=found.pk, worker=WORKER, attempts=found.attempts, state=Job.State.RUNNING)


def _end(found: Job, state: Job.State, **values: Any) -> None:
    _held(found).update(state=state, finished_at=timezone.now(), lease_until=None, **values)


@contextmanager
def _renewed(found: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own: one long query must not lose the job."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(LEASE.total_seconds() / 3):
            _renew(found)
        connection.close()

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{found.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(found: Job) -> None:
    """Renew the lease once. It holds for two more tries, so a fault is said and tried again, on a new connection."""
    try:
        close_old_connections()
        if not _held(found).update(lease_until=timezone.now() + LEASE):
            log.warning("job %s is not ours any more; its work stops at its next report", found.pk)
    except Exception:  # the outer edge of the thread: were it to end, the job would be taken from us without a word
        log.exception("the lease of job %s could not be renewed; trying again", found.pk)
        connection.close()
