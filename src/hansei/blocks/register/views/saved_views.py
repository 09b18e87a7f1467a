"""Keeping a view of a list: saved from the list itself, renamed, shared, pinned, withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register import columns, filters, listing, saved
from hansei.blocks.register.actions import saved_views as actions
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import SavedView
from hansei.blocks.register.views.records import reader_of
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.people import ADMINISTER
from hansei.ui import words
from hansei.ui.pages import web_act, whole_number


def save(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Keep the list as its address shows it: under a new name, or in the view it came from."""
    account = reader_of(request, register.see)
    query = QueryDict(request.POST.get("query", "")[:4000])
    given = whole_number(query.get("view", ""))
    view = saved.one(register, account, given) if given else None
    asked = listing.wanted(register, account, query, view)
    saved.refuse_shut(asked)
    keeps = _keeps(asked)
    act = web_act(request)
    if view is not None and "again" in request.POST:
        version = whole_number(request.POST.get("version", "")) or 0
        actions.change_view(act, view=view.pk, version=version, keeps=keeps)
        number = view.pk
    else:
        name, is_shared = request.POST.get("name", ""), "is_shared" in request.POST
        number = actions.save_view(act, kind=register.kind.kind, name=name, is_shared=is_shared, keeps=keeps)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_address(register, number))


def _keeps(asked: listing.Wanted) -> actions.Kept:
    return {
        "filters": asked.chosen,
        "columns": asked.columns,
        "order": str(asked.order),
        "shape": asked.shape,
    }


def _address(register: Register, view: int) -> str:
    return f"{reverse(f'{register.namespace}:list')}?view={view}"


def edit_page(request: HttpRequest, saved: int, *, register: Register) -> HttpResponse:
    """What a view keeps, its name and whether everybody may use it; its owner changes it here."""
    account = reader_of(request, register.see)
    view = _one(request, saved, register)
    if request.method == "POST":
        version = whole_number(request.POST.get("version", "")) or 0
        name, is_shared = request.POST.get("name", ""), "is_shared" in request.POST
        actions.change_view(web_act(request), view=view.pk, version=version, name=name, is_shared=is_shared)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(_address(register, view.pk))
    is_mine = view.owner_id == account.pk
    context = {
        "register": register,
        "view": view,
        "is_mine": is_mine,
        "may_withdraw": is_mine or rights.holds(account, ADMINISTER),
        "pairs": _pairs(register, account, view),
        "list_url": reverse(f"{register.namespace}:list"),
        "view_url": _address(register, view.pk),
        "withdraw_url": reverse(f"{register.namespace}:withdraw_view", args=[view.pk]),
    }
    return render(request, "register/view.html", context)


def _one(request: HttpRequest, number: int, register: Register) -> SavedView:
    return saved.one(register, reader_of(request, register.see), number)


def _pairs(register: Register, account: Account, view: SavedView) -> list[tuple[Any, str]]:
    """What the view keeps, in words."""
    labels, choices = columns.offered(register), filters.offered(register, account)
    said: list[tuple[Any, str]] = [
        (each.label, word) for each in choices if (word := each.word(view.filters.get(each.name, ""))) is not None
    ]
    if filters.is_shut(choices, view.filters, ()):
        said.append((_("Filter"), str(saved.SHUT)))
    shown = [labels[name] for name in view.columns if name in labels]
    said.append((_("Columns"), words.listed(shown)))
    if view.order:
        name = labels.get(view.order.lstrip("-"), view.order.lstrip("-"))
        said.append((_("Order"), _("%(column)s, downwards") % {"column": name} if view.order[0] == "-" else name))
    return said


def pin(request: HttpRequest, saved: int, *, register: Register) -> HttpResponse:
    """Put a view first in one's own list of views, or take it from there."""
    view = _one(request, saved, register)
    actions.pin_view(web_act(request), view=view.pk, is_pinned=request.POST.get("pin", "") != "no")
    return HttpResponseRedirect(_address(register, view.pk))


def withdraw(request: HttpRequest, saved: int, *, register: Register) -> HttpResponse:
    """Offer a view no more."""
    view = _one(request, saved, register)
    actions.withdraw_view(web_act(request), view=view.pk)
    messages.success(request, _("The view is withdrawn."))
    return HttpResponseRedirect(reverse(f"{register.namespace}:list"))
