"""A new version of a data set wants the reports on it counted."""

from __future__ import annotations

from hansei.kernel import jobs
from hansei.kernel.followers import follower
from hansei.kernel.models import EventRow


@follower("reports.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new; an erasure makes them anew too."""
    jobs.enqueue_once("reports.prepare", by=event.actor)


@follower("reports.send", kinds={"report.issued", "report.mail_addressed"})
def send(event: EventRow) -> None:
    """A mail that is due at once need not wait for the clock."""
    jobs.enqueue_once("reports.send", by=None)
