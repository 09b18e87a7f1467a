"""The custom fields of a kind: an administrator adds, renames, moves and retires them; what changed stands below."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks import lifecycle
from hansei.blocks.register import custom
from hansei.blocks.register.actions.filling import add_field, change_field
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.models import CustomField, FieldSetVersion, FieldType
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.errors import NotFound
from hansei.kernel.people import ADMINISTER
from hansei.ui.pages import web_act, whole_number

VERSIONS = 50


def fields_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The fields that this kind has besides its own, an empty form for one more, and every change of the set."""
    reader_of(request, ADMINISTER)
    kind = register.kind.kind
    if request.method == "POST":
        add_field(web_act(request), kind=kind, type=request.POST.get("type", ""), **_given(request))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse(f"{register.namespace}:fields"))
    versions = FieldSetVersion.objects.filter(kind=kind).select_related("by", "field").order_by("-number")[:VERSIONS]
    context = _context(register, None) | {
        "fields": [_line(register, each) for each in custom.fields_of(kind, with_retired=True)],
        "versions": [(each, custom.name_of(each.field)) for each in versions],
    }
    return render(request, "register/fields.html", context)


def field_page(request: HttpRequest, number: int, *, register: Register) -> HttpResponse:
    """One custom field, to be changed or retired."""
    reader_of(request, ADMINISTER)
    found = CustomField.objects.filter(pk=number, kind=register.kind.kind).first()
    if found is None:
        raise NotFound("field.not_found", _("There is no such field."))
    if request.method == "POST":
        version = whole_number(request.POST.get("version", "")) or 0
        is_retired = "is_retired" in request.POST
        change_field(web_act(request), field=found.pk, version=version, is_retired=is_retired, **_given(request))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse(f"{register.namespace}:fields"))
    return render(request, "register/field.html", _context(register, found))


def _given(request: HttpRequest) -> dict[str, Any]:
    return {
        "names": {code: request.POST.get(f"name_{code}", "") for code, _name in settings.LANGUAGES},
        "choices": request.POST.get("choices", "")[:10_000].splitlines(),
        "required_in": request.POST.getlist("required_in"),
        "order": whole_number(request.POST.get("order", "")) or 0,
    }


def _context(register: Register, field: CustomField | None) -> dict[str, Any]:
    names = field.names if field else {}
    states = lifecycle.lifecycle_of(register.kind.kind).states
    needed = field.required_in if field else []
    return {
        "register": register,
        "field": field,
        "field_name": custom.name_of(field) if field else "",
        "languages": [(code, name, names.get(code, "")) for code, name in settings.LANGUAGES],
        "types": FieldType.choices,
        "choices": "\n".join(word for _code, word in field.choices) if field else "",
        "states": [(each.code, each.label, each.code in needed) for each in states],
        "list_url": reverse(f"{register.namespace}:list"),
        "fields_url": reverse(f"{register.namespace}:fields"),
    }


def _line(register: Register, field: CustomField) -> dict[str, Any]:
    life = lifecycle.lifecycle_of(register.kind.kind)
    return {
        "name": custom.name_of(field),
        "type": field.get_type_display(),
        "needed": [life.state(code).label for code in field.required_in],
        "order": field.order,
        "is_retired": field.is_retired,
        "url": reverse(f"{register.namespace}:field", args=[field.pk]),
    }
