"""What belongs to a record of any kind besides its fields: its links with other records, and notes of colleagues."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import listing
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.kernel import links, notes
from hansei.kernel.actions import ACTIONS
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.pages import reader, web_act, whole_number

SHOWN = 50  # notes on a page


def belongings(register: Register, account: Account, found: Record) -> dict[str, Any]:
    """Return what the record page draws of links and notes."""
    said = list(notes.notes_of(found.pk)[: SHOWN + 1])
    return {
        "links": [_link(each) for each in links.links_of(account, found.pk)],
        "link_roles": list(links.ROLES.values()),
        "link_url": reverse(f"{register.namespace}:link", args=[found.pk]),
        "unlink_url": reverse(f"{register.namespace}:unlink", args=[found.pk]),
        "notes": said[:SHOWN],
        "has_more_notes": len(said) > SHOWN,
        "note_url": reverse(f"{register.namespace}:note", args=[found.pk]),
    }


def _link(each: links.Linked) -> dict[str, Any]:
    other = each.other
    register = REGISTERS.get(other.record_kind)
    return {
        "pk": each.link,
        "says": each.says,
        "key": other.identity.key,
        "title": title_of(other),
        "state": LIFECYCLES[other.record_kind].state(other.state),
        "url": reverse(f"{register.namespace}:record", args=[other.pk]) if register else "",
    }


def title_of(found: Record) -> str:
    """Return a record's title, whatever its kind calls it."""
    register = REGISTERS.get(found.record_kind)
    return str(getattr(found, register.kind.title)) if register else str(found)


def link(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Tie the record to another one."""
    inputs = {"role": request.POST.get("role", ""), "target": request.POST.get("target", "")[:200]}
    return _done(request, register, pk, "record.link", "links", **inputs)


def unlink(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Take a link away."""
    return _done(request, register, pk, "record.unlink", "links", link=whole_number(request.POST.get("link", "")) or 0)


def note(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Write a note beside the record."""
    return _done(request, register, pk, "record.note", "notes", text=request.POST.get("text", ""))


def _done(request: HttpRequest, register: Register, pk: int, action: str, part: str, **inputs: object) -> HttpResponse:
    listing.one(register, reader(request), pk)  # a number of another kind has no page here
    ACTIONS[action].run(web_act(request), record=pk, **inputs)
    return HttpResponseRedirect(f"{reverse(f'{register.namespace}:record', args=[pk])}#{part}")
