"""A new version of a data set wants the weeks counted by which its improvements are judged."""

from __future__ import annotations

from hansei.kernel import jobs
from hansei.kernel.followers import follower
from hansei.kernel.models import EventRow


@follower("improvement.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new; an erasure makes them anew too."""
    jobs.enqueue_once("improvement.prepare", by=event.actor)
