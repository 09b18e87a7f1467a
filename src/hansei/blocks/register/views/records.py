"""The pages of one record: as it is, new, edited, moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import LIFECYCLES, offers, refuse_settled, why_settled
from hansei.blocks.register import belongings, custom, listing
from hansei.blocks.register.custom_form import CustomForm
from hansei.blocks.register.declaration import Register, sections
from hansei.blocks.register.forms import RecordForm, form_for
from hansei.blocks.register.history import history
from hansei.blocks.register.values import label_of, sub_state_of, title_of, value_of
from hansei.kernel import records, rights
from hansei.kernel.actions import ACTIONS
from hansei.kernel.errors import Outdated, Refusal, lacks
from hansei.kernel.models import Account, Identity
from hansei.kernel.records import Record
from hansei.ui.pages import reader, web_act, whole_number


def reader_of(request: HttpRequest, right: str) -> Account:
    """Return who reads; refuse where the right is held nowhere."""
    account = reader(request)
    if not rights.holds(account, right):
        raise lacks(right)
    return account


def address_of(register: Register, found: Record) -> str:
    return reverse(f"{register.namespace}:record", args=[found.pk])


def record_page(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """One record: its fields, the ways on with what they still lack, and its history."""
    account = reader_of(request, register.see)
    found = listing.one(register, account, pk)
    before = request.GET.get("before", "")
    shown = [(label_of(register.kind, name), value_of(found, name, account)) for name in register.shown]
    shown += own_pairs(register, found)
    state = LIFECYCLES[found.record_kind].state(found.state)
    may_work = rights.allowed(account, register.work, found.identity)
    context = {
        **belongings.belongings(register, account, found),
        "register": register,
        "record": found,
        "key": found.identity.key,
        "title": title_of(account, found),
        "state": state,
        "offers": [_offer(each, found) for each in offers(found, account)],
        "pairs": shown,
        "beside": [(label_of(register.kind, name), value_of(found, name, account)) for name in register.beside],
        "sections": sections(request, found),
        "history": history(register, account, found, whole_number(before)),
        "sub_state": sub_state_of(found),
        "sub_states": lifecycle.setting_of(found).within(found.state) if may_work and not state.is_end else [],
        "may_set": may_work and not state.is_end,
        "sub_state_url": reverse(f"{register.namespace}:sub_state", args=[pk]),
        "life_url": f"{reverse(f'{register.namespace}:life')}?version={records.beside(found, 'life') or 0}",
        "may_work": may_work,
        "may_edit": may_work and why_settled(found) is None,
        "list_url": reverse(f"{register.namespace}:list"),
        "edit_url": reverse(f"{register.namespace}:edit", args=[pk]),
        "move_url": reverse(f"{register.namespace}:move", args=[pk]),
    }
    return render(request, "register/record.html", context)


def own_pairs(register: Register, found: Record) -> list[tuple[str, str]]:
    """Return name and value of every custom field of a record."""
    fields = custom.fields_of(register.kind.kind)
    has = custom.values_of([found.pk], fields)
    return [(custom.name_of(each), custom.in_words(each, has.get((found.pk, each.pk)))) for each in fields]


def _offer(offer: Any, found: Record) -> dict[str, Any]:
    form = "" if offer.is_others else offer.transition.form
    return {
        "label": offer.transition.label,
        "to": offer.transition.target,
        "is_open": offer.is_open,
        "is_back": offer.transition.is_back,
        "missing": offer.missing,
        "url": reverse(form, args=[found.pk]) if form else "",
    }


def new_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """An empty form; fields named in the address come filled in."""
    account = reader_of(request, register.see)
    given = {name: request.GET[name] for name in register.editable if name in request.GET}
    form = form_for(register, account)(request.POST or None, initial=given)
    own = CustomForm(register, account, None, LIFECYCLES[register.kind.kind].first, request.POST or None)
    if (
        request.method == "POST"
        and all([form.is_valid(), own.is_valid()])
        and (made := _tried(form, lambda: _made(request, register, form, own))) is not None
    ):
        return HttpResponseRedirect(address_of(register, made))
    context = {
        "register": register,
        "form": form,
        "own": own,
        "heading": register.new_label,
        "crumb": register.new_label,
    }
    context["back_url"] = context["list_url"] = reverse(f"{register.namespace}:list")
    return render(request, "register/form.html", context, status=422 if form.errors or own.errors else 200)


def _made(request: HttpRequest, register: Register, form: RecordForm, own: CustomForm) -> Record:
    """Make the record and fill its custom fields, both or neither."""
    act = web_act(request)
    with transaction.atomic():
        made: Record = ACTIONS[register.create].run(act, fields=form.values())
        if given := {name: value for name, value in own.values().items() if value is not None}:
            version = Identity.objects.get(pk=made.pk).version
            ACTIONS["record.fill"].run(act, record=made.pk, version=version, values=given)
    return made


def _edited(request: HttpRequest, register: Register, pk: int, seen: int, form: RecordForm, own: CustomForm) -> bool:
    """Change the record and its custom fields, both or neither."""
    act = web_act(request)
    with transaction.atomic():
        ACTIONS[register.edit].run(act, pk=pk, version=seen, fields=form.values())
        if own.fields:
            version = Identity.objects.get(pk=pk).version
            ACTIONS["record.fill"].run(act, record=pk, version=version, values=own.values())
    return True


def edit_page(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """The form of a record. Saved over somebody else's change, it shows both texts and asks again."""
    account = reader_of(request, register.work)
    found = listing.one(register, account, pk)
    if request.method != "POST":
        refuse_settled(found)
    now = {name: value_of(found, name, account) for name in register.editable}
    version, title, key = found.identity.version, title_of(account, found), found.identity.key
    kind = form_for(register, account)
    context: dict[str, Any] = {"register": register, "heading": title, "crumb": key}
    context |= {"back_url": address_of(register, found), "list_url": reverse(f"{register.namespace}:list")}
    status = 200
    form = kind(request.POST or None, instance=found, initial={"version": version})
    own = CustomForm(register, account, found, found.state, request.POST or None)
    if request.method == "POST" and all([form.is_valid(), own.is_valid()]):
        seen = form.cleaned_data["version"] or 0
        try:
            done = _tried(form, lambda: _edited(request, register, pk, seen, form, own))
            if done is not None:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(context["back_url"])
        except Outdated as refusal:
            status = 412
            context |= {"refusal": refusal, "both": _both(register, account, form, now)}
            form = kind(_with_version(request, version), instance=found)
    context |= {"form": form, "own": own}
    has_errors = bool(form.errors or own.errors)
    return render(request, "register/form.html", context, status=422 if status == 200 and has_errors else status)


