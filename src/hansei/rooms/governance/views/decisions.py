"""Pages of decisions that need more than a button."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hansei.blocks.register import listing
from hansei.blocks.register.submitting import submitted
from hansei.blocks.register.views import reader_of
from hansei.rooms.governance import actions
from hansei.rooms.governance.forms import DecideForm, ReverseForm, RevisitForm
from hansei.rooms.governance.kinds import SEE, WORK
from hansei.rooms.governance.models import Decision
from hansei.rooms.governance.pages import DECISIONS
from hansei.rooms.governance.sections import decision_table


def _decision(request: HttpRequest, pk: int, right: str) -> Decision:
    found = listing.one(DECISIONS, reader_of(request, right), pk)
    assert isinstance(found, Decision)
    return found


@login_required
def decide_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide: the options with their risks, that of doing nothing first."""
    found = _decision(request, pk, SEE)
    options = [each.strip() for each in found.options.splitlines() if each.strip()]
    form = DecideForm(request.POST or None, initial={"version": found.identity.version}, options=options)
    lead = decision_table(request, found)
    return submitted(request, DECISIONS, found, form, actions.decide, found.title, submit=_("Decide"), lead=lead)


@login_required
def revisit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the outcome of a decision."""
    found = _decision(request, pk, WORK)
    form = RevisitForm(request.POST or None, initial={"version": found.identity.version})
    return submitted(request, DECISIONS, found, form, actions.revisit, _("Look at the outcome"))


@login_required
def reverse_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    found = _decision(request, pk, SEE)
    form = ReverseForm(request.POST or None, initial={"version": found.identity.version})
    run, heading = actions.reverse_decision, _("Reverse the decision")
    return submitted(request, DECISIONS, found, form, run, heading, submit=_("Reverse"))
