"""Wait until every committed event has its place."""

from __future__ import annotations

import time

from hansei.kernel import sequencer


def settle(seconds: float = 240) -> int:
    """Number all events and return how many.

    On PostgreSQL a transaction in any database of the cluster holds the sequencer back, and other tests run in others.
    """
    numbered, deadline = sequencer.sequence_pending(), time.monotonic() + seconds
    while sequencer.pending() and time.monotonic() < deadline:
        time.sleep(0.05)
        numbered += sequencer.sequence_pending()
    assert not sequencer.pending(), f"a transaction held the sequencer back for {seconds:.0f} s"
    return numbered
