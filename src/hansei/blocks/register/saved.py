"""Saved views as one reader finds them: their own, those of others for everybody, and which they want first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import listing
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.listing import Wanted
from hansei.blocks.register.models import PinnedView, SavedView
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account
from hansei.ui.pages import whole_number

SHUT = gettext_lazy(
    "This view is filtered by something that you may not see or that is no longer there, so it shows you nothing. "
    "Open the whole list instead."
)
SHOWN = 30  # views beside a list; who has more withdraws some


def refuse_shut(asked: Wanted) -> None:
    """Refuse to take along or keep what a reader does not see: a file or a view does not say why it is empty."""
    if asked.is_shut:
        raise Refusal("view.shut", str(SHUT))


@dataclass(frozen=True)
class Shown:
    """A view as the list of views shows it."""

    pk: int
    name: str
    url: str
    count: int
    is_current: bool
    is_pinned: bool
    is_mine: bool
    owner: str


def offered(register: Register, account: Account) -> QuerySet[SavedView]:
    """Return the views that this reader may use: pinned ones first, then their own, then the others'."""
    views = SavedView.objects.filter(Q(owner=account) | Q(is_shared=True), kind=register.kind.kind, is_withdrawn=False)
    is_pinned = Exists(PinnedView.objects.filter(view=OuterRef("pk"), account=account))
    mine = Exists(SavedView.objects.filter(pk=OuterRef("pk"), owner=account))
    made = views.select_related("owner").annotate(is_pinned=is_pinned, is_mine=mine)
    return made.order_by("-is_pinned", "-is_mine", "name", "pk")


def one(register: Register, account: Account, pk: int) -> SavedView:
    """Return a view that this reader may use, or refuse."""
    found = offered(register, account).filter(pk=pk).first()
    if found is None:
        raise NotFound("view.not_found", _("There is no such view any more. Open the whole list."))
    return found


def asked(register: Register, request: HttpRequest, account: Account) -> SavedView | None:
    """Return the view that the address names."""
    given = request.GET.get("view", "")
    return one(register, account, whole_number(given) or 0) if given else None


def shown(register: Register, account: Account, current: SavedView | None, asked: Wanted) -> list[Shown]:
    """Return the views with how many records each holds; `asked` is what the list beside them shows."""
    views = list(offered(register, account)[:SHOWN])
    lists = [
        listing.narrowed(register, listing.wanted(register, account, QueryDict(), each, asked), account)
        for each in views
    ]
    address = reverse(f"{register.namespace}:list")
    return [
        _shown(each, count, address, account, current) for each, count in zip(views, listing.counts(lists), strict=True)
    ]


def _shown(view: Any, count: int, address: str, account: Account, current: SavedView | None) -> Shown:
    return Shown(
        pk=view.pk,
        name=view.name,
        url=f"{address}?view={view.pk}",
        count=count,
        is_current=current is not None and current.pk == view.pk,
        is_pinned=view.is_pinned,
        is_mine=view.owner_id == account.pk,
        owner=str(view.owner),
    )
