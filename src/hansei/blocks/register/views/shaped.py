"""The page of a register in the shape that is asked for: a list, a board, a calendar, a matrix or a timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hansei.blocks.register import listing, saved
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.models import Shape
from hansei.blocks.register.views import board, lists, pictures
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.models import Account
from hansei.ui import marks

Draw = Callable[[HttpRequest, Register, Wanted, Account], dict[str, Any]]
DRAWN: dict[str, tuple[str, Draw]] = {
    Shape.BOARD: ("register/board.html", board.drawn),
    Shape.CALENDAR: ("register/calendar.html", pictures.calendar_drawn),
    Shape.MATRIX: ("register/picture.html", pictures.matrix_drawn),
    Shape.TIMELINE: ("register/picture.html", pictures.timeline_drawn),
}


def page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The records this reader may see, filtered by the address or a saved view, seen as a list or otherwise."""
    account = reader_of(request, register.see)
    view = saved.asked(register, request, account)
    asked = listing.wanted(register, account, request.GET, view)
    if asked.shape not in DRAWN:
        return lists.list_page(request, register, account, asked, view)
    template, draw = DRAWN[asked.shape]
    drawn = draw(request, register, asked, account)
    if "picture" in drawn and (file := marks.asked_for(request, drawn["picture"])) is not None:
        return file
    context = {
        **lists.head_of(request, register, asked, view),
        **drawn,
        "views": saved.shown(register, account, view, asked),
        "lead": register.lead(request) if register.lead else "",
    }
    return render(request, template, context)
