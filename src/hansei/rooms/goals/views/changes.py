"""What a reader changes on the pages of this room; each is one action."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.canvas import Canvas, asked_arrow, asked_move, moved
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.goals import actions, drawn, queries
from hansei.rooms.goals.kinds import WORK
from hansei.rooms.goals.models import Scorecard
from hansei.rooms.goals.standing import standings
from hansei.ui.pages import web_act, whole_number


@login_required
@require_POST
def load_tree(request: HttpRequest) -> HttpResponse:
    """Write the starter tree."""
    actions.load_tree(web_act(request))
    return HttpResponseRedirect(reverse("goals:tree"))


@login_required
@require_POST
def load_scorecard(request: HttpRequest) -> HttpResponse:
    """Write the starter scorecard, and open it."""
    card = actions.load_scorecard(web_act(request))
    return HttpResponseRedirect(reverse("goals:card", args=[card.pk]))


@login_required
@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Move a node one step in the picture it was moved in."""
    reader_of(request, WORK)
    asked = asked_move(request.POST)
    picture, back = _picture(request)
    spot = moved(picture, str(asked.node), asked.way)
    if spot is None:
        if picture.node(str(asked.node)) is None:
            raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
        return HttpResponseRedirect(back)
    others = dict(spot.others)
    actions.place(
        web_act(request),
        pk=asked.node,
        version=asked.version,
        place=spot.place,
        perspective=spot.lane,
        others=others,
    )
    return HttpResponseRedirect(back)


@login_required
@require_POST
def arrow(request: HttpRequest) -> HttpResponse:
    """Say what a node is for, by an arrow."""
    reader_of(request, WORK)
    asked = asked_arrow(request.POST)
    back = _picture(request)[1]
    actions.contribute(web_act(request), pk=asked.start, parent=asked.target, effect=asked.kind or "helps")
    return HttpResponseRedirect(back)


@login_required
@require_POST
def remove_arrow(request: HttpRequest) -> HttpResponse:
    """Take an arrow away."""
    child, _sign, parent = request.POST.get("arrow", "").partition(":")
    back = _picture(request)[1]
    actions.remove_contribution(web_act(request), pk=whole_number(child) or 0, parent=whole_number(parent) or 0)
    return HttpResponseRedirect(back)


def _picture(request: HttpRequest) -> tuple[Canvas, str]:
    """The picture in which something is changed, and the page that shows it."""
    account = reader_of(request, WORK)
    tree = queries.tree_of(account)
    stands = standings(tree, {})
    pk = whole_number(request.GET.get("card", ""))
    if pk is None:
        whole = request.GET.get("whole") == "yes"
        back = reverse("goals:tree") + ("?whole=yes" if whole else "")
        return drawn.tree_picture(tree, stands, may_work=True, whole=whole), back
    card = Scorecard.objects.filter(pk=pk).first()
    if card is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
    return drawn.map_picture(card, tree, stands, True), reverse("goals:card", args=[pk])


@login_required
@require_POST
def contribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a node is for, with strength and evidence."""
    posted = request.POST
    actions.contribute(
        web_act(request),
        pk=pk,
        parent=whole_number(posted.get("parent", "")) or 0,
        effect=posted.get("effect", ""),
        strength=whole_number(posted.get("strength", "")) or 0,
        timing=posted.get("timing", ""),
        evidence=posted.get("evidence", ""),
    )
    return HttpResponseRedirect(reverse("goal:record", args=[pk]) + "#why")


@login_required
@require_POST
def uncontribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a node is not for that other one any more."""
    actions.remove_contribution(web_act(request), pk=pk, parent=whole_number(request.POST.get("parent", "")) or 0)
    return HttpResponseRedirect(reverse("goal:record", args=[pk]) + "#why")


@login_required
@require_POST
def add_output(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what was delivered for an outcome."""
    day = request.POST.get("delivered_on", "")
    try:
        delivered = date.fromisoformat(day) if day else None
    except ValueError:
        raise Refusal("outcome.no_day", _("Write the day as a date.")) from None
    actions.add_output(web_act(request), pk=pk, name=request.POST.get("name", ""), delivered_on=delivered)
    return HttpResponseRedirect(reverse("outcome:record", args=[pk]))


@login_required
@require_POST
def remove_output(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what was named as an output by mistake."""
    actions.remove_output(web_act(request), pk=pk, output=whole_number(request.POST.get("output", "")) or 0)
    return HttpResponseRedirect(reverse("outcome:record", args=[pk]))
