"""Keep a view of a list, keep it otherwise, pin it, withdraw it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import TypedDict  # comes with pydantic, which needs it below Python 3.12

from hansei.blocks.register import columns, filters
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.blocks.register.events import ViewPinned, ViewSaved, ViewWithdrawn
from hansei.blocks.register.models import PinnedView, SavedView, Shape
from hansei.blocks.register.paging import Order
from hansei.kernel import rights
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotAllowed, NotFound, Outdated, Refusal
from hansei.kernel.people import ADMINISTER

MOST = 200  # views of one person


class Kept(TypedDict, total=False):
    """What a view keeps of a list."""

    filters: dict[str, str]
    columns: list[str]
    order: str
    shape: str


@action("view.save", label=gettext_lazy("Save the view"))
def save_view(act: Act, *, kind: str, name: str, is_shared: bool = False, keeps: Kept | None = None) -> int:
    """Keep how a list is shown under a name, for oneself or for everybody. Returns the view's number."""
    register = _register(act, kind)
    if act.by is None:
        raise NotAllowed("account.none", _("Only a person who is signed in has views of their own."))
    if SavedView.objects.filter(owner=act.by, is_withdrawn=False).count() >= MOST:
        raise Refusal("view.too_many", _("You have %(n)s views already; withdraw one first.") % {"n": MOST})
    view = SavedView(kind=kind, owner=act.by, name=_named(name), is_shared=is_shared)
    _keep(act, register, view, keeps or {})
    view.save()
    act.record(_said(view))
    return view.pk


@action("view.change", label=gettext_lazy("Change the view"))
def change_view(
    act: Act,
    *,
    view: int,
    version: int,
    name: str | None = None,
    is_shared: bool | None = None,
    keeps: Kept | None = None,
) -> None:
    """Call a view otherwise, keep something else in it, share it or no longer; its owner alone may."""
    found = _claimed(act, view)
    if act.by is None or found.owner_id != act.by.pk:
        raise NotAllowed("view.not_yours", _("Only its owner changes a view. Save it under a name of your own."))
    if found.version != version:
        raise Outdated("view.outdated", _("You changed this view elsewhere meanwhile. Open it again, then save."))
    was = _said(found), found.name
    if name is not None:
        found.name = _named(name)
    if is_shared is not None:
        found.is_shared = is_shared
    if keeps is not None:
        _keep(act, _register(act, found.kind), found, keeps)
    if (_said(found), found.name) == was:
        return
    found.version += 1
    found.save()
    act.record(_said(found))


@action("view.withdraw", label=gettext_lazy("Withdraw the view"))
def withdraw_view(act: Act, *, view: int) -> None:
    """Offer a view no more. Its owner may, and an administrator one that everybody sees."""
    found = _claimed(act, view)
    is_mine = act.by is not None and found.owner_id == act.by.pk
    if not is_mine and act.by is not None and not rights.holds(act.by, ADMINISTER):
        raise NotAllowed("view.not_yours", _("Only its owner or an administrator withdraws a view."))
    found.is_withdrawn = True
    found.save(update_fields=["is_withdrawn"])
    act.record(ViewWithdrawn(view=found.pk))


@action("view.pin", label=gettext_lazy("Pin the view"))
def pin_view(act: Act, *, view: int, is_pinned: bool = True) -> None:
    """Put a view first in one's own list of views, or take it from there."""
    found = _claimed(act, view)
    if act.by is None:
        raise NotAllowed("account.none", _("Only a person who is signed in has views of their own."))
    pins = PinnedView.objects.filter(view=found, account=act.by)
    if pins.exists() == is_pinned:
        return
    if is_pinned:
        PinnedView.objects.create(view=found, account=act.by)
    else:
        pins.delete()
    act.record(ViewPinned(view=found.pk, is_pinned=is_pinned))


def _register(act: Act, kind: str) -> Register:
    if kind not in REGISTERS:
        raise NotFound("register.not_found", _("There is no such register."))
    act.need(REGISTERS[kind].see)
    return REGISTERS[kind]


def _claimed(act: Act, view: int) -> SavedView:
    found = SavedView.objects.select_for_update().filter(pk=view, is_withdrawn=False).first()
    is_open = found is not None and (found.is_shared or act.by is None or found.owner_id == act.by.pk)
    if found is None or not is_open:
        raise NotFound("view.not_found", _("There is no such view any more. Open the whole list."))
    _register(act, found.kind)
    return found


def _named(name: str) -> str:
    said = " ".join(name.split())
    if not said or len(said) > 80:
        raise Refusal(
            "view.name",
            _("Give the view a name of 1 to 80 characters."),
            fields={"name": [_("Give the view a name of 1 to 80 characters.")]},
        )
    return said


def _keep(act: Act, register: Register, view: SavedView, keeps: Kept) -> None:
    """Take over what this kind offers; anything else would never come back as it was meant."""
    choices, names = filters.offered(register, act.by), columns.offered(register)
    view.filters = filters.chosen(choices, keeps.get("filters", {}))
    view.columns = [name for name in dict.fromkeys(keeps.get("columns", [])) if name in names]
    view.order = str(Order.of(keeps.get("order", ""), columns.sortable(register)))
    shape = keeps.get("shape", Shape.LIST)
    view.shape = shape if shape in Shape.values else Shape.LIST


def _said(view: SavedView) -> ViewSaved:
    return ViewSaved(
        view=view.pk or 0,
        record_kind=view.kind,
        is_shared=view.is_shared,
        filters=view.filters,
        columns=view.columns,
        order=view.order,
        shape=view.shape,
    )
