"""Long work outside a request: queued in the database, done by whoever holds the lease, taken up again after kill -9.

A job function gets a `Running` and must be repeatable: it keeps where it is in `running.progress`.
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
from typing import Any

from django.db import OperationalError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account, Job

log = logging.getLogger("hansei.jobs")
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
WORKER = f"{socket.gethostname()}:{os.getpid()}"


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
        kept = Job.objects.filter(pk=self.job.pk, worker=WORKER, state=Job.State.RUNNING).update(
            progress=merged, lease_until=timezone.now() + LEASE
        )
        if not kept:
            state = Job.objects.values_list("state", flat=True).get(pk=self.job.pk)
            raise Cancelled if state == Job.State.CANCELLED else LeaseLost
        self.job.progress = merged
        if self.tell is not None:
            self.tell(merged)


Work = Callable[[Running], dict[str, Any] | None]
JOBS: dict[str, Work] = {}


def job(name: str) -> Callable[[Work], Work]:
    """Register the function that does one kind of job."""

    def declare(fn: Work) -> Work:
        if name in JOBS:
            raise ValueError(f"job {name} is declared twice")
        JOBS[name] = fn
        return fn

    return declare


def enqueue(name: str, *, by: Account | None, **inputs: Any) -> Job:
    """Ask for work to be done; it starts within a second where `hansei serve` runs."""
    if name not in JOBS:
        raise KeyError(name)
    return Job.objects.create(name=name, inputs=inputs, account=by)


def cancel(found: Job) -> bool:
    """Ask a job to stop; return whether it had not ended already."""
    return bool(
        Job.objects.filter(pk=found.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
            state=Job.State.CANCELLED, finished_at=timezone.now()
        )
    )


def work_once(only: int | None = None, tell: Tell | None = None) -> bool:
    """Do one waiting job (`only`: this one) to its end; return whether there was one."""
    found = _take(only)
    if found is None:
        return False
    _carry_out(Running(found, tell))
    return True


@transaction.atomic
def _take(only: int | None) -> Job | None:
    now = timezone.now()
    waiting = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    if only is not None:
        waiting &= Q(pk=only)
    found = Job.objects.select_for_update(skip_locked=True).filter(waiting).order_by("pk").first()
    if found is None:
        return None
    found.state, found.worker, found.lease_until = Job.State.RUNNING, WORKER, now + LEASE
    found.attempts += 1
    found.started_at = found.started_at or now
    if found.attempts > MOST_ATTEMPTS:
        found.state, found.finished_at = Job.State.FAILED, now
        found.error = {"code": "job.lost_too_often", "message": ""}
        found.save()
        return None
    found.save()
    return found


def _carry_out(running: Running) -> None:
    try:
        with _renewed(running.job):
            result = JOBS[running.job.name](running) or {}
    except (Cancelled, LeaseLost):
        return
    except Refusal as no:
        _end(running.job, Job.State.FAILED, error={"code": no.code, "message": str(no), "details": no.details})
    except Exception:  # the outer edge of the job loop: the next job must run
        log.exception("job %s failed", running.job.pk)
        _end(running.job, Job.State.FAILED, error={"code": "job.bug", "message": ""})
    else:
        _end(running.job, Job.State.DONE, result=result)


def _end(found: Job, state: Job.State, **values: Any) -> None:
    Job.objects.filter(pk=found.pk, worker=WORKER, state=Job.State.RUNNING).update(
        state=state, finished_at=timezone.now(), lease_until=None, **values
    )


@contextmanager
def _renewed(found: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own: one long query must not lose the job."""
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(LEASE.total_seconds() / 3):
            try:
                Job.objects.filter(pk=found.pk, worker=WORKER, state=Job.State.RUNNING).update(
                    lease_until=timezone.now() + LEASE
                )
            except OperationalError:  # locked or away for a moment: the lease holds for two more tries
                log.warning("the lease of job %s could not be renewed; trying again", found.pk)
            close_old_connections()

    thread = threading.Thread(target=renew, daemon=True, name=f"lease-{found.pk}")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
