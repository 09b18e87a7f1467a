"""How a kind's records live, to be changed: words, sub-states, ways and rules; every saving is a version below it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hansei.blocks.lifecycle import LIFECYCLES, Lifecycle, State, Transition
from hansei.blocks.lifecycle.changing import differences, taken, why_needed
from hansei.blocks.lifecycle.declaration import AUDIENCES
from hansei.blocks.lifecycle.setting import Setting, SubState, holds
from hansei.blocks.register import living
from hansei.blocks.register.actions.living import bring_back, save
from hansei.blocks.register.declaration import REGISTERS, Register
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.people import ADMINISTER
from hansei.ui.pages import web_act, whole_number

EMPTY_ROWS = 2  # for new sub-states of a state


def lives_page(request: HttpRequest) -> HttpResponse:
    """Every kind with its states, the version on which its new records begin, and who saved that."""
    reader_of(request, ADMINISTER)
    lines = sorted(
        ((str(each.kind.plural), each, living.newest(kind)) for kind, each in REGISTERS.items() if kind in LIFECYCLES),
        key=lambda line: line[0].casefold(),
    )
    made = [
        {"name": name, "version": version, "states": len(LIFECYCLES[each.kind.kind].states),
         "url": reverse(f"{each.namespace}:life"), "change_url": reverse(f"{each.namespace}:life_versions")}
        for name, each, version in lines
    ]  # fmt: skip
    return render(request, "register/lives.html", {"lines": made})


def versions_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """What is set for the life of a kind, the form to change it, and every version with what it changed."""
    reader_of(request, ADMINISTER)
    kind = register.kind.kind
    newest = living.newest(kind)
    context: dict[str, Any] = {"note": request.POST.get("note", "")}
    given, status = Setting.of(newest).written(), 200
    if request.method == "POST":
        given = _given(request, LIFECYCLES[kind])
        try:
            save(web_act(request), kind=kind, seen=_seen(request), setting=given, note=context["note"])  # type: ignore[arg-type]  # one shape
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse(f"{register.namespace}:life_versions"))
        except Outdated as refusal:
            status, context = 412, context | {"refusal": refusal, **_both(kind, _seen(request), given)}
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            status, context = 422, context | {"refusal": refusal}
    context |= _page(register, given)
    return render(request, "register/life_versions.html", context, status=status)


def bring_back_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Save a version that says what an older one said."""
    reader_of(request, ADMINISTER)
    number = whole_number(request.POST.get("number", "")) or 0
    bring_back(web_act(request), kind=register.kind.kind, seen=_seen(request), number=number)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse(f"{register.namespace}:life_versions"))


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", "")) or 0


def _both(kind: str, seen: int, given: dict[str, Any]) -> dict[str, Any]:
    """What somebody else changed since this person read, and what this person changes."""
    life = LIFECYCLES[kind]
    read = Setting.of(living.asked(kind, str(seen)))
    now = Setting.of(living.newest(kind))
    try:
        mine = differences(life, read, taken(life, given, read))  # type: ignore[arg-type]  # one shape
    except Refusal as refusal:
        mine = [refusal.message]
    return {"theirs": differences(life, read, now), "mine": mine}


def _given(request: HttpRequest, life: Lifecycle) -> dict[str, Any]:
    """What the fields say, in the form in which a version is kept."""
    languages = [code for code, _name in settings.LANGUAGES]
    post = request.POST

    def said(prefix: str) -> dict[str, str]:
        return {code: text for code in languages if (text := post.get(f"{prefix}-{code}", "").strip())}

    labels = {who: {each.code: said(f"{who}-{each.code}") for each in life.states} for who in AUDIENCES}
    on, asked = set(post.getlist("on")), set(post.getlist("asked"))
    changeable = [each for each in life.transitions if not why_needed(life, each)]
    rules = [(each, rule) for each in life.transitions for rule in each.guards if not holds(each, rule)]
    return {
        "labels": labels,
        "sub_states": [row for each in life.states if not each.is_end for row in _rows(request, each, said)],
        "off": [[*each.ends] for each in changeable if _name(each) not in on],
        "guards_off": [[*each.ends, rule.code] for each, rule in rules if f"{_name(each)}.{rule.code}" not in asked],
    }


