"""The information quality of a data set: six figures that are never averaged, what is wrong, and what to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.quality.criteria import CRITERIA
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.rooms.measures import actions, information
from hansei.rooms.measures.forms import InformationForm
from hansei.rooms.measures.information_card import picture, table_of
from hansei.rooms.measures.kinds import WORK
from hansei.rooms.measures.views.metrics import allowed, tried
from hansei.rooms.mining import queries as mining
from hansei.ui import marks, menu, tables
from hansei.ui.pages import reader, web_act
from hansei.ui.words import information as say
from hansei.ui.words.imports import TARGETS, target


@login_required
def quality(request: HttpRequest) -> HttpResponseBase:
    """Six figures of a data set on a radar and in a table, each with its basis, and every defect with its cases."""
    account = reader(request)
    data_set = mining.asked_for(account, request.GET)
    if data_set is None:
        return render(request, "measures/information.html", {"first_step": menu.first_step(request)})
    six = information.of(data_set)
    drawn = picture(six)
    if (file := marks.asked_for(request, drawn)) is not None:
        return file
    lines = table_of(six)
    if kind := tables.wanted(request):
        head = [_("Criterion"), _("Share"), _("as it should be"), "n", _("What is counted"), _("Basis")]
        rows = [
            [each["name"], each["value"], each["good"], each["n"], each["meaning"], each["basis"]] for each in lines
        ]
        return tables.as_file(kind, _("Information quality"), head, rows)
    context = {
        "data_set": data_set,
        "data_sets": mining.data_sets(account),
        "picture": drawn,
        "lines": lines,
        "defects": [_defect(data_set.pk, each) for one in six for each in one.defects],
        "may_work": rights.holds(account, WORK),
    }
    return render(request, "measures/information.html", context)


def _defect(source: int, each: Any) -> dict[str, Any]:
    cases = [(key, reverse("mining:ticket", args=[source, pk])) for pk, key in each["cases"]]
    return {
        "said": say.defect(each["code"], each["n"]),
        "remedy": say.remedy(each["code"]),
        "cases": cases,
        "fields": [target(name) if name in TARGETS else name for name in each["fields"]],
        "is_cut": bool(cases) and len(cases) < each["n"],
    }


@login_required
def check(request: HttpRequest, criterion: str) -> HttpResponseBase:
    """Enter how many of how many were as they should be, for a criterion that the log cannot tell."""
    account = allowed(request, WORK)
    data_set = mining.asked_for(account, request.GET)
    if data_set is None or criterion not in CRITERIA:
        raise NotFound("information.not_found", _("There is no such data set or criterion."))
    form = InformationForm(request.POST or None)
    back = f"{reverse('measures:information')}?source={data_set.pk}"
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: actions.check_information(web_act(request), source=data_set.pk, criterion=criterion, **given),
        ):
            messages.success(request, _("The value stands."))
            return HttpResponseRedirect(back)
    context = {"form": form, "name": say.name(criterion), "meaning": say.meaning(criterion), "back_url": back}
    context |= {"data_set": data_set}
    return render(request, "measures/information_check.html", context, status=422 if form.errors else 200)
