"""Pages of those who handle feedback: reading, replying, closing, and how it goes."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register import listing
from hansei.blocks.register.submitting import submitted
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import Refusal
from hansei.rooms.feedback import actions, queries
from hansei.rooms.feedback.forms import CloseForm, ReplyForm, UsersForm
from hansei.rooms.feedback.kinds import SEE_VOICE, WORK, WORK_VOICE
from hansei.rooms.feedback.models import Feedback
from hansei.rooms.feedback.pages import ITEMS
from hansei.ui import marks, words
from hansei.ui.pages import web_act, whole_number

PERIOD = timedelta(days=90)


def _item(request: HttpRequest, pk: int) -> Feedback:
    found = listing.one(ITEMS, reader_of(request, WORK), pk)
    assert isinstance(found, Feedback)
    return found


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it: a person has read it."""
    found = _item(request, pk)
    if request.method == "POST":
        actions.read_feedback(web_act(request), pk=pk, version=whole_number(request.POST.get("version", "")) or 0)
        return HttpResponseRedirect(reverse("feedback:record", args=[pk]))
    return render(request, "feedback/read.html", {"found": found})


@login_required
def reply_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to what was said."""
    found = _item(request, pk)
    form = ReplyForm(request.POST or None, initial={"version": found.identity.version, "reply": found.reply})
    return submitted(request, ITEMS, found, form, actions.reply_feedback, _("Reply"), submit=_("Reply"))


@login_required
def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Close feedback with what came of it."""
    found = _item(request, pk)
    first = {"version": found.identity.version, "outcome": found.outcome, "public_words": found.public_words}
    form = CloseForm(request.POST or None, initial=first)
    return submitted(request, ITEMS, found, form, actions.close_feedback, _("Close"), submit=_("Close"))


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """How feedback and complaints go: shares with their n, why people say nothing, how many users there are."""
    account = reader_of(request, SEE_VOICE)
    today, since = timezone.localdate(), timezone.now() - PERIOD
    said = queries.barriers((today - PERIOD).replace(day=1))
    total = sum(n for _label, n in said)
    drawn = (
        marks.bar_list([(label, n, words.number(n)) for label, n in said], _("Why people say nothing"))
        if total
        else None
    )
    context = {
        "voice": queries.voice(account, since=since),
        "complaints": queries.complaint_figures(account, first=today - PERIOD, last=today),
        "total": total,
        "drawn": drawn,
        "waiting": queries.waiting_drops(),
        "users_form": UsersForm(initial={"since": today}),
    }
    return render(request, "feedback/dashboard.html", context)


@login_required
@require_POST
def users(request: HttpRequest) -> HttpResponse:
    """Enter how many users there are."""
    reader_of(request, WORK_VOICE)
    form = UsersForm(request.POST)
    if not form.is_valid():
        raise Refusal("feedback.users", _("Enter a number, a day and where the number comes from."))
    actions.count_users(web_act(request), **form.cleaned_data)
    return HttpResponseRedirect(reverse("voice:dashboard"))
