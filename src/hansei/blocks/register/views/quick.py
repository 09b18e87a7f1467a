"""Changing one thing of a record where it stands in the list; a refusal is said there too."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hansei.blocks.lifecycle import offers, why_held
from hansei.blocks.register import listing, one_field, saved
from hansei.blocks.register.columns import Cells
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.one_field import OneField
from hansei.blocks.register.values import label_of, value_of
from hansei.blocks.register.views.lists import editable_of, row_of
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.actions import ACTIONS
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.pages import wants_part, web_act, whole_number


def quick(request: HttpRequest, pk: int, field: str, *, register: Register) -> HttpResponse:
    """One field or the state of a record, to be changed inside its row; without scripts the whole form instead."""
    account = reader_of(request, register.work)
    found = listing.one(register, account, pk)
    one = None if field == "state" else one_field.offered(register).get(field)
    if one is None and field != "state":
        raise Http404
    if not wants_part(request):
        return HttpResponseRedirect(reverse(f"{register.namespace}:edit", args=[pk]))
    if request.method != "POST":
        return _asked(request, register, account, found, one)
    try:
        if not _change(request, register, account, found, one):
            return _asked(request, register, account, found, one, status=422)
    except Refusal as refusal:
        now = listing.one(register, account, pk)
        return _asked(request, register, account, now, one, refusal=refusal, status=refusal.status)
    return row(request, pk, register=register, changed=field)


def row(request: HttpRequest, pk: int, *, register: Register, changed: str = "") -> HttpResponse:
    """One row of the list as it is now, in the columns that the address asks for."""
    account = reader_of(request, register.see)
    found = listing.one(register, account, pk)
    asked = listing.wanted(register, account, request.GET, saved.asked(register, request, account))
    cells = Cells(register, account, [found], asked.columns, asked.fields)
    made = row_of(register, found, cells, editable_of(register, account, [found]), changed)
    labels = [{"label": "ID"}, *({"label": label_of(register.kind, name)} for name in (register.kind.title, "state"))]
    context = {"row": made, "columns": ["", *labels], "here": request.GET.urlencode(), "has_ticks": True}
    return render(request, "register/parts/row.html", context)


def _change(request: HttpRequest, register: Register, account: Account, found: Record, one: OneField | None) -> bool:
    """Run the action; False where the value does not even fit the field."""
    seen = whole_number(request.POST.get("version", "")) or 0
    if one is None:
        ACTIONS[register.move].run(web_act(request), pk=found.pk, version=seen, to=request.POST.get("to", ""))
        return True
    if (refusal := why_held(found, one.name)) is not None:
        raise refusal
    form = one.form(account, request.POST, found)
    if not form.is_valid():
        return False
    one.change(web_act(request), found.pk, seen, form.values()[one.name])
    return True


def _asked(
    request: HttpRequest,
    register: Register,
    account: Account,
    found: Record,
    one: OneField | None,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    name = "state" if one is None else one.name
    address = reverse(f"{register.namespace}:quick", args=[found.pk, name])
    context: dict[str, Any] = {
        "key": found.identity.key,
        "id": f"quick-{found.pk}-{name.replace('.', '-')}",
        "label": label_of(register.kind, name) if one is None else one.label,
        "version": found.identity.version,
        "quick_url": f"{address}?{request.GET.urlencode()}",
        "row_url": f"{reverse(f'{register.namespace}:row', args=[found.pk])}?{request.GET.urlencode()}",
        "refusal": refusal,
        "now": (value_of(found, name, account) if one is None else one.say(found, account)) if status == 412 else "",
    }
    if one is None:
        context["offers"] = [_offer(each, found) for each in offers(found, account)]
    else:
        given = request.POST if request.method == "POST" else None
        form = one.form(account, given, found)
        form.fields[one.name].widget.attrs |= {"aria-label": context["label"], "autofocus": True}
        context["bound"] = form[one.name]
    response = render(request, "register/parts/quick.html", context, status=status)
    if status != 200:
        response.headers["HX-Retarget"] = f"#{context['id']}"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _offer(offer: Any, found: Record) -> dict[str, Any]:
    form = offer.transition.form
    return {
        "label": offer.transition.label,
        "to": offer.transition.target,
        "missing": "" if form else " ".join(offer.missing),
        "url": reverse(form, args=[found.pk]) if form else "",
    }
