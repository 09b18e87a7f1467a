"""A new version of a data set wants the weeks counted by which its improvements are judged."""

from __future__ import annotations

from hansei.kernel import jobs
from hansei.kernel.followers import follower
from hansei.kernel.models import EventRow, Job


@follower("improvement.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new; an erasure makes them anew too."""
    if not Job.objects.filter(name="improvement.prepare", state=Job.State.QUEUED).exists():
        jobs.enqueue("improvement.prepare", by=event.actor)
