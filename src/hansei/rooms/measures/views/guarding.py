"""The measure-use guard: one page for all metrics, and the steps by which people may be appraised by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.kernel import rights
from hansei.rooms.measures import actions, guarding
from hansei.rooms.measures.forms import AppraisalForm, RefusalForm
from hansei.rooms.measures.kinds import APPROVE, SEE
from hansei.rooms.measures.views.metrics import allowed, back_to, found_for, page, tried
from hansei.rooms.mining import queries as mining
from hansei.ui.components import Figure
from hansei.ui.pages import web_act, whole_number


@login_required
def guard(request: HttpRequest) -> HttpResponse:
    """Which metrics lack a counter-measure, which signs of gaming the data show, and who wants to appraise people."""
    account = allowed(request, SEE)
    data_set = mining.asked_for(account, request.GET) if rights.holds(account, "mining.see") else None
    rows = guarding.of(data_set) if data_set is not None else []
    paired, alone = guarding.with_counter(account)
    n = len(paired) + len(alone)
    share = Figure(
        len(paired) / n if n else None, _("Metrics with a counter-measure"), form="share", n=n,
        note=_("published, and wanting to go one way"),
    )  # fmt: skip
    alarms = Figure(guarding.alerts(rows) if rows else None, _("Gaming alerts"), note=_("questions to the whole team"))
    context = {
        "data_set": data_set,
        "data_sets": mining.data_sets(account) if data_set else [],
        "figures": [share, alarms],
        "signs": [_sign(each) for each in rows],
        "alone": alone,
        "waiting": guarding.waiting(account),
    }
    return render(request, "measures/guard.html", context)


def _sign(row: dict[str, Any]) -> dict[str, Any]:
    name, of = guarding.SIGNS[row["code"]]
    is_ratio = row["code"] in ("bunching", "break_at_limit")
    return {**row, "name": name, "of": of, "why": guarding.LACKS.get(row["lacks"], ""), "is_ratio": is_ratio}


@login_required
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to appraise people by a metric: what for, and the choice test."""
    found = found_for(request, pk)
    form = AppraisalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        run = actions.ask_appraisal
        if tried(form, lambda: run(web_act(request), pk=pk, purpose=given["purpose"], answers=given["answers"])):
            messages.success(request, _("Two other people are asked to agree."))
            return back_to(found, "#appraisal")
    return page(request, form, _("Ask to appraise people by it"), found)


@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree that people are appraised by a metric."""
    allowed(request, APPROVE)
    wish = whole_number(request.POST.get("appraisal", "")) or 0
    actions.approve_appraisal(web_act(request), pk=pk, appraisal=wish)
    return HttpResponseRedirect(reverse("metric:record", args=[pk]) + "#appraisal")


@login_required
def refuse(request: HttpRequest, pk: int, appraisal: int) -> HttpResponse:
    """Say why people are not appraised by a metric."""
    allowed(request, APPROVE)
    found = found_for(request, pk)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, run = form.cleaned_data, actions.refuse_appraisal
        if tried(form, lambda: run(web_act(request), pk=pk, appraisal=appraisal, reason=given["reason"])):
            return back_to(found, "#appraisal")
    return page(request, form, _("Refuse to appraise people by it"), found)
