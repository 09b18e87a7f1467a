"""The wheel of the sixteen sources, and what is done with an input: written down, looked at, decided."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register.custom_form import CustomForm
from hansei.blocks.register.forms import form_for
from hansei.blocks.register.views import new_page as plain_new_page
from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement import actions, hearing, queries, titles
from hansei.rooms.improvement.forms.inputs import ConvertForm, DeclineForm, RepeatsForm
from hansei.rooms.improvement.kinds import INPUT_LIFE
from hansei.rooms.improvement.models import MORE_SOURCES, Source
from hansei.rooms.improvement.pages.inputs import INPUTS, SILENCE, called, figures
from hansei.rooms.improvement.views.asking import asked, opened
from hansei.ui import marks, words
from hansei.ui.pages import web_act


@login_required
def sources_page(request: HttpRequest) -> HttpResponse:
    """The wheel of twelve and four sources: what came from each, what became of it, and which are silent."""
    account = reader_of(request, INPUTS.see)
    rows = queries.sources(account)
    drawn = _wheel(rows)
    if (file := marks.asked_for(request, drawn)) is not None:
        return file
    context = {
        "figures": figures(rows),
        "picture": drawn,
        "lines": [_line(each) for each in rows],
        "said": _said(rows),
        "may_work": rights.holds(account, INPUTS.work),
    }
    return render(request, "improvement/sources.html", context)


def _said(rows: list[queries.SourceRow]) -> str:
    """The one sentence of the page."""
    if not (silent := queries.silent(rows)):
        return _("Every source speaks, and each led to an improvement in the last half year.")
    unused = sum(each.silence == "unused" for each in rows)
    names = {"n": silent, "all": len(rows), "quiet": silent - unused, "unused": unused}
    return _(
        "Silent sources: %(n)s of %(all)s. Without any input in 90 days: %(quiet)s; with inputs of which none became"
        " an improvement in 180 days: %(unused)s."
    ) % {name: words.number(each) for name, each in names.items()}


def _wheel(rows: list[queries.SourceRow]) -> marks.Picture:
    spokes = [
        marks.Spoke(
            str(Source(each.code).label),
            each.recent,
            _list_of(each.code),
            _("none used") if each.silence == "unused" else "",
        )
        for each in rows
    ]
    said = _("The length of a spoke is how many inputs came in the last 90 days; a dashed one is silent.")
    return marks.wheel(spokes, _("Sources of improvement"), words.number(sum(each.recent for each in rows)), said)


def _list_of(origin: str) -> str:
    return f"{reverse('inputs:list')}?{urlencode({'origin': origin})}"


def _line(row: queries.SourceRow) -> dict[str, Any]:
    feeder = hearing.FEEDERS.get(row.code)
    return {
        "row": row,
        "label": Source(row.code).label,
        "is_more": row.code in MORE_SOURCES,
        "url": _list_of(row.code),
        "listens_to": feeder.listens_to if feeder else "",
        "silence": SILENCE.get(row.silence, ""),
    }


@login_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Say that somebody looked into a source today."""
    reader_of(request, INPUTS.work)
    origin = request.POST.get("origin", "")
    actions.check_source(web_act(request), origin=origin)
    said = _("Noted: “%(source)s” was looked into today. Write down what you found there.")
    messages.success(request, said % {"source": Source(origin).label})
    return HttpResponseRedirect(f"{reverse('inputs:sources')}#{origin}")


@login_required
def new_page(request: HttpRequest) -> HttpResponse:
    """Write an input down. What says much the same is shown first; saving again keeps the new one too."""
    account = reader_of(request, INPUTS.see)
    form = form_for(INPUTS, account)(request.POST or None)
    if request.method == "POST" and "seen" not in request.POST and form.is_valid():
        given = form.cleaned_data
        if found := queries.alike(account, given["title"], given["evidence"]):
            context = {
                "register": INPUTS,
                "form": form,
                "own": CustomForm(INPUTS, account, None, INPUT_LIFE.first, request.POST),
                "alike": called(account, found),
                "heading": INPUTS.new_label,
                "crumb": INPUTS.new_label,
                "list_url": reverse("inputs:list"),
                "back_url": reverse("inputs:list"),
                "submit": _("Write it down all the same"),
            }
            return render(request, "improvement/alike.html", context)
    return plain_new_page(request, register=INPUTS)


@contextmanager
def of_field(name: str) -> Iterator[None]:
    """A number that names nothing is a mistake in this field of the form, not a page that is not there."""
    try:
        yield
    except NotFound as missing:
        raise Refusal(missing.code, missing.message, fields={name: [missing.message]}) from None


@login_required
def convert_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an improvement of an input, or tie it to one that is there."""
    account, found = opened(request, INPUTS, pk)
    initial = {"version": found.identity.version, "title": titles.title(account, found)}
    form = ConvertForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> object:
        with of_field("improvement"):
            return actions.convert(web_act(request), pk=pk, **given)

    heading, done = _("Make an improvement of it"), _("The input became an improvement; both know each other.")
    return asked(request, INPUTS, found, form, run, heading=heading, done=done)


@login_required
def decline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why nothing comes of an input."""
    _account, found = opened(request, INPUTS, pk)
    form = DeclineForm(request.POST or None, initial={"version": found.identity.version})

    def run(given: dict[str, Any]) -> object:
        return actions.decline(web_act(request), pk=pk, **given)

    return asked(request, INPUTS, found, form, run, heading=_("Decline"), submit=_("Decline"))


@login_required
def repeats_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which other input says the same."""
    account, found = opened(request, INPUTS, pk)
    form = RepeatsForm(request.POST or None, initial={"version": found.identity.version})
    like = [each for each in queries.alike(account, titles.title(account, found), found.evidence) if each.pk != pk]

    def run(given: dict[str, Any]) -> object:
        with of_field("other"):
            return actions.repeats(web_act(request), pk=pk, **given)

    more: dict[str, Any] = {"template": "improvement/alike.html", "alike": called(account, like), "is_repeat": True}
    return asked(request, INPUTS, found, form, run, heading=_("It repeats another"), **more)
