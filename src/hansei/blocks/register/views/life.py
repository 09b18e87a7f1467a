"""How a record of a kind lives: its states as a diagram, the ways between them, and what each way asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.lifecycle import LIFECYCLES, Lifecycle, Transition
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.views.records import reader_of
from hansei.kernel.rights import RIGHTS
from hansei.ui import marks


def life_page(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The states of a kind as a diagram, each way with what it asks and who may go it."""
    reader_of(request, register.see)
    life = LIFECYCLES[register.kind.kind]
    picture = diagram(register, life)
    if (file := marks.asked_for(request, picture)) is not None:
        return file
    context = {
        "register": register,
        "picture": picture,
        "states": life.states,
        "ways": [_way(register, life, each) for each in life.transitions],
        "list_url": reverse(f"{register.namespace}:list"),
    }
    return render(request, "register/life.html", context)


def diagram(register: Register, life: Lifecycle) -> marks.Picture:
    """Return the picture of a life."""
    nodes = [marks.Node(each.code, str(each.label), each.is_end) for each in life.states]
    ways = [marks.Way(each.start, each.target, str(each.label), each.by_action) for each in life.transitions]
    title = _("States of “%(kind)s”") % {"kind": register.kind.plural}
    said = _("The first state has a thick border, an end a double one; no button goes a dashed way.")
    return marks.state_diagram(nodes, ways, title, said)


def _way(register: Register, life: Lifecycle, each: Transition) -> dict[str, Any]:
    return {
        "label": each.label,
        "start": life.state(each.start).label,
        "target": life.state(each.target).label,
        "asks": [guard.label for guard in each.guards],
        "decides": each.decides is not None,
        "right": RIGHTS.get(each.right or register.work, ""),
        "by_action": each.by_action,
    }
