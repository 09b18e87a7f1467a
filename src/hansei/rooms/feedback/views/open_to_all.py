"""Pages for anybody, signed in or not: say something, read the reply, see the wall, say why one says nothing.

No line is written to the log about them, and an anonymous opinion neither reads nor writes a session.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.rooms.feedback import actions, queries
from hansei.rooms.feedback.forms import BarrierForm, GiveForm, TokenForm


def give_page(request: HttpRequest) -> HttpResponse:
    """Say what you think, with your name or without any; without it a token shows the reply later."""
    account = request.user if isinstance(request.user, Account) else None
    form = GiveForm(request.POST or None, is_known=account is not None)
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, account, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    return _page(request, "feedback/give.html", {"form": form, "account": account}, 422 if form.errors else 200)


def _kept(request: HttpRequest, account: Account | None, given: dict[str, object]) -> HttpResponse:
    said = {name: given[name] for name in ("title", "text", "service", "may_be_shown")}
    if given["how"] == "anonymous":
        token = actions.drop(**said, day=timezone.localdate())  # type: ignore[arg-type]  # the form's own types
        return _page(request, "feedback/given.html", {"token": token})
    named = {name: given.get(name, "") for name in ("giver_name", "contact")}
    actions.give(Act(by=account, via="web"), fields={**said, **named})  # type: ignore[typeddict-item]  # made of two sets of its fields
    return _page(request, "feedback/given.html", {"token": ""})


def answer_page(request: HttpRequest) -> HttpResponse:
    """Read the reply to anonymous feedback by its token."""
    form = TokenForm(request.POST or None)
    found, waits = None, False
    if request.method == "POST" and form.is_valid():
        found = queries.by_token(form.cleaned_data["token"])
        waits = found is None and queries.waits(form.cleaned_data["token"])
        if found is None and not waits:
            form.add_error("token", _("There is nothing with this token. Look whether it was copied whole."))
    context = {"form": form, "found": found, "waits": waits}
    return _page(request, "feedback/answer.html", context, 422 if form.errors else 200)


def wall_page(request: HttpRequest) -> HttpResponse:
    """You said, we did: what users said and what came of it."""
    return _page(request, "feedback/wall.html", {"lines": queries.wall()})


def why_not_page(request: HttpRequest) -> HttpResponse:
    """Say in one tap why you say nothing; it is counted and nothing else."""
    form = BarrierForm(request.POST or None)
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        actions.say_why_not(form.cleaned_data["barrier"], timezone.localdate())
    return _page(request, "feedback/why_not.html", {"form": form, "is_done": is_done})


def _page(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    response = render(request, template, dict(context), status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"  # with none at all a browser sends no origin, and forms fail
    return response
