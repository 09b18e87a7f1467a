"""What belongs to a record of any kind besides its fields: links with other records, notes, tags and files."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import files, listing, tags, values
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.blocks.register.models import Attachment
from hansei.kernel import links, notes
from hansei.kernel.actions import ACTIONS
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.pages import reader, web_act, whole_number

SHOWN = 50  # notes on a page


def belongings(register: Register, account: Account, found: Record) -> dict[str, Any]:
    """Return what the record page draws of links, notes, tags and files."""
    said = list(notes.notes_of(found.pk)[: SHOWN + 1])
    return {
        "tags": tags.of([found.pk]).get(found.pk, []),
        "tag_url": reverse(f"{register.namespace}:tag", args=[found.pk]),
        "untag_url": reverse(f"{register.namespace}:untag", args=[found.pk]),
        "files": [_file(register, each) for each in _shown_files(found)],
        "attach_url": reverse(f"{register.namespace}:attach", args=[found.pk]),
        "withdraw_file_url": reverse(f"{register.namespace}:withdraw_file", args=[found.pk]),
        "largest": filesizeformat(settings.ATTACHMENT_SIZE),
        "links": _links(account, found),
        "link_roles": list(links.ROLES.values()),
        "link_url": reverse(f"{register.namespace}:link", args=[found.pk]),
        "unlink_url": reverse(f"{register.namespace}:unlink", args=[found.pk]),
        "notes": said[:SHOWN],
        "has_more_notes": len(said) > SHOWN,
        "note_url": reverse(f"{register.namespace}:note", args=[found.pk]),
    }


def _links(account: Account, found: Record) -> list[dict[str, Any]]:
    ends = links.links_of(account, found.pk)
    titles = values.titles_of(account, [each.other for each in ends])
    return [_link(each, titles[each.other.pk]) for each in ends]


def _link(each: links.Linked, title: str) -> dict[str, Any]:
    other = each.other
    register = REGISTERS.get(other.record_kind)
    return {
        "pk": each.link,
        "says": each.says,
        "key": other.identity.key,
        "title": title,
        "state": LIFECYCLES[other.record_kind].state(other.state),
        "url": reverse(f"{register.namespace}:record", args=[other.pk]) if register else "",
    }


def link(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Tie the record to another one."""
    inputs = {"role": request.POST.get("role", ""), "target": request.POST.get("target", "")[:200]}
    try:
        return _done(request, register, pk, "record.link", "links", **inputs)
    except Refusal as refusal:  # a number mistyped, or of another history: what was written stands beside the reason
        if refusal.status not in (404, 409):
            raise
        found = listing.one(register, reader(request), pk)
        messages.error(request, refusal.message)
        address = reverse(f"{register.namespace}:record", args=[found.pk])
        return HttpResponseRedirect(f"{address}?{urlencode(inputs)}#links")


def unlink(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Take a link away."""
    return _done(request, register, pk, "record.unlink", "links", link=whole_number(request.POST.get("link", "")) or 0)


def note(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Write a note beside the record."""
    return _done(request, register, pk, "record.note", "notes", text=request.POST.get("text", ""))


def tag(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Give the record the tags that were written, parted by commas."""
    words = tags.words_in(request.POST.get("words", "")[:2000])
    return _done(request, register, pk, "record.tag", "tags", words=words)


def untag(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Take a tag away."""
    return _done(request, register, pk, "record.untag", "tags", tag=whole_number(request.POST.get("tag", "")) or 0)


def attach(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Attach the files that were sent; the first that is refused ends it, those before it are attached."""
    listing.one(register, reader(request), pk)
    sent = request.FILES.getlist("file")
    if not sent:
        raise Refusal("file.none", _("Choose a file first."))
    for each in sent:
        name = files.name_of(each.name or "")
        files.refuse_too_large(name, each.size or 0)  # before it is copied
        Path(settings.UPLOAD_ROOT).mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=settings.UPLOAD_ROOT, prefix="attach-") as copy:
            for chunk in each.chunks():
                copy.write(chunk)
            copy.flush()
            ACTIONS["record.attach"].run(web_act(request), record=pk, name=name, path=copy.name)
    return HttpResponseRedirect(f"{reverse(f'{register.namespace}:record', args=[pk])}#files")


def withdraw_file(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Show a file no longer with the record."""
    number = whole_number(request.POST.get("file", "")) or 0
    return _done(request, register, pk, "record.withdraw_file", "files", attachment=number)


def file(request: HttpRequest, pk: int, attachment: int, *, register: Register) -> HttpResponseBase:
    """A file of the record, to be saved and never shown by us: what it holds is not ours to trust."""
    found = listing.one(register, reader(request), pk)
    use = _shown_files(found).filter(pk=attachment).first()
    if use is None or use.file is None or not default_storage.exists(files.place_of(use.file.digest)):
        raise NotFound("file.gone", _("This file is not here any more."))
    opened = default_storage.open(files.place_of(use.file.digest))
    answer = FileResponse(opened, as_attachment=True, filename=use.name, content_type="application/octet-stream")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _shown_files(found: Record) -> QuerySet[Attachment]:
    shown = Attachment.objects.filter(object_id=found.pk, withdrawn_at=None, file__isnull=False)
    return shown.select_related("file", "by").order_by("pk")


def _file(register: Register, use: Attachment) -> dict[str, Any]:
    return {
        "pk": use.pk,
        "name": use.name,
        "size": filesizeformat(use.file.size if use.file else 0),
        "by": use.by,
        "at": use.at,
        "url": reverse(f"{register.namespace}:file", args=[use.object_id, use.pk]),
    }


def _done(request: HttpRequest, register: Register, pk: int, action: str, part: str, **inputs: object) -> HttpResponse:
    listing.one(register, reader(request), pk)  # a number of another kind has no page here
    ACTIONS[action].run(web_act(request), record=pk, **inputs)
    return HttpResponseRedirect(f"{reverse(f'{register.namespace}:record', args=[pk])}#{part}")
