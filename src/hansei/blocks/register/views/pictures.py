"""The calendar, the matrix and the timeline of a register, each with what it left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register import calendar, columns, listing, paging, pictures, shapes
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.paging import Order
from hansei.blocks.register.values import label_of
from hansei.blocks.register.views.records import address_of
from hansei.kernel.models import Account
from hansei.ui import words
from hansei.ui.components import Page, Tab, with_query
from hansei.ui.words.findings import weekday

LINES = 50  # of a timeline


def calendar_drawn(request: HttpRequest, register: Register, asked: Wanted, account: Account) -> dict[str, Any]:
    """Return the month that the address names, by the date that it names."""
    name = calendar.day_asked(register, request.GET.get("on", ""))
    shown = calendar.month(register, asked, account, name, calendar.month_of(request.GET.get("month", "")))
    names = shapes.days_of(register.kind, register.seen, (*register.columns, *register.shown))
    tabs = [Tab(label_of(register.kind, each), with_query(request, on=each), each == name) for each in names]
    record = reverse(f"{register.namespace}:record", args=[0])
    return {
        "month": shown,
        "title": words.of_month(shown.first),
        "weekdays": [weekday((calendar.first_weekday() + at) % 7) for at in range(7)],
        "on": tabs if len(tabs) > 1 else [],
        "before_url": with_query(request, month=shown.before),
        "after_url": with_query(request, month=shown.after),
        "now_url": with_query(request, month=None),
        "record_url": record[: -len("0/")],
        "page": Page(shown.shown, shown.total),
    }


def matrix_drawn(request: HttpRequest, register: Register, asked: Wanted, account: Account) -> dict[str, Any]:
    """Return the open records by their two judgements, and how many lack one."""
    wanted = register.seen.matrix
    assert wanted is not None, "only a kind that declares a matrix is asked for one"
    found = pictures.open_of(register, listing.narrowed(register, asked, account))
    total, without = listing.counts([pictures.placed(found, wanted), pictures.unplaced(found, wanted)])
    rows = list(pictures.placed(found, wanted).order_by("-pk")[: pictures.MOST_PLACED])
    return {
        "picture": pictures.matrix(register, account, wanted, rows, lambda each: address_of(register, each)),
        "notes": [*_cut(len(rows), total), *_without(without)],
        "page": Page(len(rows), total + without),
        "is_empty": not rows,
    }


def _cut(shown: int, total: int) -> list[str]:
    if shown >= total:
        return []
    said = {"shown": words.number(shown), "total": words.number(min(total, 1000)) + ("+" if total > 1000 else "")}
    return [_("The newest %(shown)s of %(total)s are drawn; filter to see others.") % said]


def _without(n: int) -> list[str]:
    if not n:
        return []
    said = words.number(min(n, 1000)) + ("+" if n > 1000 else "")
    return [_("Open, and not judged in both yet: %(n)s.") % {"n": said}]


def timeline_drawn(request: HttpRequest, register: Register, asked: Wanted, account: Account) -> dict[str, Any]:
    """Return a page of the records on the line of time, by the day promised unless another order is asked for."""
    wanted = register.seen.timeline
    assert wanted is not None, "only a kind that declares a timeline is asked for one"
    order = asked.order
    if not order.field and wanted.due in columns.sortable(register):
        order = Order(wanted.due, is_down=False)
    found = listing.narrowed(register, replace(asked, order=order), account)
    at = paging.page(
        found, order, after=request.GET.get("after", ""), before=request.GET.get("before", ""), shown=LINES
    )
    picture = pictures.timeline(register, account, wanted, at.rows, lambda each: address_of(register, each))
    total = listing.counts([found])[0]
    page = Page(len(at.rows), total, before=at.before, after=at.after)
    return {"picture": picture, "notes": [], "page": page, "is_empty": not at.rows}
