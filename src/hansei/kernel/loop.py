"""What `hansei serve` runs beside the web: sequencer, followers, jobs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from hansei.kernel import check, erasure, followers, jobs, sequencer, shipped, timers

log = logging.getLogger("hansei.loop")
PAUSE = 0.5
AFTER_A_FAULT = 2.0
TO_END = 5.0  # seconds for all that is being done when we stop


_told_on: date | None = None


def tick() -> bool:
    """Number events and let followers catch up; return whether there was anything to do."""
    _tell_heads()
    timers.run_due()
    numbered = sequencer.sequence_pending()
    return bool(numbered + followers.follow_pending())


def _tell_heads() -> None:
    """Once a UTC day, and at each start, write the head of every chain to the log: against it tampering is seen."""
    global _told_on
    today = datetime.now(UTC).date()
    if today == _told_on:
        return
    for source, head in check.head_line().items():
        log.info("chain head of source %s on %s: %s", source, today.isoformat(), head)
    _told_on = today


def run(stop: threading.Event) -> bool:
    """Run until `stop` is set: the log in one thread, each lane of jobs in another: nothing holds up the rest.

    Returns whether every thread has ended; a job that has not goes on at the next start, as after a kill.
    """
    erasure.mend()  # a list cut off by a power failure must not stop the start
    erasure.reapply()  # a restored backup may have brought people back
    _bring_shipped()
    workers = [
        threading.Thread(
            target=_repeat, args=(partial(jobs.work_once, lane=lane), stop), name=f"jobs-{lane}", daemon=True
        )
        for lane in jobs.Lane
    ]
    for worker in workers:
        worker.start()
    _repeat(tick, stop)
    last = time.monotonic() + TO_END
    for worker in workers:
        worker.join(timeout=max(0.0, last - time.monotonic()))
    return not any(worker.is_alive() for worker in workers)


def _bring_shipped() -> None:
    """Bring what came with this version; what fails there must not keep the work of every day from starting."""
    try:
        shipped.bring_all("timer")
    except Exception:  # the outer edge: said, and tried again at the next start
        log.exception("the content that comes with the product could not be brought")


def _repeat(step: Callable[[], object], stop: threading.Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            busy = step()
        except (OperationalError, InterfaceError):
            log.warning("the database cannot be reached; trying again")
            _after_a_fault(stop)
        except Exception:  # the outer edge of the loop: a thread that ended would leave its lane without a worker
            log.exception("a step of the background work failed; trying again")
            _after_a_fault(stop)
        else:
            if not busy:
                stop.wait(PAUSE)
    connections.close_all()


def _after_a_fault(stop: threading.Event) -> None:
    connections.close_all()
    stop.wait(AFTER_A_FAULT)
