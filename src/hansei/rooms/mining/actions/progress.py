"""Stop the work on an extract, and take back what an import wrote."""

from __future__ import annotations

import shutil

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Job, Source
from hansei.rooms.mining.actions.imports import folder_of, locked
from hansei.rooms.mining.events import ImportCancelled
from hansei.rooms.mining.models import Extract


def is_cancellable(extract: Extract) -> bool:
    """Whether nothing would be left behind: an event that stands in a data set people read is never taken out."""
    data_set = extract.data_set
    return data_set is None or data_set.version == 0 or not extract.staged


@action("import.cancel", label=gettext_lazy("Cancel"), right="mining.import")
def cancel_work(act: Act, *, extract: int) -> None:
    """Stop whatever is being done with an extract; an import leaves nothing behind."""
    found = locked(extract)
    job = found.job
    if job is None or found.state in {Extract.State.DONE, Extract.State.DISCARDED}:
        raise Refusal("extract.nothing_runs", _("Nothing is being done with this extract."))
    if found.state == Extract.State.TAKING_IN and not is_cancellable(found):
        raise Refusal(
            "import.too_late", _("Rows are being written into a data set that is in use: let the import finish.")
        )
    had_worker = job.state == Job.State.RUNNING and job.lease_until is not None and job.lease_until > timezone.now()
    jobs.cancel(job)
    act.record(ImportCancelled(extract=found.pk, step="asked"))
    # Whoever works on it notices at the next report and takes back by themselves; nobody does for a dead worker.
    if found.state == Extract.State.TAKING_IN and not had_worker:
        take_back(act, extract=found.pk)


@action("import.take_back", label=gettext_lazy("Take the import back"), right="mining.import")
def take_back(act: Act, *, extract: int) -> None:
    """Bring an extract whose import was stopped back to before it; a data set made for it alone is removed."""
    found = locked(extract)
    if found.state != Extract.State.TAKING_IN or not is_cancellable(found):
        return
    made = found.data_set if found.data_set is not None and found.data_set.version == 0 else None
    found.state = Extract.State.SIMULATED if found.simulation else Extract.State.UPLOADED
    found.staged, found.job = {}, None
    if made is not None:
        found.data_set = None
        Source.objects.filter(pk=made.pk).update(state=Source.State.REMOVING)
        jobs.enqueue("mining.remove", by=act.by, source=made.pk)
    found.save()
    act.record(ImportCancelled(extract=found.pk, step="taken_back"))
    transaction.on_commit(lambda: shutil.rmtree(folder_of(found) / "staged", ignore_errors=True))
