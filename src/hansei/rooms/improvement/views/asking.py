"""Pages of this room that ask for more about a record: a form, what is refused in it, both texts where two wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from hansei.blocks.register import listing
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import Record


def opened(request: HttpRequest, register: Register, pk: int, right: str = "") -> tuple[Account, Any]:
    """Return who asks and the record, or refuse."""
    account = reader_of(request, right or register.work)
    return account, listing.one(register, account, pk)


def asked(
    request: HttpRequest,
    register: Register,
    found: Record,
    form: Any,
    run: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    submit: str = "",
    done: str = "",
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """Show a form; posted, run the action with what was written, and go back or say what is refused."""
    back = back or reverse(f"{register.namespace}:record", args=[found.pk])
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            run(form.cleaned_data)
        except Refusal as refusal:
            if refusal.status not in (409, 412):
                raise
            status = refusal.status
            more |= _said(request, form, refusal, found)
        else:
            if done:
                messages.success(request, done)
            return HttpResponseRedirect(back)
    context = {
        "register": register,
        "form": form,
        "heading": heading,
        "crumb": found.identity.key,
        "list_url": reverse(f"{register.namespace}:list"),
        "back_url": back,
        "submit": submit,
        **more,
    }
    is_wrong = bool(form.errors) and status in (200, 409)
    return render(request, more.get("template", "register/form.html"), context, status=422 if is_wrong else status)


def _said(request: HttpRequest, form: Any, refusal: Refusal, found: Record) -> dict[str, Any]:
    """Put a refusal into the form; over somebody else's change, keep what was written and ask again."""
    if isinstance(refusal, Outdated):
        found.identity.refresh_from_db(fields=["version"])
        form.data = request.POST.copy()
        form.data["version"] = str(found.identity.version)
        return {"refusal": refusal}
    fields = refusal.details.get("fields")
    for name, said in (fields if isinstance(fields, dict) else {"": [refusal.message]}).items():
        form.add_error(name if name in form.fields else None, said)
    return {}
