"""The list of a kind: what a reader may see, filtered, a page at a time by key; counting stops at 1,000."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hansei.blocks.register.declaration import Register
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account
from hansei.kernel.records import Record
from hansei.ui.components import Page

SHOWN, COUNTED = 50, 1001


@dataclass(frozen=True)
class Listed:
    """One page of the list, newest first."""

    rows: list[Record]
    page: Page
    chosen: dict[str, str]


def visible(register: Register, account: Account | None) -> QuerySet[Any]:
    """Return the records of the kind that this person may see."""
    opened = rights.predicate(account, register.see, prefix="identity__")
    return register.kind.model._default_manager.filter(opened, identity__merged_into=None).select_related(
        "identity__source"
    )


def one(register: Register, account: Account | None, pk: int) -> Record:
    """Return one record, or refuse without saying whether there is one."""
    found = visible(register, account).filter(pk=pk).first()
    if found is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
    result: Record = found
    return result


def filtered(register: Register, request: HttpRequest, account: Account | None) -> tuple[QuerySet[Any], dict[str, str]]:
    """Return what the address asks for. A value that no filter offers is passed over."""
    chosen = {}
    for each in register.filters:
        value = request.GET.get(each.field, "")
        if value in {str(key) for key, _label in each.choices()}:
            chosen[each.field] = value
    return visible(register, account).filter(**chosen), chosen


def listed(register: Register, request: HttpRequest, account: Account | None) -> Listed:
    """Return the page of the list that the address names by `after` or `before`."""
    found, chosen = filtered(register, request, account)
    if related := _related(register):
        found = found.select_related(*related)
    before, after = _key(request, "before"), _key(request, "after")
    if before is not None:
        rows = list(found.filter(pk__gt=before).order_by("pk")[: SHOWN + 1])
        more_before, more_after = len(rows) > SHOWN, True
        rows = rows[:SHOWN][::-1]
    else:
        rows = list(found.filter(Q() if after is None else Q(pk__lt=after)).order_by("-pk")[: SHOWN + 1])
        more_before, more_after = after is not None, len(rows) > SHOWN
        rows = rows[:SHOWN]
    total = found.order_by()[:COUNTED].count()
    ends = (str(rows[0].pk) if rows and more_before else "", str(rows[-1].pk) if rows and more_after else "")
    return Listed(rows, Page(len(rows), total, before=ends[0], after=ends[1]), chosen)


def _related(register: Register) -> list[str]:
    """The columns that name another record, a person's say: read with the list, not once a row."""
    fields = register.kind.model._meta.get_fields()
    return [each.name for each in fields if each.name in register.columns and (each.many_to_one or each.one_to_one)]


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
