"""Remove a data set with all it holds: at once out of sight, then in batches, then one event of our own history."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import SourceRemoved
from hansei.kernel.models import Source
from hansei.rooms.mining.events import RemovalAsked
from hansei.rooms.mining.models import Extract


@action("data_set.remove", label=gettext_lazy("Remove the data set"), right="mining.import")
def remove_data_set(act: Act, *, source: int) -> int:
    """Take a data set out of sight and have it deleted; return the job's number."""
    found = Source.objects.select_for_update().filter(pk=source).first()
    if found is None:
        raise NotFound("data_set.not_found", _("There is no such data set."))
    if not found.is_removable:
        raise Refusal("source.not_removable", _("Our own history is not removable."))
    if Extract.objects.filter(data_set=source, state=Extract.State.TAKING_IN).exists():
        raise Refusal("data_set.busy", _("An extract is being imported into this data set; wait for it."))
    found.state = Source.State.REMOVING
    found.save(update_fields=["state"])
    act.record(RemovalAsked(removed=source))
    return jobs.enqueue("mining.remove", by=act.by, source=source).pk


@action("removal.finish", label=gettext_lazy("Finish a removal"), right="mining.import")
def finish_removal(act: Act, *, source: int, events: int, objects: int, head: str) -> None:
    """Delete the emptied source, and record what it was: counts and the head of its chain."""
    found = Source.objects.select_for_update().filter(Q(pk=source), state=Source.State.REMOVING).first()
    if found is None:
        return
    kind = found.kind
    found.delete()
    act.record(SourceRemoved(removed=source, source_kind=kind, events=events, objects=objects, head=head))
