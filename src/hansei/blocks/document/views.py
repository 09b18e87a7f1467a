"""The pages on which an administrator writes templates, with a preview of what is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from hansei.blocks.document import actions, kinds, layouts, queries, rendering
from hansei.blocks.document.layouts import TemplateKind
from hansei.kernel import rights
from hansei.kernel.errors import Outdated, Refusal, lacks
from hansei.kernel.models import Account
from hansei.ui.pages import reader, web_act, whole_number


@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """The kinds of document whose texts and order an administrator may write."""
    return render(request, "document/templates.html", {"templates": queries.templates(_writer(request))})


@login_required
def template(request: HttpRequest, code: str) -> HttpResponse:
    """One template: its sections in order with their words, language by language; a preview; earlier versions."""
    account = _writer(request)
    kind = actions.kind_of(code)
    number, content = layouts.content_of(code, whole_number(request.GET.get("version", "")))
    context: dict[str, Any] = {"newest": layouts.latest(code), "number": number, "seen": layouts.latest(code)}
    status = 200
    if request.method == "POST":
        content = _written(kind, layouts.content_of(code)[1], request.POST, _language(request))
        context["seen"] = whole_number(request.POST.get("seen", "")) or 0
        try:
            if "preview" not in request.POST:
                actions.save_template(web_act(request), template=code, version=context["seen"], content=content)
                messages.success(request, _("Saved. Documents made from now on follow this version."))
                return redirect(f"{request.path}?language={_language(request)}")
            content = actions.checked(kind, content)
        except Refusal as refusal:
            is_outdated = isinstance(refusal, Outdated)
            context |= {
                "refusal": refusal,
                "both": is_outdated,
                "seen": context["newest"] if is_outdated else context["seen"],
            }
            status = 412 if is_outdated else 422
    context |= {"now": _lines(kind, layouts.content_of(code)[1], _language(request)) if context.get("both") else None}
    return render(request, "document/template.html", context | _shown(request, account, kind, content), status=status)


def _writer(request: HttpRequest) -> Account:
    account = reader(request)
    if not rights.holds(account, kinds.TEMPLATES):
        raise lacks(kinds.TEMPLATES)
    return account


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language") or translation.get_language() or "en"
    return asked if asked in rendering.LANGUAGES else "en"


def _shown(request: HttpRequest, account: Account, kind: TemplateKind, content: Mapping[str, Any]) -> dict[str, Any]:
    language = _language(request)
    with translation.override(language):
        layout = layouts.layout_from(kind, layouts.latest(kind.code), content, {})
        example = kind.example(account, layout) if kind.example else None
        preview = rendering.body(example) if example else ""
    names = [
        (get_language_info(code)["name_local"], f"?language={code}", code == language) for code in rendering.LANGUAGES
    ]
    return {
        "kind": kind,
        "lines": _lines(kind, content, language),
        "preface": content["preface"].get(language, ""),
        "language": language,
        "languages": names,
        "preview": preview,
        "placeholders": [(f"{{{name}}}", text) for name, text in kind.placeholders.items()],
        "versions": queries.versions_of(kind.code)[:50],
    }


def _lines(kind: TemplateKind, content: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """The form's lines; a section the content does not know yet stands last."""
    known = [each for each in content["sections"] if kind.slot(each["code"])]
    codes = {each["code"] for each in known}
    new = [{"code": each.code, "on": True, "title": {}, "text": {}} for each in kind.slots if each.code not in codes]
    return [
        {
            "slot": kind.slot(each["code"]),
            "code": each["code"],
            "order": at,
            "on": each["on"],
            "title": each["title"].get(language, ""),
            "text": each["text"].get(language, ""),
        }
        for at, each in enumerate([*known, *new], 1)
    ]


def _written(kind: TemplateKind, now: Mapping[str, Any], given: Mapping[str, str], language: str) -> dict[str, Any]:
    """The content with what the form says of this language; other languages stay as they are."""
    before = {each["code"]: each for each in now["sections"]}
    made = []
    for at, slot in enumerate(kind.slots, 1):
        old = before.get(slot.code, {"title": {}, "text": {}})
        texts = {name: {**old[name], language: given.get(f"{name}-{slot.code}", "")} for name in ("title", "text")}
        order = whole_number(given.get(f"order-{slot.code}", "")) or at
        made.append((order, at, {"code": slot.code, "on": slot.required or f"on-{slot.code}" in given, **texts}))
    preface = {**now["preface"], language: given.get("preface", "")}
    return {"preface": preface, "sections": [each for _order, _at, each in sorted(made, key=lambda one: one[:2])]}
