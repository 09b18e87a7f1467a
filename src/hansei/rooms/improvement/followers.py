"""What this room does when something happened: count for new data, plan the checks after a closing."""

from __future__ import annotations

from django.utils import timezone

from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.followers import follower
from hansei.kernel.models import OWN, EventRow
from hansei.rooms.improvement.actions import coupling, papers, rechecks


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


@follower("improvement.ask_rescore", kinds={"record.moved"})
def ask_rescore(event: EventRow) -> None:
    """A verified improvement asks for its risks to be judged anew."""
    if event.facts["now"] != "verified":
        return
    moved = event.objects_touched.filter(role="record", object__kind="improvement").values_list("object_id", flat=True)
    for pk in moved:
        coupling.ask_rescore(Act(by=None, via="timer", source=event.source_id or OWN), improvement=pk)


@follower("improvement.take_rescore", kinds={"risk.scored"})
def take_rescore(event: EventRow) -> None:
    """A residual risk that was judged anew is judged for the improvements that asked."""
    if not event.facts["is_residual"]:
        return
    exposure = event.facts["likelihood"] * event.facts["impact"]
    scored = event.objects_touched.filter(role="record", object__kind="risk").values_list("object_id", flat=True)
    for pk in scored:
        act = Act(by=None, via="timer", at=event.occurred_at, source=event.source_id or OWN)
        coupling.take_rescore(act, risk=pk, after=exposure)


@follower("improvement.report_sent", kinds={"report.mail_tried", "report.read"})
def note_sent(event: EventRow) -> None:
    """A report counts as sent once both its receivers have it."""
    sent = event.objects_touched.filter(role="record", object__kind="improvement_report")
    for pk in sent.values_list("object_id", flat=True):
        papers.note_sent(Act(by=None, via="timer", source=event.source_id or OWN), pk=pk)
