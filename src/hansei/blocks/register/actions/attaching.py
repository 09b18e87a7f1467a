"""Attach files to records, and withdraw them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import files
from hansei.blocks.register.events import AttachmentWithdrawn, RecordAttached
from hansei.blocks.register.models import Attachment
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.records import claim_any, source_of

MOST = 200  # of one record


@action("record.attach", label=gettext_lazy("Attach a file"))
def attach(act: Act, *, record: int, name: str, path: str) -> int:
    """Attach a file that lies in the folder for uploads, where it stays. Returns the attachment's number."""
    found = claim_any(act, record)
    here, said = Path(path).resolve(), files.name_of(name)
    if not here.is_relative_to(Path(settings.UPLOAD_ROOT).resolve()) or not here.is_file():
        raise NotFound("file.not_found", _("This file did not arrive; send it again."))
    files.refuse_too_large(said, here.stat().st_size)
    if Attachment.objects.filter(object_id=found.pk, withdrawn_at=None).count() >= MOST:
        raise Refusal("file.too_many", _("A record holds %(n)s files; withdraw one first.") % {"n": MOST})
    kept = files.keep(here)
    made = Attachment.objects.create(object_id=found.pk, file=kept, name=said, by=act.by, at=act.at)
    said_of = RecordAttached(record=found.pk, attachment=made.pk, digest=kept.digest, bytes=kept.size)
    act.record(said_of, source=source_of(found))
    return made.pk


@action("record.withdraw_file", label=gettext_lazy("Withdraw the file"))
def withdraw(act: Act, *, record: int, attachment: int) -> bool:
    """Show a file no longer with a record. Returns whether it was shown."""
    found = claim_any(act, record)
    shown = Attachment.objects.filter(object_id=found.pk, pk=attachment, withdrawn_at=None).first()
    if shown is None:
        return False
    shown.withdrawn_at = act.at
    shown.save(update_fields=["withdrawn_at"])
    act.record(AttachmentWithdrawn(record=found.pk, attachment=attachment), source=source_of(found))
    return True
