"""Pages of risks: the map, and the forms that need more than a button."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.register import listing
from hansei.blocks.register.submitting import submitted
from hansei.blocks.register.views import reader_of
from hansei.rooms.governance import actions, layers, pictures
from hansei.rooms.governance.forms import AnswerForm, CloseForm, RealiseForm, ScoreForm
from hansei.rooms.governance.kinds import SEE, WORK
from hansei.rooms.governance.models import Risk
from hansei.rooms.governance.pages import RISKS
from hansei.rooms.governance.queries import appetite
from hansei.ui import marks


def _risk(request: HttpRequest, pk: int, right: str) -> Risk:
    found = listing.one(RISKS, reader_of(request, right), pk)
    assert isinstance(found, Risk)
    return found


@login_required
def risk_map(request: HttpRequest) -> HttpResponseBase:
    """The open risks by likelihood and impact, and the three horizons with what is over the appetite."""
    account = reader_of(request, SEE)
    shown = layers.of(account)
    drawn = pictures.risk_matrix(shown.placed, appetite())
    if (file := marks.asked_for(request, drawn)) is not None:
        return file
    return render(request, "governance/map.html", {"drawn": drawn, "shown": shown})


@login_required
def score_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Score a risk: how likely, how bad, before or with its treatment."""
    found = _risk(request, pk, WORK)
    first = {name: getattr(found, name) for name in ("likelihood", "impact", "amount")}
    form = ScoreForm(request.POST or None, initial={"version": found.identity.version, **first})
    return submitted(request, RISKS, found, form, actions.score_risk, _("Score the risk"))


@login_required
def realise_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the risk happened."""
    found = _risk(request, pk, WORK)
    form = RealiseForm(request.POST or None, initial={"version": found.identity.version, "on": timezone.localdate()})
    return submitted(request, RISKS, found, form, actions.realise_risk, _("It happened"))


@login_required
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the escalation of a risk over its threshold."""
    found = _risk(request, pk, SEE)
    form = AnswerForm(request.POST or None, initial={"version": found.identity.version})
    return submitted(request, RISKS, found, form, actions.answer_escalation, _("Answer the escalation"))


@login_required
def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a risk with how it ended."""
    found = _risk(request, pk, WORK)
    form = CloseForm(request.POST or None, initial={"version": found.identity.version})
    return submitted(request, RISKS, found, form, actions.close_risk, _("Close the risk"), submit=_("Close"))
