"""Pages of the trend watch: every series that is watched, and the two ways in which a signal ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.statistics.control import FEWEST_POINTS
from hansei.blocks.register import listing
from hansei.kernel import seeing
from hansei.rooms.measures import actions, watching
from hansei.rooms.measures.forms import DismissForm, ImprovementForm
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.pages import SIGNALS
from hansei.rooms.measures.signal_card import already
from hansei.rooms.measures.views.metrics import allowed, tried
from hansei.rooms.mining import queries as mining
from hansei.ui.pages import web_act


@login_required
def watched(request: HttpRequest) -> HttpResponse:
    """Every series under watch: how many values it has, whether they are enough, and what stands out now."""
    allowed(request, "mining.see")
    account = allowed(request, SEE)
    known = set(seeing.seen(account, Metric).values_list("pk", flat=True))
    data_sets = list(mining.ready_data_sets())
    names = {each.pk: each.source.name for each in data_sets}
    series = [each for each in watching.every_series(already, data_sets) if each.metric.id in known]
    rows = [(each, names.get(each.data_set, ""), len(each.looked.stretches)) for each in series]
    context = {"rows": rows, "fewest": FEWEST_POINTS, "list_url": reverse("signal:list")}
    return render(request, "measures/watched.html", context)


@login_required
def act_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the improvement that a signal led to."""
    run = actions.act_on_signal
    return _ended(request, pk, ImprovementForm, "improvement", run, _("Link an improvement"))


@login_required
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a signal; the reason is asked for."""
    return _ended(request, pk, DismissForm, "reason", actions.dismiss_signal, _("Dismiss"))


def _ended(request: HttpRequest, pk: int, kind: Any, name: str, run: Callable[..., None], heading: str) -> HttpResponse:
    found = listing.one(SIGNALS, allowed(request, WORK), pk)
    form = kind(request.POST or None, initial={"version": found.identity.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: run(web_act(request), pk=pk, version=given["version"], **{name: given[name]})):
            return HttpResponseRedirect(reverse("signal:record", args=[pk]))
    context = {
        "register": SIGNALS,
        "form": form,
        "heading": heading,
        "crumb": found.identity.key,
        "submit": heading,
        "list_url": reverse("signal:list"),
        "back_url": reverse("signal:record", args=[pk]),
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)
