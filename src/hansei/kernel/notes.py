"""Notes beside a record: what colleagues tell each other about it.

Their words are revisions, so erasure reaches them.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.events import RecordNoted
from hansei.kernel.models import Revision
from hansei.kernel.records import claim_any, source_of

FIELD = "note"
LONGEST = 20_000


@action("record.note", label=gettext_lazy("Write a note"))
def write_note(act: Act, *, record: int, text: str) -> int:
    """Write something down beside a record; nobody changes it afterwards. Returns its number."""
    said = text.strip()
    if not said:
        raise Refusal("note.empty", _("Write the note first."))
    if len(said) > LONGEST:
        raise Refusal("note.too_long", _("A note holds %(n)s characters; shorten it.") % {"n": LONGEST})
    found = claim_any(act, record)
    kept = Revision.objects.create(object_id=found.pk, field=FIELD, text=said, author=act.by, at=act.at)
    act.record(RecordNoted(record=found.pk, note=kept.pk), source=source_of(found))
    return kept.pk


def notes_of(record: int) -> QuerySet[Revision]:
    """Return the notes of a record that the caller may show, newest first."""
    return Revision.objects.filter(object_id=record, field=FIELD).select_related("author").order_by("-pk")
