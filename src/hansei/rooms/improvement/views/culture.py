"""The page of the culture of improving: who takes part, on whom it depends, hours set aside, thanks."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import Refusal, lacks
from hansei.rooms.improvement import actions, queries
from hansei.rooms.improvement.forms.culture import ReserveForm
from hansei.rooms.improvement.kinds import CULTURE, RESERVE
from hansei.ui import marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import web_act


@login_required
def culture_page(request: HttpRequest) -> HttpResponse:
    """Signs of a culture of improving: participation by team, dependence on one person, hours, thanks; no ranking."""
    account = reader_of(request, CULTURE)
    may_work = rights.holds(account, RESERVE)
    form = ReserveForm(request.POST or None, initial={"month": timezone.localdate().strftime("%Y-%m")})
    if request.method == "POST":
        if not may_work:
            raise lacks(RESERVE)
        if form.is_valid() and _reserved(request, form):
            return HttpResponseRedirect(f"{reverse('improvement:culture')}#hours")
    found = queries.culture(account)
    hours = list(queries.reserved_since(timezone.localdate()))
    picture = _map(found)
    if (file := marks.asked_for(request, picture)) is not None:
        return file
    context = {
        "found": found,
        "figures": _figures(found),
        "picture": picture,
        "hours": [
            (words.of_month(each.month), each, float(each.used / each.reserved) if each.reserved else None)
            for each in hours
        ],
        "teams": sorted({each.team for each in hours} | {each.team for each in found.teams if each.team}),
        "thanks": list(queries.thanks(account)),
        "form": form,
        "may_work": may_work,
        "wall": list(queries.wall(account)),
        "coached": queries.coached(account),
        "duties": list(queries.role_duties()),
    }
    return render(request, "improvement/culture.html", context, status=422 if form.errors else 200)


def _reserved(request: HttpRequest, form: ReserveForm) -> bool:
    try:
        actions.reserve_time(web_act(request), **form.cleaned_data)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("The hours are noted."))
    return True


def _figures(found: queries.Culture) -> list[Figure]:
    people, key = found.participants, found.key_person
    of = _("%(part)s of %(whole)s")
    return [
        Figure(
            people.share,
            _("People who take part"),
            form="share",
            note=of % {"part": words.number(people.part), "whole": words.number(people.whole)},
        ),
        Figure(
            key.share,
            _("Open improvements of one person"),
            form="share",
            note=of % {"part": words.number(key.part), "whole": words.number(key.whole)},
            meaning="soon" if found.is_dependent else "",
        ),
        Figure(
            found.hours,
            _("Reserved hours used"),
            form="share",
            note=_("%(used)s of %(reserved)s hours, twelve months")
            % {"used": words.number(found.used, 1), "reserved": words.number(found.reserved, 1)},
        ),
        Figure(found.thanks, _("Thanks said")),
    ]


def _map(found: queries.Culture) -> marks.Picture:
    """Participation by team, by the teams' names."""
    rows = [(each.team or _("smaller teams together"), each.part) for each in found.teams]
    told = [
        (
            name,
            part.share or 0.0,
            _("%(part)s of %(whole)s") % {"part": words.number(part.part), "whole": words.number(part.whole)},
        )
        for name, part in rows
    ]
    return marks.bar_list(told, _("Who takes part, by team"), width=340)
