"""Going round a cycle: tying evidence to a step, signing it, beginning the next cycle."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.pages.cycles import CYCLES, address
from hansei.rooms.improvement.views.asking import opened
from hansei.ui.pages import web_act, whole_number


@login_required
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie evidence to a step, take it away, or sign the step."""
    opened(request, CYCLES, pk)
    given, act = request.POST, web_act(request)
    number, do = whole_number(given.get("step", "")) or 0, given.get("do", "")
    if do == "link":
        kind, _colon, key = (given.get("thing") or f"record:{given.get('number', '')}").partition(":")
        try:
            actions.link_evidence(act, pk=pk, step=number, kind=kind, key=key)
        except Refusal as refusal:  # a number mistyped: nothing is lost that a page of its own would have to keep
            if refusal.status not in (404, 409):
                raise
            messages.error(request, refusal.message)
    elif do == "unlink":
        actions.unlink_evidence(act, pk=pk, evidence=whole_number(given.get("it", "")) or 0)
    elif do == "sign":
        actions.sign_step(act, pk=pk, step=number, result=given.get("result", ""))
        messages.success(request, _("The step is signed."))
    else:
        raise NotFound("cycle.nothing", _("There is nothing of that kind to do in a cycle."))
    return HttpResponseRedirect(address(pk, number))


@login_required
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next cycle; what this one came to is the evidence of its first step."""
    opened(request, CYCLES, pk)
    made = actions.go_on(web_act(request), pk=pk)
    return HttpResponseRedirect(address(made.pk))
