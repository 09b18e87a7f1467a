"""A new version of a data set wants what goals say of it computed."""

from __future__ import annotations

from hansei.kernel import jobs
from hansei.kernel.followers import follower
from hansei.kernel.models import EventRow


@follower("goals.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new."""
    jobs.enqueue_once("goals.prepare", by=event.actor)
