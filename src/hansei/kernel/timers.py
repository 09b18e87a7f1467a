"""What happens because time has passed: rooms register what looks at the clock; the loop asks it again and again.

A timer must be quick and bear repeats: it finds what has become due and asks a job for the work. Each process that
works asks at its start and then every so often; nothing is kept about it, so a clock set back loses nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

log = logging.getLogger("hansei.timers")
Look = Callable[[], object]


@dataclass(frozen=True)
class Timer:
    """A named look at the clock, and how often."""

    name: str
    every: timedelta
    run: Look


TIMERS: dict[str, Timer] = {}
_last: dict[str, float] = {}


def timer(name: str, *, every: timedelta) -> Callable[[Look], Look]:
    """Register what is to be looked at again and again. Raises ValueError for a name that is taken."""

    def declare(fn: Look) -> Look:
        if name in TIMERS:
            raise ValueError(f"timer {name} is declared twice")
        TIMERS[name] = Timer(name, every, fn)
        return fn

    return declare


def run_due() -> None:
    """Run the timers whose time has come. One that fails is tried again in its turn and holds up no other."""
    now = time.monotonic()
    for each in TIMERS.values():
        if each.name in _last and now - _last[each.name] < each.every.total_seconds():
            continue
        _last[each.name] = now
        try:
            each.run()
        except Exception:  # the outer edge of the loop: one bad timer must not stop the others
            log.exception("timer %s failed", each.name)
