"""The order in which improvements are taken up: computed, changed, placed by hand, frozen; and earlier ones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hansei.blocks.lifecycle import lifecycle_of
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement import actions, ranking
from hansei.rooms.improvement.kinds import RANK
from hansei.rooms.improvement.models import Grade, Ranking
from hansei.rooms.improvement.queries import ranking as queries
from hansei.ui.forms import CONTROL
from hansei.ui.pages import web_act, whole_number

PAGE = "improvement:rank"


class RuleForm(forms.Form):
    """What counts how much."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.DecimalField(label=gettext_lazy("Weight of the value"), min_value=0, max_value=9, decimal_places=1)
    risk = forms.DecimalField(
        label=gettext_lazy("Weight of a risk of doing nothing"),
        min_value=0, max_value=9, decimal_places=1,
        help_text=gettext_lazy("Added where a risk of doing nothing is written down."),
    )  # fmt: skip
    effort = forms.DecimalField(
        label=gettext_lazy("Weight of the effort"),
        min_value=0, max_value=9, decimal_places=1,
        help_text=gettext_lazy("0: effort does not matter; 1: it divides; more: it counts more."),
    )  # fmt: skip
    every_days = forms.IntegerField(label=gettext_lazy("Rank again after so many days"), min_value=7, max_value=730)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for each in self.fields.values():
            each.widget.attrs["class"] = CONTROL


@login_required
def rank_page(request: HttpRequest) -> HttpResponse:
    """Improvements that wait to begin, in the order of what they are worth for their effort."""
    return _page(request, None)


def _page(request: HttpRequest, form: RuleForm | None) -> HttpResponse:
    account = reader_of(request, RANK)
    order, rule, frozen = queries.order_now(account), ranking.rule_now(), queries.frozen()
    initial = {
        "seen": rule.pk or 0,
        **{name: getattr(rule, name) for name in ("value", "risk", "effort", "every_days")},
    }
    life = lifecycle_of("improvement")
    context = {
        "lines": [(each, life.state(each.record.state)) for each in order.lines],
        "seen": [each.at.pk for each in order.lines],
        "rest": order.rest,
        "grades": Grade.choices,
        "rule": rule,
        "form": form or RuleForm(initial=initial),
        "is_wrong": form is not None,
        "frozen": frozen,
        "last": frozen[0] if frozen else None,
        "overdue": queries.overdue(account),
        "without": sum(each.at.score is None for each in order.lines),
        "most": ranking.MOST,
    }
    return render(request, "improvement/rank.html", context, status=422 if form is not None else 200)


def _back(pk: int | None = None) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(PAGE) + (f"#line-{pk}" if pk else ""))


@require_POST
@login_required
def weigh(request: HttpRequest) -> HttpResponse:
    """Set what counts how much."""
    reader_of(request, RANK)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    actions.weigh(web_act(request), **form.cleaned_data)
    messages.success(request, _("Saved. The order is computed anew."))
    return _back()


@require_POST
@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge value and effort of one improvement where it stands in the order."""
    reader_of(request, RANK)
    given = {name: whole_number(request.POST.get(name, "")) for name in ("value", "effort", "version")}
    fields: actions.Fields = {"value": given["value"], "effort": given["effort"]}
    actions.edit(web_act(request), pk=pk, version=given["version"] or 0, fields=fields)
    return _back(pk)


@require_POST
@login_required
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one improvement at a place by hand, with the reason; or give it back to the order."""
    reader_of(request, RANK)
    to = None if "back" in request.POST else whole_number(request.POST.get("place", "")) or 0
    actions.place(web_act(request), pk=pk, place=to, reason=request.POST.get("reason", ""))
    return _back(pk)


@require_POST
@login_required
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the order as the page showed it."""
    reader_of(request, RANK)
    seen = [whole_number(each) or 0 for each in request.POST.get("seen", "").split()]
    if len(seen) > ranking.MOST:
        raise Refusal("ranking.too_many", _("At most %(n)s improvements are ranked.") % {"n": ranking.MOST})
    made = actions.rank(web_act(request), seen=seen)
    messages.success(request, _("The ranking is frozen."))
    return HttpResponseRedirect(reverse("improvement:ranking", args=[made.pk]))


@login_required
def ranking_page(request: HttpRequest, number: int) -> HttpResponse:
    """A ranking as it was frozen, with what moved since the one before."""
    account = reader_of(request, RANK)
    found = Ranking.objects.select_related("by", "rule").filter(pk=number).first()
    if found is None:
        raise NotFound("ranking.not_found", _("There is no such ranking."))
    places = queries.places_of(account, found)
    rule = ranking.rule_of(found.rule)
    context = {"found": found, "places": places, "rule": rule, "hidden": len(found.lines) - len(places)}
    return render(request, "improvement/ranking.html", context)
