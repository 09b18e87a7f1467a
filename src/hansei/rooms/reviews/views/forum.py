"""The page on which a cross-team forum is prepared and followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.canvas import drawn
from hansei.kernel import rights, seeing
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.goals import queries as goals
from hansei.rooms.reviews import actions, kinds, queries
from hansei.rooms.reviews import forum as forums
from hansei.rooms.reviews.models import Help, Kind, Review
from hansei.rooms.reviews.views.readers import reader_of_reviews
from hansei.ui import marks
from hansei.ui.components import Figure
from hansei.ui.pages import web_act, whole_number

DAYS_TO_DO = 14


@login_required
def forum(request: HttpRequest, pk: int) -> HttpResponse:
    """A forum: proposed topics, topics with their customer goal, assumptions, help, and who helps whom in a year."""
    account = reader_of_reviews(request)
    found = queries.review_of(account, pk)
    if found.kind != Kind.FORUM:
        raise NotFound("forum.other", _("This review is no forum."))
    today = timezone.localdate()
    canvas = forums.graph(account, today)
    if (file := marks.asked_for(request, drawn(canvas, linked=False))) is not None:
        return file
    may_work = rights.allowed(account, kinds.WORK, found.identity)
    proposed, is_counting = forums.proposals(account, found)
    kept, confirmed = forums.kept(account, today), forums.confirmed(account, today)
    helps = found.helps.select_related("text", "text__author", "agreed__owner")
    context = {
        "review": found,
        "topics": forums.topics(account, found),
        "proposals": proposed,
        "is_counting": is_counting,
        "goals": goals.customer_goals(account),
        "assumptions": found.assumptions.select_related("text", "goal__identity", "checked_with", "checked_by"),
        "helps": helps,
        "teams": sorted({name for each in helps for name in (each.helper, each.helped) if name}),
        "kinds": Help.Kind.choices,
        "canvas": canvas,
        "figures": [
            Figure(kept.value, label=_("Commitments between teams kept"), form="share", n=kept.n, small=True),
            Figure(confirmed.value, label=_("Assumptions confirmed"), form="share", n=confirmed.n, small=True),
        ],
        "may_work": may_work and found.state in ("planned", "running"),
        "may_check": may_work,
        "owners": seeing.people(account, found.identity) if may_work else [],
        "due": today + timedelta(days=DAYS_TO_DO),
        "today": today,
    }
    return render(request, "reviews/forum.html", context)


@login_required
@require_POST
def forum_does(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Put a topic on the agenda, list or check an assumption, ask for help or offer it, commit."""
    found = queries.review_of(reader_of_reviews(request), pk)
    if verb not in VERBS:
        raise NotFound("address.unknown", _("There is no such page."))
    anchor = VERBS[verb](request, found)
    return redirect(f"{reverse('reviews:forum', args=[pk])}#{anchor}")


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(_text(request, name))


def _topic(request: HttpRequest, found: Review) -> str:
    given = {name: _text(request, name) for name in ("title", "about")}
    came_from = _text(request, "came_from") or "own"
    goal = _number(request, "goal")
    actions.add_topic(web_act(request), review=found.pk, goal=goal, came_from=came_from, **given)
    return "topics"


def _assume(request: HttpRequest, found: Review) -> str:
    actions.assume(web_act(request), review=found.pk, text=_text(request, "text"), goal=_number(request, "goal"))
    return "assumptions"


def _check(request: HttpRequest, found: Review) -> str:
    given = {name: _text(request, name) for name in ("state", "said")}
    actions.check_assumption(web_act(request), assumption=_number(request, "assumption") or 0, **given)
    return "assumptions"


def _help(request: HttpRequest, found: Review) -> str:
    given = {name: _text(request, name) for name in ("kind", "text", "helper", "helped")}
    actions.say_help(web_act(request), review=found.pk, **given)
    return "help"


def _commit(request: HttpRequest, found: Review) -> str:
    given = {name: _text(request, name) for name in ("helper", "helped")}
    asked, owner = _number(request, "asked") or 0, _number(request, "owner") or 0
    actions.take_up(web_act(request), asked=asked, owner=owner, due=_day(request), **given)
    return "help"


def _day(request: HttpRequest) -> date:
    try:
        given = parse_date(_text(request, "due"))
    except ValueError:
        given = None
    if given is None:
        raise Refusal("action.no_day", _("Say by which day it is to be done."))
    return given


VERBS: dict[str, Callable[[HttpRequest, Review], str]] = {
    "topic": _topic,
    "assume": _assume,
    "check": _check,
    "help": _help,
    "commit": _commit,
}