def _rows(request: HttpRequest, state: State, said: Any) -> list[dict[str, Any]]:
    post, made = request.POST, []
    for at in range(len(post.getlist(f"row-{state.code}"))):
        row = f"sub-{state.code}-{at}"
        code, labels = post.get(f"{row}-code", "").strip(), said(row)
        if code or labels:
            facts = {"code": code, "state": state.code, "labels": labels}
            facts |= {
                "is_default": post.get(f"default-{state.code}") == str(at),
                "is_retired": f"{row}-retired" in post,
            }
            order = whole_number(post.get(f"{row}-order", ""))
            made.append((at + 1 if order is None else order, at, facts))
    return [facts for _order, _at, facts in sorted(made, key=lambda each: each[:2])]


def _name(way: Transition) -> str:
    return ".".join(way.ends)


def _page(register: Register, given: dict[str, Any]) -> dict[str, Any]:
    kind = register.kind.kind
    life, newest = LIFECYCLES[kind], living.newest(kind)
    known = {each.code for each in Setting.of(newest).sub_states}
    return {
        "register": register,
        "seen": newest.number if newest else 0,
        "states": [_state(life, each, given, known) for each in life.states],
        "ways": [_way(life, each, given) for each in life.transitions],
        "has_customers": life.customers,
        "languages": settings.LANGUAGES,
        "versions": living.versions(kind),
        "list_url": reverse(f"{register.namespace}:list"),
        "life_url": reverse(f"{register.namespace}:life"),
        "back_url": reverse(f"{register.namespace}:life_bring_back"),
    }


def _state(life: Lifecycle, state: State, given: dict[str, Any], known: set[str]) -> dict[str, Any]:
    rows = [each for each in given["sub_states"] if each["state"] == state.code]
    rows += [{} for _empty in range(EMPTY_ROWS)]
    shown = [] if state.is_end else [_row(state, at, each, known) for at, each in enumerate(rows)]
    whose = AUDIENCES if life.customers else AUDIENCES[:1]
    return {
        "code": state.code,
        "state": state,
        "labels": [
            _labels(f"{who}-{state.code}", given["labels"].get(who, {}).get(state.code, {}), state) for who in whose
        ],
        "rows": shown,
        "has_default": any(each["is_default"] for each in shown),
        "is_open": any(rows) or any(given["labels"].get(who, {}).get(state.code) for who in whose),
    }


def _labels(prefix: str, said: dict[str, str], state: State | None) -> list[dict[str, str]]:
    made = []
    for code, name in settings.LANGUAGES:
        with override(code):
            shipped = str(state.shipped) if state else ""
        made.append(
            {
                "name": f"{prefix}-{code}",
                "code": code,
                "language": str(name),
                "said": said.get(code, ""),
                "shipped": shipped,
            }
        )
    return made


def _row(state: State, at: int, row: dict[str, Any], known: set[str]) -> dict[str, Any]:
    name, code = f"sub-{state.code}-{at}", row.get("code", "")
    label = SubState(code, state.code, row["labels"]).label if row else ""
    return {
        "name": name,
        "at": at,
        "code": code,
        "label": label,
        "title": label or _("New sub-state %(n)s") % {"n": at + 1},
        "is_known": code in known,
        "labels": _labels(name, row.get("labels", {}), None),
        "order": at + 1,
        "is_default": row.get("is_default", False),
        "is_retired": row.get("is_retired", False),
    }


def _way(life: Lifecycle, way: Transition, given: dict[str, Any]) -> dict[str, Any]:
    off = {tuple(each) for each in given["off"]}
    guards_off = {tuple(each) for each in given["guards_off"]}
    return {
        "name": _name(way),
        "label": way.label,
        "start": life.state(way.start).label,
        "target": life.state(way.target).label,
        "needed": why_needed(life, way),
        "is_on": way.ends not in off,
        "guards": [
            {
                "name": f"{_name(way)}.{rule.code}",
                "label": rule.label,
                "is_fixed": holds(way, rule),
                "is_on": (*way.ends, rule.code) not in guards_off,
            }
            for rule in way.guards
        ],
    }
