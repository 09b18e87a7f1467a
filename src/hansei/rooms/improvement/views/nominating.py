"""Pages of nominating somebody for a celebration, of answering it, and of duties in role descriptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement import actions, queries
from hansei.rooms.improvement.forms.culture import NominateForm, RoleDutyForm
from hansei.rooms.improvement.kinds import RESERVE, SEE
from hansei.ui.pages import web_act, whole_number


@login_required
def nominate_page(request: HttpRequest) -> HttpResponse:
    """Nominate somebody; answer nominations of oneself; read those of the team that wait for an answer."""
    account = reader_of(request, SEE)
    form = NominateForm(account, request.POST or None, initial={"improvement": request.GET.get("improvement")})

    def run(given: dict[str, Any]) -> None:
        person, found = given["account"], given["improvement"]
        actions.nominate(
            web_act(request),
            account=person.pk if person else None,
            improvement=found.pk if found else None,
            text=given["text"],
        )

    if request.method == "POST" and form.is_valid() and _done(form, run):
        messages.success(request, _("The person is asked whether everybody may read it."))
        return HttpResponseRedirect(reverse("improvement:nominate"))
    context = {
        "form": form,
        "mine": list(queries.nominations_of(account)[:20]),
        "waiting": list(queries.nominations_in_team(account)[:20]),
    }
    return render(request, "improvement/nominate.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def answer_nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """The nominated person says whether everybody may read it."""
    reader_of(request, SEE)
    actions.answer_nomination(web_act(request), nomination=pk, agrees=request.POST.get("agrees") == "yes")
    return HttpResponseRedirect(f"{reverse('improvement:nominate')}#mine")


@login_required
def role_duty_page(request: HttpRequest) -> HttpResponse:
    """Note what a role's description asks for improving."""
    reader_of(request, RESERVE)
    form = RoleDutyForm(request.POST or None)

    def run(given: dict[str, Any]) -> None:
        actions.note_role_duty(web_act(request), role=given["role"], duty=given["duty"])

    if request.method == "POST" and form.is_valid() and _done(form, run):
        return HttpResponseRedirect(f"{reverse('improvement:culture')}#roles")
    return render(request, "improvement/role_duty.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def end_role_duty(request: HttpRequest) -> HttpResponse:
    """A role's description says this no longer."""
    reader_of(request, RESERVE)
    actions.end_role_duty(web_act(request), duty=whole_number(request.POST.get("duty", "")) or 0)
    return HttpResponseRedirect(f"{reverse('improvement:culture')}#roles")


def _done(form: forms.Form, run: Any) -> bool:
    try:
        run(form.cleaned_data)
    except Refusal as refused:
        if refused.status != 409:
            raise
        form.add_error(None, refused.message)
        return False
    return True
