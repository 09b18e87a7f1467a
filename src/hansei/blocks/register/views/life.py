"""How a record of a kind lives: its states as a diagram, the ways between them, and what each way asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, Lifecycle, Transition
from hansei.blocks.lifecycle.setting import Setting, is_fixed, lived
from hansei.blocks.register import limits as limiting
from hansei.blocks.register import living
from hansei.blocks.register.actions.limiting import limit as set_limit
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.events import WorkLimitSet
from hansei.blocks.register.views.records import reader_of
from hansei.kernel import rights
from hansei.kernel.models import EventRow
from hansei.kernel.people import ADMINISTER
from hansei.kernel.rights import RIGHTS
from hansei.ui import marks, words
from hansei.ui.pages import web_act, whole_number

SHOWN = 20  # changes of limits


def life_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The states of a kind as a diagram, each way with what it asks and who may go it."""
    account = reader_of(request, register.see)
    life = LIFECYCLES[register.kind.kind]
    version = living.asked(register.kind.kind, request.GET.get("version", ""))
    setting = Setting.of(version)
    picture = diagram(register, life, setting)
    if (file := marks.asked_for(request, picture)) is not None:
        return file
    held = limiting.limits_of(register.kind.kind)
    context = {
        "register": register,
        "picture": picture,
        "limits": [(each, held.get(each.code, 0)) for each in limiting.limited(register.kind.kind)],
        "may_limit": rights.holds(account, ADMINISTER),
        "changes": _changes(register, life),
        "ways": [_way(register, life, each, setting) for each in life.transitions],
        "version": version,
        "is_newest": version == living.newest(register.kind.kind),
        "sub_states": [(each, said) for each in life.states if (said := setting.within(each.code))],
        "list_url": reverse(f"{register.namespace}:list"),
        "versions_url": reverse(f"{register.namespace}:life_versions"),
    }
    return render(request, "register/life.html", context)


def limits(request: HttpRequest, *, register: Register) -> HttpResponse:
    """Set how many records may stand in each state at once."""
    reader_of(request, ADMINISTER)
    act = web_act(request)
    with transaction.atomic():
        for state in limiting.limited(register.kind.kind):
            seen = whole_number(request.POST.get(f"seen-{state.code}", "")) or 0
            given = request.POST.get(f"most-{state.code}", "").strip()
            most = whole_number(given) if given else 0
            set_limit(act, kind=register.kind.kind, state=state.code, seen=seen, most=-1 if most is None else most)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse(f"{register.namespace}:life"))


def _changes(register: Register, life: Lifecycle) -> list[dict[str, Any]]:
    """The limits as they were set, the newest first."""
    rows = EventRow.objects.filter(kind=WorkLimitSet.kind, facts__record_kind=register.kind.kind)
    return [
        {"at": row.occurred_at, "by": row.actor, "state": life.state(row.facts["state"]).label, **_said(row.facts)}
        for row in rows.select_related("actor").order_by("-pk")[:SHOWN]
    ]


def _said(facts: dict[str, Any]) -> dict[str, str]:
    return {name: words.number(facts[name]) if facts[name] else "–" for name in ("was", "now")}


def diagram(register: Register, life: Lifecycle, setting: Setting) -> marks.Picture:
    """Return the picture of a life as a version of it is: sub-states within their state, what is off dashed."""
    within = {each.code: [one.label for one in setting.within(each.code)] for each in life.states}
    nodes = [marks.Node(each.code, str(each.label), each.is_end, within[each.code]) for each in life.states]
    ways = [_line(each, setting) for each in life.transitions]
    title = _("States of “%(kind)s”") % {"kind": register.kind.plural}
    said = [_("The first state has a thick border, an end a double one; no button goes a dashed way.")]
    named = _("“%(state)s” has the sub-states %(sub_states)s.")
    said += [
        named % {"state": each.label, "sub_states": words.listed(within[each.code])}
        for each in life.states
        if within[each.code]
    ]
    return marks.state_diagram(nodes, ways, title, " ".join(said))


def _is_off(each: Transition, setting: Setting) -> bool:
    return each.ends in setting.off and not is_fixed(each)


def _line(each: Transition, setting: Setting) -> marks.Way:
    is_off = _is_off(each, setting)
    label = _("%(way)s (switched off)") % {"way": each.label} if is_off else str(each.label)
    return marks.Way(each.start, each.target, label, each.by_action or is_off)


def _way(register: Register, life: Lifecycle, each: Transition, setting: Setting) -> dict[str, Any]:
    now = lived(life, setting).transition(*each.ends)
    return {
        "label": each.label,
        "is_off": now is None,
        "not_asked": [guard.label for guard in each.guards if now is not None and guard not in now.guards],
        "start": life.state(each.start).label,
        "target": life.state(each.target).label,
        "asks": [guard.label for guard in (now or each).guards],
        "decides": each.decides is not None,
        "right": RIGHTS.get(each.right or register.work, ""),
        "by_action": each.by_action,
    }