def _both(register: Register, account: Account, form: RecordForm, now: dict[str, str]) -> list[tuple[str, str, str]]:
    """Label, text as it stands now and text as this person wrote it, where the two differ."""
    mine = {name: value_of(form.instance, name, account) for name in register.editable}
    return [(label_of(register.kind, name), now[name], mine[name]) for name in mine if now[name] != mine[name]]


def _with_version(request: HttpRequest, version: int) -> Any:
    given = request.POST.copy()
    given["version"] = str(version)
    return given


def _tried(form: BaseForm, run: Callable[[], Any]) -> Any:
    """Run the action; a refusal about fields becomes the form's own errors, others rise."""
    try:
        return run()
    except Outdated:
        raise
    except Refusal as refusal:
        fields = refusal.details.get("fields")
        if refusal.status != 409:
            raise
        for name, said in (fields if isinstance(fields, dict) else {"": [refusal.message]}).items():
            form.add_error(name if name in form.fields else None, said)
        return None


def sub_state(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Say where in its state a record stands."""
    account = reader_of(request, register.work)
    found = listing.one(register, account, pk)
    seen = whole_number(request.POST.get("version", "")) or 0
    wanted = request.POST.get("sub_state", "")
    ACTIONS["record.set_sub_state"].run(web_act(request), record=pk, version=seen, sub_state=wanted)
    return HttpResponseRedirect(address_of(register, found))


def move(request: HttpRequest, pk: int, *, register: Register) -> HttpResponse:
    """Go one way of the lifecycle."""
    account = reader_of(request, register.work)
    found = listing.one(register, account, pk)
    seen = whole_number(request.POST.get("version", "")) or 0
    ACTIONS[register.move].run(web_act(request), pk=pk, version=seen, to=request.POST.get("to", ""))
    return HttpResponseRedirect(address_of(register, found))
