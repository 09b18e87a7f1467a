"""The one place where a refusal, or what is not there yet, becomes a page or a fragment of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from hansei.kernel import access
from hansei.kernel.errors import NotYet, Outdated, Refusal
from hansei.kernel.models import Account
from hansei.ui import kept
from hansei.ui.pages import wants_part

MENDED: Final = (Refusal.status, Outdated.status)  # what somebody can mend or has to write again
RECORD_CHANGED: Final = "record.outdated"


class refusals:
    """Answer a `Refusal` that a view let rise: its sentence, its status, its code."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, named: dict[str, Any]) -> None:
        """A number beyond what a row can have is no page: SQLite would fail on it."""
        if any(isinstance(each, int) and each >= 2**63 for each in named.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotYet):
            return not_yet(request)
        if isinstance(problem, ValueError) and "NUL (0x00)" in str(problem):  # PostgreSQL keeps no such text
            said = _("The text holds a character that cannot be kept. Type it anew and save again.")
            problem = Refusal("text.nul", said)
        if not isinstance(problem, Refusal):
            return None
        user = getattr(request, "user", None)
        access.denied(user if isinstance(user, Account) else None, problem, "web")
        return refused(request, problem)


def not_yet(request: HttpRequest) -> HttpResponse:
    """Say that it is being computed; the page, or its part, asks again by itself every second."""
    if request.method == "POST":
        return _sent_again(request)
    is_part = wants_part(request)
    response = render(request, "ui/parts/not_yet.html" if is_part else "ui/not_yet.html", status=202)
    if not is_part:
        response.headers["Refresh"] = "1"  # works without JavaScript
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent_again(request: HttpRequest) -> HttpResponse:
    """A page that sends every word again by itself. A file cannot be sent so, nor what came from a part of a page."""
    if wants_part(request) or request.FILES:
        return refused(request, Refusal("being_computed", _("The figures are being counted. Try again in a moment.")))
    sent = [(name, each) for name, values in request.POST.lists() for each in values if name != "csrfmiddlewaretoken"]
    response = render(request, "ui/sent_again.html", {"sent": sent}, status=202)
    response.headers["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Show the sentence: as an alert for a part of a page, as a page of its own with the words sent otherwise."""
    is_part = wants_part(request)
    template = "ui/parts/refusal.html" if is_part else "ui/errors/refusal.html"
    words = kept.kept(request) if refusal.status in MENDED else None
    context = {
        "refusal": refusal,
        "sentence": _sentence(refusal, words, is_part=is_part),
        "is_outdated": isinstance(refusal, Outdated),
        "kept": words,
        "back": _page_before(request),
    }
    response = render(request, template, context, status=refusal.status)
    response.headers["X-Refusal"] = refusal.code
    if is_part:
        # The sentence belongs to the person, not into the place the answer would have filled.
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "beforeend"
    return response


def _sentence(refusal: Refusal, words: kept.Kept | None, *, is_part: bool) -> str:
    """What to say: of a record changed meanwhile only what can be done here, where no two texts can be compared."""
    if refusal.code != RECORD_CHANGED or (is_part and words):
        return refusal.message
    if words is None:
        return _("Somebody changed this after you opened it. Look at it again before you go on.")
    return _(
        "Somebody changed this after you opened it. What you wrote stands below: "
        "look at what stands there now, then write it there again."
    )


def _page_before(request: HttpRequest) -> str | None:
    """The page of this installation on which a refused action was asked for, as the browser says; None: unknown."""
    told = request.headers.get("Referer", "")
    try:
        page = urlsplit(told)
    except ValueError:
        return None
    here = (request.scheme, request.get_host())
    return (
        told if request.method == "POST" and (page.scheme, page.netloc) == here and page.path != request.path else None
    )
