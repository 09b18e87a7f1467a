"""Pages of surveys: those open, one with its results and links, and the three taps that anybody with a link sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.mail import sending
from hansei.blocks.register.views import reader_of
from hansei.blocks.survey import QUESTIONS, Scale, answering
from hansei.blocks.survey import actions as surveys
from hansei.blocks.survey import queries as asked
from hansei.blocks.survey.models import Survey
from hansei.blocks.survey.results import Result, Results, arrow
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.feedback import actions
from hansei.rooms.feedback.forms import HoldForm, InviteForm, SurveyForm
from hansei.rooms.feedback.kinds import SEE_VOICE, WORK_VOICE
from hansei.ui.components import Figure
from hansei.ui.pages import web_act, whole_number

ANSWER = re.compile(r"-?[0-9]{1,2}")
QUARTER = timedelta(days=90)
REMARKS = 50


@login_required
def surveys_page(request: HttpRequest) -> HttpResponse:
    """The surveys, those whose round is due, what keeps us from asking, and the form to open another."""
    account = reader_of(request, SEE_VOICE)
    form, status = SurveyForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                pk = actions.open_survey(web_act(request), **form.cleaned_data)
                return HttpResponseRedirect(reverse("survey:survey", args=[pk]))
            except Refusal as refusal:
                if refusal.status != 409:
                    raise
                form.add_error(None, refusal.message)
    today, last = timezone.localdate(), list(Survey.objects.all()[:50])
    context = {
        "surveys": [(each, _dials(asked.results_of(each, today - QUARTER, today))) for each in last],
        "due": asked.rounds_due(today),
        "holds": asked.holds(),
        "hold_form": HoldForm(),
        "form": form,
        "may_work": rights.holds(account, WORK_VOICE),
    }
    return render(request, "feedback/surveys.html", context, status=status)


@login_required
def survey_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: results of the last 90 days with n and interval, remarks, and links for people."""
    account = reader_of(request, SEE_VOICE)
    found = _found(pk)
    form, status, made = InviteForm(request.POST or None), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, status = _asked_now(request, pk, form), 200
            except Refusal as refusal:
                if refusal.status != 409:
                    raise
                form.add_error(None, refusal.message)
    today = timezone.localdate()
    now = asked.results_of(found, today - QUARTER, today)
    before = asked.results_of(found, today - 2 * QUARTER, today - QUARTER)
    context = {
        "survey": found,
        "results": now,
        "lines": [_line(each, found, before, now) for each in now.questions] if now.may_be_shown else [],
        "remarks": found.remarks.order_by("-week", "pk")[:REMARKS],
        "form": form,
        "links": [(who, request.build_absolute_uri(reverse("voice:asked", args=[token]))) for who, token in made.links]
        if made
        else [],
        "made": made,
        "why_not": asked.why_not_now(found, today),
        "may_work": rights.holds(account, WORK_VOICE),
        "mail_is_set_up": sending.is_set_up(),
    }
    context["mails"], faults = asked.mails_of(found)
    context["faults"] = faults if context["may_work"] else []
    return render(request, "feedback/survey.html", context, status=status)


def _asked_now(request: HttpRequest, pk: int, form: InviteForm) -> surveys.Invited:
    """By mail, or as links that somebody hands on."""
    if request.POST.get("way") == "mail":
        return actions.mail_survey(web_act(request), survey=pk, recipients=form.cleaned_data["addresses"])
    return actions.invite(web_act(request), survey=pk, people=form.people())


@login_required
@require_POST
def mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a survey's mail again that failed or perhaps was not sent."""
    reader_of(request, WORK_VOICE)
    actions.mail_survey_again(web_act(request), mail=whole_number(request.POST.get("mail", "")) or 0)
    return HttpResponseRedirect(reverse("survey:survey", args=[pk]))


def _line(each: Result, found: Survey, before: Results, now: Results) -> tuple[Result, Figure, str, list[Any]]:
    return each, _figure(each, found), arrow(before, now, each.question.code), _bars(each)


def _found(pk: int) -> Survey:
    found = Survey.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("survey.not_found", _("There is no such survey."))
    return found


def _bars(line: Result) -> list[tuple[Any, int]]:
    return [(label, count) for (_value, label), count in zip(line.question.answers, line.counts, strict=True)]


def _figure(line: Result, found: Survey) -> Figure:
    """A result as a figure: share, mean, or points from −100 to 100."""
    note = ""
    if line.question.scale is Scale.RECOMMENDATION and not found.may_choose:
        note = _("asked of users who cannot choose another service")
    return Figure(
        value=line.value,
        label=line.question.text,
        n=line.n,
        low=line.low,
        high=line.high,
        form="share" if line.is_share else "number",
        places=None if line.is_share else 1,
        note=note,
    )


def _dials(results: Results) -> list[Figure]:
    """Three dials: did it work, how did it feel, did it meet what was needed."""
    if not results.may_be_shown:
        return []
    wanted = ("worked", "felt", "met", "service_worked", "service_felt", "service_met")
    return [_figure(each, Survey()) for each in results.questions if each.question.code in wanted][:3]


@login_required
@require_POST
def close_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no more."""
    reader_of(request, WORK_VOICE)
    actions.close_survey(web_act(request), survey=pk)
    return HttpResponseRedirect(reverse("survey:survey", args=[pk]))


@login_required
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Ask nothing for now."""
    reader_of(request, WORK_VOICE)
    form = HoldForm(request.POST)
    if not form.is_valid():
        raise Refusal("survey.why", _("Say what is open."))
    actions.hold_surveys(web_act(request), **form.cleaned_data)
    return HttpResponseRedirect(reverse("survey:surveys"))


@login_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """What was grave is over."""
    reader_of(request, WORK_VOICE)
    actions.resume_surveys(web_act(request), held=whole_number(request.POST.get("held", "")) or 0)
    return HttpResponseRedirect(reverse("survey:surveys"))


def asked_page(request: HttpRequest, token: str) -> HttpResponse:
    """One question after the other, a tap each; the last tap sends. Then an open field, if one likes.

    The link of a mail names the mail's language.
    """
    language = request.GET.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return _asked(request, token)
    with translation.override(language):
        return _asked(request, token)


def _asked(request: HttpRequest, token: str) -> HttpResponse:
    today = timezone.localdate()
    if request.method == "POST" and (kept := request.POST.get("thanks")):
        return _remarked(request, kept)
    found = answering.survey_of(token, today)
    answers = {code: int(given) for code in found.questions if ANSWER.fullmatch(given := request.POST.get(code, ""))}
    if any(value not in QUESTIONS[code].values for code, value in answers.items()):
        raise Refusal("survey.answer", _("Choose one of the answers."))
    left = [QUESTIONS[code] for code in found.questions if code not in answers]
    if left:
        context = {
            "survey": found,
            "question": left[0],
            "answers": answers,
            "at": len(answers) + 1,
            "of": len(found.questions),
        }
        return _page(request, "feedback/asked.html", context)
    return _page(request, "feedback/asked_thanks.html", {"thanks": answering.answer(token, answers, today)})


def _remarked(request: HttpRequest, kept: str) -> HttpResponse:
    answering.remark(kept, request.POST.get("text", ""), timezone.localdate())
    return _page(request, "feedback/asked_thanks.html", {"thanks": ""})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # with none at all a browser sends no origin, and forms fail
    return response
