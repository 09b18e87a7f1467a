"""What `hansei serve` runs beside the web: sequencer, followers, jobs."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, date, datetime

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from hansei.kernel import check, erasure, followers, jobs, sequencer

log = logging.getLogger("hansei.loop")
PAUSE = 0.5


_told_on: date | None = None


def tick() -> bool:
    """Number events and let followers catch up; return whether there was anything to do."""
    _tell_heads()
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


def run(stop: threading.Event) -> None:
    """Run until `stop` is set: the log in one thread, jobs in another, so that a long import holds up nothing."""
    erasure.reapply()  # a restored backup may have brought people back
    worker = threading.Thread(target=_repeat, args=(jobs.work_once, stop), name="jobs", daemon=True)
    worker.start()
    _repeat(tick, stop)
    worker.join(timeout=5)


def _repeat(step: object, stop: threading.Event) -> None:
    assert callable(step)
    while not stop.is_set():
        close_old_connections()
        try:
            busy = step()
        except (OperationalError, InterfaceError):
            log.warning("the database cannot be reached; trying again")
            connections.close_all()
            time.sleep(2)
            continue
        if not busy:
            stop.wait(PAUSE)
    connections.close_all()
