"""A form about a record, shown, carried out, or shown again: over somebody else's change it keeps what was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from hansei.blocks.register.declaration import Register
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.records import Record
from hansei.ui.pages import web_act


class Versioned(forms.Form):
    """A form about a record as its reader saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields a person sees."""
        return [self[name] for name in self.fields if not self.fields[name].widget.is_hidden]

    def values(self) -> dict[str, Any]:
        """Return what the action takes besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def submitted(
    request: HttpRequest,
    register: Register,
    found: Record,
    form: Versioned,
    run: Callable[..., object],
    heading: str,
    *,
    submit: str = "",
    template: str = "register/form.html",
    **more: Any,
) -> HttpResponse:
    """Do what a form about a record says and go back to it, or show the form with what stands against it.

    `run` is an action: `run(act, pk=…, version=…, **what the form asks)`.
    """
    refusal, status = None, 200
    back = reverse(f"{register.namespace}:record", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            run(web_act(request), pk=found.pk, version=form.cleaned_data["version"], **form.values())
            return HttpResponseRedirect(back)
        except Outdated as outdated:
            refusal, status = outdated, outdated.status
            form.data = _with_version(request, found.identity.version)
        except Refusal as refused:
            if refused.status != 409:
                raise
            form.add_error(None, refused.message)
    context = {"register": register, "form": form, "heading": heading, "crumb": found.identity.key, "back_url": back}
    context |= {"list_url": reverse(f"{register.namespace}:list"), "refusal": refusal, "submit": submit, **more}
    return render(request, template, context, status=422 if status == 200 and form.errors else status)


def _with_version(request: HttpRequest, version: int) -> QueryDict:
    given = request.POST.copy()
    given["version"] = str(version)
    return given
