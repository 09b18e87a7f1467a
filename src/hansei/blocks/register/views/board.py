"""The board: cards in the columns of their states, moved by mouse, by keyboard or on the phone along the same ways."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, life_of, offers
from hansei.blocks.register import board, listing, saved
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.filters import Choice
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.models import Shape
from hansei.blocks.register.values import title_of
from hansei.blocks.register.views.lists import editable_of
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.components import Page
from hansei.ui.pages import lead, page_or_part, wants_part, whole_number


def drawn(request: HttpRequest, register: Register, asked: Wanted, account: Account) -> dict[str, Any]:
    """Return what the board shows of what is asked for."""
    columns = board.columns_of(register, asked, account, lambda rows: editable_of(register, account, rows))
    address = reverse(f"{register.namespace}:list")
    query = request.GET.copy()
    query["shape"] = Shape.BOARD
    return {
        "columns": [_column(register, asked, each, address, query.copy()) for each in columns],
        "page": Page(0, sum(each.count for each in columns)),
        "here": query.urlencode(),
        "any_moves": any(card.may_move for each in columns for card in each.cards),
    }


def _column(register: Register, asked: Wanted, column: board.Column, address: str, query: Any) -> dict[str, Any]:
    filter_by: Choice | None = next((each for each in asked.choices if each.name == "state"), None)
    query["shape"] = Shape.LIST
    if filter_by is not None:
        query["state"] = column.state.code
    return {
        "column": column,
        "list_url": f"{address}?{query.urlencode()}",
        "cards": [(card, *_addresses(register, card.pk)) for card in column.cards],
    }


def _addresses(register: Register, pk: int) -> tuple[str, str]:
    return tuple(reverse(f"{register.namespace}:{name}", args=[pk]) for name in ("record", "card"))  # type: ignore[return-value]  # two names, two addresses


def card(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """The ways on that a card may go, with what each still lacks; sent, it goes one of them."""
    account = reader_of(request, register.see)
    found = listing.one(register, account, pk)
    if request.method == "POST":
        return _moved(request, register, account, found)
    context = {
        "register": register,
        "pk": pk,
        "key": found.identity.key,
        "title": title_of(account, found),
        "version": found.identity.version,
        "offers": [_offer(each, found) for each in offers(found, account)],
        "card_url": f"{reverse(f'{register.namespace}:card', args=[pk])}?{request.GET.urlencode()}",
        "list_url": reverse(f"{register.namespace}:list"),
        "back_url": _board_of(register, request),
    }
    return page_or_part(request, "register/card.html", "register/parts/ways.html", context)


def _offer(offer: Any, found: Record) -> dict[str, Any]:
    form = offer.transition.form
    return {
        "label": offer.transition.label,
        "to": offer.transition.target,
        "missing": "" if form else " ".join(offer.missing),
        "url": reverse(form, args=[found.pk]) if form else "",
    }


def _board_of(register: Register, request: HttpRequest) -> str:
    return f"{reverse(f'{register.namespace}:list')}?{request.GET.urlencode()}"


def _moved(request: HttpRequest, register: Register, account: Account, found: Record) -> HttpResponse:
    """Go the way. The board that comes back is as it is now, with what happened or the sentence that refuses."""
    to, trace = request.POST.get("to", ""), uuid.uuid4()
    way = life_of(found).transition(found.state, to)
    if way is not None and way.form:
        return lead(request, reverse(way.form, args=[found.pk]))
    seen = whole_number(request.POST.get("version", "")) or 0
    act = Act(by=account, via="web", trace=trace)
    try:
        ACTIONS[register.move].run(act, pk=found.pk, version=seen, to=to)
    except Refusal as refusal:
        if not wants_part(request):
            raise
        said = refusal.message
        if isinstance(refusal, Outdated):
            said = _("Somebody moved or changed this meanwhile. The board shows it as it is now; move it again.")
        return _board(request, register, account, found, status=refusal.status, refusal=said)
    if not wants_part(request):
        return HttpResponseRedirect(_board_of(register, request))
    state = LIFECYCLES[found.record_kind].state(to).label
    said = _("%(key)s is in “%(state)s” now.") % {"key": found.identity.key, "state": state}
    return _board(request, register, account, found, said=said, trace=str(trace))


def _board(
    request: HttpRequest, register: Register, account: Account, found: Record, status: int = 200, **more: Any
) -> HttpResponse:
    view = saved.asked(register, request, account)
    asked = replace(listing.wanted(register, account, request.GET, view), shape=Shape.BOARD)
    context = {
        "register": register,
        "moved": found.pk,
        "key": found.identity.key,
        "undo_url": reverse(f"{register.namespace}:undo"),
        **drawn(request, register, asked, account),
        **more,
    }
    return render(request, "register/parts/board.html", context, status=status)
