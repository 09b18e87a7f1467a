"""A new version of a data set wants its pages computed."""

from __future__ import annotations

from hansei.kernel import jobs
from hansei.kernel.followers import follower
from hansei.kernel.models import EventRow


@follower("measures.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new; an erasure makes them anew too."""
    jobs.enqueue_once("measures.prepare", by=event.actor)


@follower("measures.watch", kinds={"source.imported", "source.removed", "metric.values_entered"})
def watch(event: EventRow) -> None:
    """New data and newly entered values are looked at, once however many; signals of what went lapse."""
    jobs.enqueue_once("measures.watch", by=event.actor)
