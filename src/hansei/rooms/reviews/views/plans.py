"""What the pages of a plan do beyond the register: people, frequencies, and the calendar of all reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.kernel import rights
from hansei.rooms.reviews import actions, kinds, queries
from hansei.rooms.reviews.views.readers import reader_of_reviews
from hansei.ui.pages import web_act, whole_number
from hansei.worktime.periods import months_before

MONTHS_SHOWN = 12


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Twelve months of reviews: planned, held, missed, moved."""
    account = reader_of_reviews(request)
    asked = whole_number(request.GET.get("year", ""))
    today = timezone.localdate()
    first = date(asked, 1, 1) if asked and 1970 <= asked <= 2200 else months_before(today.replace(day=1), 2)
    until = months_before(first, -MONTHS_SHOWN)
    rows = queries.reviews(account).exclude(planned_on=None).filter(planned_on__gte=first, planned_on__lt=until)
    months: list[dict[str, Any]] = [{"first": months_before(first, -at), "rows": []} for at in range(MONTHS_SHOWN)]
    for each in rows.exclude(state="withdrawn").order_by("planned_on", "pk"):
        assert each.planned_on is not None
        at = (each.planned_on.year - first.year) * 12 + each.planned_on.month - first.month
        months[at]["rows"].append((each, LIFECYCLES["review"].state(each.state), _is_late(each, today)))
    context = {
        "months": months,
        "missed": queries.missed(queries.reviews(account))[:100],
        "may_work": rights.holds(account, kinds.WORK),
        "years": [first.year - 1, first.year + 1],
    }
    return render(request, "reviews/calendar.html", context)


def _is_late(each: Any, today: date) -> bool:
    """Planned for a day gone by and not held, or held after it."""
    if each.held_on is not None:
        return bool(each.held_on > each.planned_on)
    return bool(each.planned_on < today)


@login_required
@require_POST
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody comes to the reviews of the plan."""
    reader_of_reviews(request)
    account = whole_number(request.POST.get("account", "")) or None
    given = {name: request.POST.get(name, "") for name in ("side", "name", "email", "language")}
    actions.add_person(web_act(request), plan=pk, account=account, only=request.POST.getlist("only"), **given)
    return redirect("reviews:plans:record", pk)


@login_required
@require_POST
def take_person_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody comes no more."""
    reader_of_reviews(request)
    actions.take_person_away(web_act(request), plan=pk, person=whole_number(request.POST.get("person", "")) or 0)
    return redirect("reviews:plans:record", pk)


@login_required
@require_POST
def frequency(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold one kind of review more or less often."""
    reader_of_reviews(request)
    seen = whole_number(request.POST.get("version", "")) or 0
    given = {name: request.POST.get(name, "") for name in ("kind", "frequency")}
    actions.set_frequency(web_act(request), pk=pk, version=seen, **given)
    return redirect("reviews:plans:record", pk)


@login_required
@require_POST
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """From which data set, and by which cases, the packs of the plan are filled."""
    reader_of_reviews(request)
    seen = whole_number(request.POST.get("version", "")) or 0
    field, value = request.POST.get("scope_field", ""), request.POST.get("scope_value", "").strip()
    fields: actions.PlanFields = {
        "data_set": whole_number(request.POST.get("data_set", "")) or None,
        "scope_field": field if value else "",
        "scope_value": value if field else "",
    }
    actions.edit_plan(web_act(request), pk=pk, version=seen, fields=fields)
    return redirect("reviews:plans:record", pk)
