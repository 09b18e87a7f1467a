"""What this room does when something happened: count for new data, plan the checks after a closing."""

from __future__ import annotations

from django.utils import timezone

from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.followers import follower
from hansei.kernel.models import OWN, EventRow
from hansei.rooms.improvement.actions import rechecks


@follower("improvement.prepare", kinds={"source.imported", "person.erased"})
def prepare(event: EventRow) -> None:
    """Ask for it once, however many versions are new; an erasure makes them anew too."""
    jobs.enqueue_once("improvement.prepare", by=event.actor)


@follower("improvement.rechecks", kinds={"record.moved"})
def plan_rechecks(event: EventRow) -> None:
    """An improvement that was closed is looked at again after 30 and 90 days."""
    if event.facts["now"] != "closed":
        return
    closed = event.objects_touched.filter(role="record", object__kind="improvement").values_list("object_id", flat=True)
    for pk in closed:
        act = Act(by=None, via="timer", source=event.source_id or OWN)
        rechecks.plan_rechecks(act, pk=pk, closed_on=timezone.localdate(event.occurred_at))
