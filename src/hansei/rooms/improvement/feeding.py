"""Take in what the feeders hear, one act each, and note which inputs became improvements beside them."""

from __future__ import annotations

from hansei.kernel.actions import Act
from hansei.kernel.jobs import Running
from hansei.rooms.improvement import hearing
from hansei.rooms.improvement.actions import inputs
from hansei.rooms.improvement.models import Input


def feed(origin: str, running: Running | None = None) -> int:
    """Take in what is new in one source. Returns how many inputs came."""
    inputs.check_source(Act(by=None, via="timer"), origin=origin)
    new = 0
    for each in list(hearing.not_taken(origin)):
        if running is not None:
            running.report(step=origin)
        act = Act(by=None, via="timer", source=each.source)
        taken = inputs.take_in(act, origin=origin, heard_of=each.heard_of, record=each.record)
        new += taken is not None
    return new


def settle_all(running: Running | None = None) -> int:
    """Convert the inputs whose evidence led to an improvement without them. Returns how many."""
    waiting = Input.objects.filter(state__in=("new", "kept")).exclude(heard_of="").order_by("pk")
    done = 0
    for pk, improvement in hearing.led_to(waiting).items():
        if running is not None:
            running.report(step="settle")
        done += inputs.settle(Act(by=None, via="timer"), pk=pk, improvement=improvement)
    return done
