"""The page of who acts for whom: those of the reader, for an administrator everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.kernel.people import ADMINISTER
from hansei.rooms.governance import actions, queries
from hansei.rooms.governance.days import begin_of, end_of
from hansei.rooms.governance.forms import ChangeDeputyForm, DeputyForm
from hansei.rooms.governance.kinds import SEE
from hansei.rooms.governance.matters import MATTERS
from hansei.rooms.governance.models import Deputy
from hansei.ui.pages import web_act, whole_number

MOST = 200
LATELY = timedelta(days=365)


@login_required
def deputies_page(request: HttpRequest) -> HttpResponse:
    """Who acts for whom now, later, and in the last year; and the form to name a deputy."""
    account = reader_of(request, SEE)
    is_administrator = rights.holds(account, ADMINISTER)
    form = DeputyForm(account, request.POST or None, may_name_others=is_administrator, initial={"principal": account})

    def run(given: dict[str, Any]) -> None:
        begins = given["since"]
        actions.name_deputy(
            web_act(request),
            principal=given["principal"].pk if "principal" in given else None,
            account=given["account"].pk,
            since=begin_of(begins) if begins and begins != timezone.localdate() else None,
            until=end_of(given["until"]),
            matters=given["matters"],
            reason=given["reason"],
        )

    if (done := _carried_out(request, form, run, _("The deputy is named."))) is not None:
        return done
    shown = queries.known_deputies(account).filter(until__gte=timezone.now() - LATELY)[:MOST]
    context = {"form": form, "lines": [_line(account, each, is_administrator) for each in shown]}
    return render(request, "governance/deputies.html", context, status=422 if form.errors else 200)


@login_required
def change_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody act for longer or shorter, or in other matters."""
    account = reader_of(request, SEE)
    found = queries.known_deputies(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("deputy.not_found", _("There is no such deputy, or it is nobody of yours."))
    last = timezone.localdate(found.last_instant)
    initial = {"version": found.version, "until": last, "matters": found.matters}
    form = ChangeDeputyForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> None:
        actions.change_deputy(
            web_act(request),
            deputy=pk,
            version=given["version"],
            until=end_of(given["until"]),
            matters=given["matters"],
        )

    if (done := _carried_out(request, form, run, _("It holds from now on."))) is not None:
        return done
    context = {"form": form, "deputy": found}
    return render(request, "governance/change_deputy.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody act no longer."""
    reader_of(request, SEE)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.end_deputy(web_act(request), deputy=pk, version=version)
    messages.success(request, _("It has ended."))
    return HttpResponseRedirect(reverse("governance:deputies"))


def _carried_out(
    request: HttpRequest, form: forms.Form, run: Callable[[dict[str, Any]], None], said: str
) -> HttpResponse | None:
    """Do what the form says and go back to the list; None where it is to be shown, with what stands against it."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        run(form.cleaned_data)
    except Outdated as outdated:
        messages.warning(request, outdated.message)
        return HttpResponseRedirect(reverse("governance:deputies"))
    except Refusal as refused:
        if refused.status != 409:
            raise
        form.add_error(None, refused.message)
        return None
    messages.success(request, said)
    return HttpResponseRedirect(reverse("governance:deputies"))


def _line(account: Account, found: Deputy, is_administrator: bool) -> dict[str, Any]:
    now = timezone.now()
    is_over = found.until <= now
    is_mine = found.account_id == account.pk
    never = found.until <= found.since
    word = _("never began") if never else _("ended") if is_over else _("now") if found.since <= now else _("later")
    return {
        "deputy": found,
        "word": word,
        "tone": "line" if is_over else "good" if found.since <= now else "note",
        "matters": [MATTERS.get(each, each) for each in found.matters],
        "may_change": not is_over and (found.principal_id == account.pk or (is_administrator and not is_mine)),
        "may_end": not is_over,
    }
