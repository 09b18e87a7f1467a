"""The table of levels, and one level with its template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.rooms.reviews import actions, kinds, planning, queries, wording
from hansei.rooms.reviews import levels as set_levels
from hansei.rooms.reviews.models import Form
from hansei.rooms.reviews.views.readers import reader_of_reviews
from hansei.ui.pages import web_act, whole_number

TEXTS = ("frequency", "form", "content", "provider_side", "customer_side", "checklist")


@login_required
def levels(request: HttpRequest) -> HttpResponse:
    """Which levels of review there are: content, frequency, who comes, and by when the papers are out."""
    account = reader_of_reviews(request)
    rows = [(each, wording.frequency(each.frequency), Form(each.form).label) for each in set_levels.levels()]
    context = {"rows": rows, "may_work": rights.holds(account, kinds.WORK)}
    return render(request, "reviews/levels.html", context)


@login_required
def level(request: HttpRequest, of: str) -> HttpResponse:
    """One level with its template: the sections it must have, own ones, the checklist; and the form to change it."""
    account = reader_of_reviews(request)
    if of not in set_levels.SHIPPED:
        raise NotFound("level.not_found", _("There is no such kind of review."))
    found, status, error = set_levels.level(of), 200, ""
    plans = [each for name in request.POST.getlist("plans") if (each := whole_number(name)) is not None]
    given: dict[str, Any] = {name: str(getattr(found, name)) for name in TEXTS}
    given |= {"pack_days": found.pack_days, "minutes_days": found.minutes_days, "seen": found.version}
    given["own_sections"] = "\n".join(title for _code, title in found.own_sections)
    if request.method == "POST":
        given |= {name: request.POST.get(name, "") for name in (*TEXTS, "own_sections", "pack_days", "minutes_days")}
        try:
            actions.change_level(web_act(request), code=of, plans=plans, **_inputs(request, given))
            messages.success(request, _("Saved. Those concerned are asked to acknowledge it."))
            return redirect("reviews:level", of)
        except Refusal as refusal:
            if refusal.status not in (Refusal.status, Outdated.status):
                raise
            status, error = 412 if refusal.status == Outdated.status else 422, refusal.message
            given["seen"] = found.version
    may_work = rights.holds(account, kinds.WORK)
    running = queries.running_plans(account, of) if may_work else []
    context = {
        "level": found,
        "given": given,
        "error": error,
        "shipped": [wording.section(each) for each in found.sections],
        "frequencies": [(each, wording.frequency(each)) for each in planning.FREQUENCIES],
        "forms": Form.choices,
        "running": [(each, wording.frequency(each.frequencies[of]), each.pk in plans) for each in running],
        "may_work": may_work,
    }
    return render(request, "reviews/level.html", context, status=status)


def _inputs(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    days = {}
    for name in ("pack_days", "minutes_days"):
        number = whole_number(str(given[name]))
        days[name] = -1 if number is None else number
    texts = {name: given[name] for name in TEXTS}
    own = str(given["own_sections"]).splitlines()
    return {**texts, **days, "own_sections": own, "seen": whole_number(request.POST.get("seen", "")) or 0}
