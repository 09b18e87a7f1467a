"""The same change to the ticked records of a list: what, with which value, what would happen, done, undone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register import bulk, custom, one_field
from hansei.blocks.register.actions import putting_back
from hansei.blocks.register.bulk import Change
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.values import titles_of
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.records import Record
from hansei.ui.pages import reader, web_act, whole_number


def change(request: HttpRequest, *, register: Register) -> HttpResponse:
    """What would happen to each of the ticked records; sent again with `apply`, what has happened."""
    account = reader_of(request, register.work)
    versions = _seen(request)
    found = bulk.chosen(register, account, list(versions))
    what = request.POST.get("what", "")
    fields = custom.fields_of(register.kind.kind)
    headings = dict(bulk.offered(register, fields))
    if not found or what not in headings:
        raise Refusal("bulk.nothing", _("Tick at least one record and choose what to change."))
    context = _context(request, register, found, what) | {"heading": headings[what]}
    form: one_field.Form | None = None
    field = one_field.offered(register, fields).get(what)
    if field is not None:
        form = field.form(account, request.POST if "given" in request.POST else None)
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return render(request, "register/bulk.html", context | {"bound": form[what]}, status=status)
    to_do = Change(what, field, form.values()[what] if form is not None else None)
    if "apply" in request.POST:
        seen = [(each, versions[each.pk] or 0) for each in found]
        trace, outcomes = bulk.apply(register, lambda made: Act(by=account, via="web", trace=made), to_do, seen)
        return render(request, "register/bulk_done.html", context | _counted(outcomes) | {"trace": trace})
    outcomes = bulk.preview(register, lambda: web_act(request), to_do, found)
    kept = [(what, value) for value in request.POST.getlist(what)] if form is not None else []
    return render(request, "register/bulk.html", context | _counted(outcomes) | {"outcomes": outcomes, "kept": kept})


def _seen(request: HttpRequest) -> dict[int, int | None]:
    """Record → the version that was seen in the preview; `pick` names the record, or both as 42:3."""
    seen: dict[int, int | None] = {}
    for each in request.POST.getlist("pick")[: bulk.MOST]:
        number, _colon, version = each.partition(":")
        if (pk := whole_number(number)) is not None:
            seen[pk] = whole_number(version)
    return seen


def _context(request: HttpRequest, register: Register, found: list[Record], what: str) -> dict[str, Any]:
    address = reverse(f"{register.namespace}:list")
    titles = titles_of(reader(request), found)
    here = request.POST.get("here", "")[:4000]
    return {
        "register": register,
        "what": what,
        "found": [(each.pk, each.identity.key, titles[each.pk]) for each in found],
        "here": here,
        "list_url": address,
        "back_url": f"{address}?{here}" if here else address,
        "bulk_url": reverse(f"{register.namespace}:bulk"),
        "undo_url": reverse(f"{register.namespace}:undo"),
    }


def _counted(outcomes: list[bulk.Outcome]) -> dict[str, Any]:
    return {
        "outcomes": outcomes,
        "changing": [each for each in outcomes if each.changes],
        "refused": [each for each in outcomes if each.refused],
        "same": [each for each in outcomes if not each.refused and not each.changes],
    }


def undo(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Put back what one's own bulk change did, where nobody changed it since; the rest is named."""
    account = reader_of(request, register.work)
    trace = request.POST.get("trace", "")
    found = bulk.chosen(register, account, putting_back.records_of(trace, reader(request).pk))
    if not found:
        return HttpResponseRedirect(reverse(f"{register.namespace}:list"))
    outcomes = bulk.undo(register, lambda: web_act(request), found, trace)
    context = {"register": register, "list_url": reverse(f"{register.namespace}:list"), "is_undone": True}
    return render(request, "register/bulk_done.html", context | _counted(outcomes))
