"""The seven pages, the sheets, the people and the knowledge of an improvement; and proposing, open to everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register import listing
from hansei.blocks.register.forms import form_for
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions, queries
from hansei.rooms.improvement.forms.pages import StepForm, SuggestForm, TransferForm
from hansei.rooms.improvement.models import Improvement, Step
from hansei.rooms.improvement.pages import REGISTER
from hansei.rooms.improvement.pages.lessons import LESSONS
from hansei.rooms.improvement.sections import step_lines
from hansei.ui.pages import reader, web_act


def found_for(request: HttpRequest, pk: int, right: str = "") -> tuple[Account, Improvement]:
    """The reader and an improvement they may see, or a refusal."""
    account = reader_of(request, right or REGISTER.see)
    found = listing.one(REGISTER, account, pk)
    assert isinstance(found, Improvement)
    return account, found


def back_to(found: Improvement, anchor: str = "") -> HttpResponseRedirect:
    """To the improvement's page, at one of its sections."""
    return HttpResponseRedirect(reverse("improvement:record", args=[found.pk]) + (f"#{anchor}" if anchor else ""))


@login_required
def step_page(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One of the seven pages of an improvement, beside the others."""
    if step not in Step.values:
        raise NotFound("improvement.no_step", _("There is no such step."))
    _account, found = found_for(request, pk, REGISTER.work)
    page = found.step_pages.filter(step=step).select_related("text").first()
    baselines = list(found.baselines.all()) if step == Step.WHERE_NOW else None
    initial: dict[str, Any] = {"seen": page.text_id if page else 0, "text": page.text.text if page else ""}
    if baselines is not None:
        initial["cites"] = page.cites_id if page and page.cites_id else (baselines[-1].pk if baselines else "")
    form = StepForm(request.POST or None, initial=initial, baselines=baselines)
    refused: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = actions.write_step(
                web_act(request), pk=pk, step=step, text=given["text"], seen=given["seen"], cites=given.get("cites")
            )
            said = _("The page is complete.") if done else _("Saved. The page stays open until it cites a baseline.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("improvement:step", args=[pk, _next(step) if done else step]))
        except Outdated as refusal:
            stands = page.text.text if page else ""
            refused = {"refusal": refusal, "both": [(Step(step).label, stands, given["text"])]}
            written = request.POST.copy()
            written["seen"] = str(initial["seen"])
            form.data = written
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            form.add_error(None, refusal.message)
    context = {
        "register": REGISTER,
        "record": found,
        "form": form,
        "heading": Step(step).label,
        "lines": step_lines(found),
        "step": step,
        "back_url": reverse("improvement:record", args=[pk]),
        "list_url": reverse("improvement:list"),
        "crumb": found.identity.key,
        "no_baseline": baselines is not None and not baselines,
        **refused,
    }
    status = 412 if refused else 422 if form.errors else 200
    return render(request, "improvement/step.html", context, status=status)


def _next(step: str) -> str:
    order = list(Step.values)
    at = order.index(step)
    return order[min(at + 1, len(order) - 1)]


@require_POST
@login_required
def start_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the sheets of an improvement that had begun before there were any."""
    _account, found = found_for(request, pk)
    actions.start_sheets(web_act(request), pk=pk)
    return back_to(found)


@require_POST
@login_required
def take_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take part in an improvement, or no longer."""
    _account, found = found_for(request, pk)
    actions.take_part(web_act(request), pk=pk, takes_part=request.POST.get("takes_part") != "no")
    return back_to(found, "people")


@require_POST
@login_required
def celebrate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say thanks for an improvement."""
    _account, found = found_for(request, pk)
    actions.celebrate(web_act(request), pk=pk, text=request.POST.get("text", ""))
    return back_to(found, "people")


@login_required
def transfer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the knowledge of an improvement was handed on."""
    _account, found = found_for(request, pk, REGISTER.work)
    form = TransferForm(request.POST or None, initial={"on": timezone.localdate().isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.transfer(web_act(request), pk=pk, **form.cleaned_data)
            messages.success(request, _("The transfer is recorded."))
            return back_to(found, "knowledge")
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            form.add_error(None, refusal.message)
    return form_page(request, form, _("Record a transfer of knowledge"), found)


@login_required
def lesson_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what an improvement taught."""
    account, found = found_for(request, pk, REGISTER.work)
    form = form_for(LESSONS, account)(request.POST or None, initial={"service": found.service})
    if request.method == "POST" and form.is_valid():
        try:
            fields: Any = {**form.values(), "improvement": pk}
            made = actions.write_lesson(web_act(request), fields=fields)
            messages.success(request, _("The lesson is a draft; publish it, then others find it."))
            return HttpResponseRedirect(reverse("lessons:record", args=[made.pk]))
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            form.add_error(None, refusal.message)
    return form_page(request, form, _("Write a lesson"), found)


def form_page(request: HttpRequest, form: Any, heading: str, found: Improvement | None, **more: Any) -> HttpResponse:
    """A form of this room as the register draws forms."""
    list_url = reverse("improvement:list")
    context = {
        "register": REGISTER,
        "form": form,
        "heading": heading,
        "crumb": found.identity.key if found else heading,
        "list_url": list_url,
        "back_url": reverse("improvement:record", args=[found.pk]) if found else list_url,
        **more,
    }
    return render(request, more.get("template", "register/form.html"), context, status=422 if form.errors else 200)


@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    """Propose an improvement, whatever one may otherwise do here; below, how the reader's own ideas went on."""
    account = reader(request)
    form = SuggestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.suggest(web_act(request), **form.cleaned_data)
            said = _("Thank you. Your idea is number %(key)s; you see here how it goes on.")
            messages.success(request, said % {"key": made.identity.key})
            return HttpResponseRedirect(reverse("improvement:suggest"))
        except Refusal as refusal:
            if refusal.status != 409:
                raise
            form.add_error(None, refusal.message)
    mine = queries.proposed_by(account)
    context = {"form": form, "mine": mine}
    return render(request, "improvement/suggest.html", context, status=422 if form.errors else 200)


@login_required
def for_users(request: HttpRequest) -> HttpResponse:
    """The improvements that users may know of: what is being done, and what came of it."""
    reader(request)
    return render(request, "improvement/for_users.html", {"rows": queries.for_users()})
