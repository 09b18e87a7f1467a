"""Pages of the control sheet."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.kernel.errors import NotFound
from hansei.rooms.improvement import sheet
from hansei.rooms.improvement.actions import control, rechecks
from hansei.rooms.improvement.forms.control import AnalyseForm, CheckForm, PersonForm, RecheckForm
from hansei.rooms.improvement.pages import REGISTER as IMPROVEMENTS
from hansei.rooms.improvement.pages.control import REGISTER
from hansei.rooms.improvement.papers import control as papers
from hansei.rooms.improvement.views.asking import asked, opened
from hansei.ui.pages import web_act, whole_number


@login_required
def sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The control sheet of an improvement as a document that prints, also as PDF, DOCX and XLSX."""
    account, found = opened(request, IMPROVEMENTS, pk, IMPROVEMENTS.see)
    if (wanted := document.asked_for(request)) is not None:
        form, language = wanted
        base = request.build_absolute_uri("/")
        make = lambda: papers.described(account, found)  # noqa: E731  # called once, in that language
        return document.answer(document.rendered(make, form, language=language, base=base))
    return render(request, "improvement/sheet.html", sheet.context_of(account, found))


@login_required
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether an item is met; only its checker may."""
    _account, item = opened(request, REGISTER, pk, REGISTER.see)
    form = CheckForm(request.POST or None, initial={"version": item.identity.version})

    def run(given: dict[str, Any]) -> None:
        control.check_item(
            web_act(request), pk=pk, version=given["version"], result=given["result"], observed=given["observed"]
        )

    return asked(request, REGISTER, item, form, run, heading=item.title, submit=_("Keep the result"))


@login_required
def analyse_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The cause of an item that is not met, and the measure against it."""
    _account, item = opened(request, REGISTER, pk)
    initial = {"version": item.identity.version, "cause": item.cause, "measure": item.measure}
    form = AnalyseForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> None:
        control.analyse_item(web_act(request), pk=pk, **given)

    return asked(request, REGISTER, item, form, run, heading=_("Analyse the cause"))


@login_required
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a duty of an item to somebody else."""
    opened(request, REGISTER, pk)
    given = request.POST
    control.hand_over(
        web_act(request),
        pk=pk,
        version=whole_number(given.get("version", "")) or 0,
        duty=given.get("duty", ""),
        to=whole_number(given.get("to", "")) or 0,
    )
    return HttpResponseRedirect(f"{reverse('control:record', args=[pk])}#duties")


@login_required
def supervise_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the quality supervisor of an improvement."""
    account, found = opened(request, IMPROVEMENTS, pk)
    form = PersonForm(account, request.POST or None, initial={"version": found.identity.version})

    def run(given: dict[str, Any]) -> None:
        supervisor = given["supervisor"].pk
        control.name_supervisor(web_act(request), pk=pk, version=given["version"], supervisor=supervisor)

    return asked(request, IMPROVEMENTS, found, form, run, heading=_("Name the quality supervisor"))


@login_required
@require_POST
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervisor's assessment."""
    opened(request, IMPROVEMENTS, pk, IMPROVEMENTS.see)
    control.assess(web_act(request), pk=pk, text=request.POST.get("text", ""))
    return HttpResponseRedirect(f"{reverse('improvement:record', args=[pk])}#control")


@login_required
def recheck_page(request: HttpRequest, pk: int, check: int) -> HttpResponse:
    """A check after closing: which items still hold; the verdict is that of the measure."""
    _account, found = opened(request, IMPROVEMENTS, pk, IMPROVEMENTS.see)
    it = found.rechecks.filter(pk=check).select_related("answer").first()
    if it is None:
        raise NotFound("control.no_recheck", _("There is no such check."))
    items = found.control_items.filter(state="closed").select_related("identity").order_by("pk")
    form = RecheckForm(request.POST or None, items=items)

    def run(given: dict[str, Any]) -> None:
        unmet = [each.pk for each in given["unmet"]]
        rechecks.recheck(web_act(request), pk=pk, recheck=check, unmet=unmet, text=given["text"])

    verdict = it.answer.get_verdict_display() if it.answer is not None else ""
    said = _("By the same measure: %(verdict)s.") % {"verdict": verdict or _("no verdict yet")}
    heading = _("Check %(days)s days after closing") % {"days": it.days}
    return asked(request, IMPROVEMENTS, found, form, run, heading=heading, lead=said, submit=_("Keep the result"))
