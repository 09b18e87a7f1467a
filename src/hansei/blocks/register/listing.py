"""The list of a kind: what a reader may see, as they ask for it, a page at a time; counting stops at 1,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from hansei.blocks.register import columns, custom, filters, paging, shapes
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import CustomField, SavedView, Shape
from hansei.blocks.register.paging import Order
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.records import SUB_STATE, Record, names_record
from hansei.ui.components import Page

COUNTED = 1001


@dataclass(frozen=True)
class Wanted:
    """What a reader wants of a list: what is left in it, which columns, in which order, drawn how."""

    choices: list[filters.Choice]
    chosen: dict[str, str]
    columns: list[str]
    order: Order
    shape: str
    fields: list[CustomField]  # the custom fields of the kind, read once for the page
    labels: dict[str, str]  # of every column that may be chosen
    is_shut: bool = False  # its view is filtered by what the reader may not see: they get nothing of it


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    rows: list[Record]
    page: Page
    wanted: Wanted


def visible(register: Register, account: Account | None) -> QuerySet[Any]:
    """Return the records of the kind that this person may see."""
    opened = rights.predicate(account, register.see, prefix="identity__")
    return register.kind.model._default_manager.filter(opened, identity__merged_into=None).select_related(
        "identity__source"
    )


def one(register: Register, account: Account | None, pk: int) -> Record:
    """Return one record, or refuse without saying whether there is one."""
    model = register.kind.model
    named = columns.related(register, [each.name for each in model._meta.concrete_fields if names_record(each)])
    found = (
        visible(register, account).select_related(*named, "identity__source", "identity__life").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
    result: Record = found
    return result


def wanted(
    register: Register,
    account: Account | None,
    query: QueryDict,
    view: SavedView | None = None,
    like: Wanted | None = None,
) -> Wanted:
    """Return what the address of a reader's list asks for.

    What it does not speak of is as the view keeps it, or as the kind declares.

    `like`: another one of the same page, which knows already what is offered.
    """
    fields = custom.fields_of(register.kind.kind) if like is None else like.fields
    choices = filters.offered(register, account, fields) if like is None else like.choices
    offered = columns.offered(register, fields) if like is None else like.labels
    kept = view.filters if view else {}
    asked = {each.name: query.get(each.name, kept.get(each.name, "")) for each in choices}
    sortable = columns.sortable(register)
    names = query.getlist("show") or (view.columns if view else []) or (SUB_STATE, *register.columns)
    shape = query.get("shape", view.shape if view else "")
    return Wanted(
        choices=choices,
        chosen=filters.chosen(choices, asked),
        columns=[name for name in dict.fromkeys(names) if name in offered],
        order=Order.of(query.get("sort", view.order if view else ""), sortable),
        shape=shape if shape in shapes.offered(register) else Shape.LIST,
        fields=fields,
        labels=offered,
        is_shut=filters.is_shut(choices, kept, query),
    )


def filtered(register: Register, request: HttpRequest, account: Account | None) -> tuple[QuerySet[Any], dict[str, str]]:
    """Return what the address asks for, without a saved view, and what was chosen."""
    asked = wanted(register, account, request.GET)
    return narrowed(register, asked, account), asked.chosen


def narrowed(register: Register, asked: Wanted, account: Account | None) -> QuerySet[Any]:
    """Return the records that this person may see and that the choices leave."""
    if asked.is_shut:
        return register.kind.model._default_manager.none()
    return filters.kept(asked.choices, asked.chosen, visible(register, account))


def listed(register: Register, query: QueryDict, asked: Wanted, account: Account | None) -> Listed:
    """Return the page of the list that the address names by `after` or `before`."""
    found = narrowed(register, asked, account)
    if related := columns.related(register, asked.columns):
        found = found.select_related(*related)
    at = paging.page(found, asked.order, after=query.get("after", ""), before=query.get("before", ""))
    total = found.order_by()[:COUNTED].count()
    return Listed(at.rows, Page(len(at.rows), total, before=at.before, after=at.after), asked)


def counts(lists: Sequence[QuerySet[Any]]) -> list[int]:
    """Count each of these lists, all in one question, none further than 1,001."""
    asked: list[str] = []
    values: list[Any] = []
    for each in lists:
        try:
            sql, given = each.order_by().values("pk")[:COUNTED].query.sql_with_params()
        except EmptyResultSet:
            asked.append("0")
            continue
        asked.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values += given
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return [int(each) for each in cursor.fetchone()]


def first_of(lists: Sequence[QuerySet[Any]], most: int) -> list[list[int]]:
    """Return the first records of each of these lists by their numbers, all in one question."""
    asked: list[str] = []
    values: list[Any] = []
    for at, each in enumerate(lists):
        try:
            sql, given = each.values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(f"SELECT {at}, part.* FROM ({sql}) AS part")
        values += given
    found: list[list[int]] = [[] for _each in lists]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), values)
            for at, pk in cursor.fetchall():
                found[at].append(int(pk))
    return found
