"""The list of a kind: as it is asked for, with the views that are kept of it; and taken along."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, why_held, why_settled
from hansei.blocks.register import bulk, columns, custom, listing, saved, shapes
from hansei.blocks.register.columns import Cells
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.export import as_file
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.models import SavedView
from hansei.blocks.register.values import label_of
from hansei.blocks.register.views.records import address_of, reader_of
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.people import ADMINISTER
from hansei.kernel.records import SUB_STATE, Record
from hansei.ui.components import Column, Tab, with_query
from hansei.ui.pages import reader

PAGE = {"after": None, "before": None}


def list_page(
    request: HttpRequest, register: Register, account: Account, asked: Wanted, view: SavedView | None
) -> HttpResponse:
    """Return the list as it is asked for, a page at a time."""
    found = listing.listed(register, request.GET, asked, account)
    cells = Cells(register, account, found.rows, asked.columns, asked.fields)
    editable = editable_of(register, account, found.rows)
    context = {
        **head_of(request, register, asked, view),
        "columns": _columns(register, cells, has_ticks=bool(editable)),
        "sort": str(asked.order),
        "rows": [row_of(register, each, cells, editable) for each in found.rows],
        "has_ticks": bool(editable),
        "bulk": bulk.offered(register, asked.fields) if editable else [],
        "bulk_url": reverse(f"{register.namespace}:bulk"),
        "here": request.GET.urlencode(),
        "page": found.page,
        "views": saved.shown(register, account, view, asked),
        "lead": register.lead(request) if register.lead else "",
    }
    return render(request, "register/list.html", context)


def head_of(request: HttpRequest, register: Register, asked: Wanted, view: SavedView | None) -> dict[str, Any]:
    """Return what stands above the records, however they are drawn."""
    address = reverse(f"{register.namespace}:export", args=["csv"])[: -len("csv/")]
    return {
        "register": register,
        "filters": [_filter(each, asked.chosen) for each in asked.choices],
        "is_filtered": bool(asked.chosen) or asked.is_shut,
        "shut": saved.SHUT if asked.is_shut else "",
        "view": view,
        "is_my_view": view is not None and view.owner_id == reader(request).pk,
        "view_page": f"{register.namespace}:view",
        "view_pin": f"{register.namespace}:pin_view",
        "kept_in_form": _pairs(request, {"show", "sort", "shape", "month", "on"}),
        "kept_in_columns": _pairs(request, {"sort", "shape", *(each.name for each in asked.choices)}),
        "shapes": shape_tabs(request, register, asked),
        "life_url": reverse(f"{register.namespace}:life"),
        "query": request.GET.urlencode(),
        "choosable": [
            {"name": name, "label": label, "is_shown": name in asked.columns} for name, label in asked.labels.items()
        ],
        "shape": asked.shape,
        "list_url": reverse(f"{register.namespace}:list"),
        "new_url": reverse(f"{register.namespace}:new"),
        "tags_url": reverse(f"{register.namespace}:tags"),
        "fields_url": reverse(f"{register.namespace}:fields") if rights.holds(reader(request), ADMINISTER) else "",
        "save_url": reverse(f"{register.namespace}:save_view"),
        "exports": [(form.upper(), f"{address}{form}/{_query(request)}") for form in ("csv", "xlsx")],
    }


def shape_tabs(request: HttpRequest, register: Register, asked: Wanted) -> list[Tab]:
    """Return the ways in which the same records are seen."""
    every = shapes.offered(register)
    away = {**PAGE, "month": None, "on": None}
    return [Tab(each.label, with_query(request, shape=each.value, **away), each == asked.shape) for each in every]


def _pairs(request: HttpRequest, names: set[str]) -> list[tuple[str, str]]:
    """What a form leaves as the address has it."""
    return [(name, value) for name, values in request.GET.lists() if name in names for value in values]


def _query(request: HttpRequest) -> str:
    query = with_query(request, **PAGE)
    return query if query.startswith("?") else ""


def _columns(register: Register, cells: Cells, *, has_ticks: bool) -> list[Column]:
    title, state = (_column(register, name) for name in (register.kind.title, "state"))
    ticks = [Column(_("Tick"))] if has_ticks else []
    return [*ticks, Column("ID"), title, state, *cells.head()]


def _column(register: Register, name: str) -> Column:
    return Column(label_of(register.kind, name), key=name, sortable=name in columns.sortable(register))


def editable_of(register: Register, account: Account, rows: list[Record]) -> set[int]:
    """Return which of these records this person may change now, asked for all of them at once."""
    if not rights.holds(account, register.work):
        return set()
    life = LIFECYCLES[register.kind.kind]
    may_work = rights.identities(account, register.work).filter(pk__in=[each.pk for each in rows])
    allowed = set(may_work.values_list("pk", flat=True))
    return {each.pk for each in rows if each.pk in allowed and not life.state(each.state).is_end}


def row_of(register: Register, found: Record, cells: Cells, editable: set[int], changed: str = "") -> dict[str, Any]:
    """Return a row of the list; `changed` is the field that takes the focus back."""
    may_edit = found.pk in editable
    is_open = may_edit and why_settled(found) is None
    return {
        "pk": found.pk,
        "key": found.identity.key,
        "url": address_of(register, found),
        "title": cells.titles[found.pk],
        "state": LIFECYCLES[found.record_kind].state(found.state),
        "may_edit": may_edit,
        "changed": changed,
        "cells": [
            {
                "name": name,
                "label": cells.labels[name],
                "value": cells.say(found, name),
                "is_figure": cells.is_figure(name),
                "is_quick": is_open
                and (name in (*register.editable, SUB_STATE) or name in cells.fields)
                and why_held(found, name) is None,
            }
            for name in cells.names
        ],
    }


def _filter(each: Any, chosen: dict[str, str]) -> dict[str, Any]:
    return {"field": each.name, "label": each.label, "choices": each.choices, "chosen": chosen.get(each.name, "")}


def export(request: HttpRequest, form: str, *, register: Register) -> HttpResponseBase:
    """The list as it is asked for, as a file, CSV or XLSX; all its columns where none were chosen."""
    account = reader_of(request, register.see)
    view = saved.asked(register, request, account)
    asked = listing.wanted(register, account, request.GET, view)
    saved.refuse_shut(asked)
    has_chosen = "show" in request.GET or (view is not None and view.columns)
    every = (SUB_STATE, *register.columns, *register.shown, *(custom.key_of(each) for each in asked.fields))
    names = asked.columns if has_chosen else list(dict.fromkeys(every))
    names = [name for name in names if name in asked.labels]
    return as_file(
        register, account, listing.narrowed(register, asked, account), asked, names, "xlsx" if form == "xlsx" else "csv"
    )
