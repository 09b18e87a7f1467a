"""A balanced scorecard: four sides with their measures, and its strategy map."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hansei.blocks.canvas import drawn as canvas_drawn
from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.rooms.goals import drawn, queries, reading, scorecards, tiles
from hansei.rooms.goals.kinds import SEE, WORK
from hansei.rooms.goals.models import Scorecard
from hansei.rooms.goals.standing import standings
from hansei.ui import marks


@login_required
def card_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One scorecard as it is read in a review."""
    account = reader_of(request, SEE)
    opened = rights.predicate(account, SEE, prefix="identity__")
    card = Scorecard.objects.filter(opened, pk=pk).select_related("identity").first()
    if card is None:
        raise NotFound("record.not_found", _("There is no such record, or you may not see it."))
    tree = queries.tree_of(account)
    readings = reading.of_request(request, account, tree.goals.values())
    standing = standings(tree, readings)
    may_work = rights.allowed(account, WORK, card.identity)
    picture = drawn.map_picture(card, tree, standing, may_work)
    if (file := marks.asked_for(request, canvas_drawn(picture, linked=False))) is not None:
        return file
    sides = [_side(each, readings) for each in scorecards.sides_of(card, tree, standing)]
    context = {"card": card, "sides": sides, "picture": picture, "may_work": may_work}
    return render(request, "goals/card.html", context)


def _side(side: scorecards.Side, readings: dict[int, Any]) -> dict[str, Any]:
    lines = []
    for line in side.lines:
        made = []
        for tie, measure in line.measures:
            chips = ((str(tie.get_timing_display()), "line"),) if tie.timing else ()
            tile = tiles.of_goal(measure, readings.get(measure.pk), chips)
            if tile is not None:
                made.append(tile)
        lines.append({"goal": line.goal, "standing": line.standing, "tiles": made})
    return {
        "perspective": side.perspective,
        "warnings": side.warnings,
        "is_leading": side.is_leading,
        "on_track": side.on_track,
        "drawn": lines,
    }
