"""The measure-use guard on a metric's card: is the work done, or the number? With its counter-measure beside it."""

from __future__ import annotations

import contextlib
from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.analytics.quality import gaming
from hansei.kernel import rights
from hansei.kernel.errors import NotYet
from hansei.kernel.records import may_see
from hansei.rooms.measures import queries
from hansei.rooms.measures.card import figures
from hansei.rooms.measures.models import Metric
from hansei.rooms.mining import queries as mining
from hansei.ui import marks, words
from hansei.ui.pages import reader

# Measures of the library that a due time tempts people to meet.
PROMISED: Final = ("service_level_attainment", "time_to_resolve")
SHOWN: Final = range(11, 26)  # bins of 5 %: from 50 to 125 % of the time


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """How close to its limit each case was resolved, and whether they bunch just inside it."""
    assert isinstance(found, Metric)
    account = reader(request)
    if found.measure not in PROMISED or not rights.holds(account, "mining.see"):
        return ""
    data_set = mining.asked_for(account, request.GET)
    if data_set is None:
        return ""
    try:
        kept = mining.soon(
            data_set, "guard-used", {}, lambda log: {str(k): n for k, n in gaming.used_in_bins(log).items()}
        )
    except NotYet:
        return ""  # the card above asks again and brings the whole page
    bins = {int(each): n for each, n in kept.items()}
    if not bins:
        return ""
    context: dict[str, Any] = {
        "bunching": gaming.bunching_in(bins),
        "picture": picture(bins),
        "counter": found.counter,
        "fewest": gaming.FEWEST,
    }
    if found.counter is not None and may_see(account, found.counter.identity):
        with contextlib.suppress(NotYet):
            value = queries.value_of(found.counter.pk, data_set)
            context["counter_figures"] = figures(found.counter, value, found.counter.said("title"))
    return SafeString(render_to_string("measures/guard_card.html", context, request))


def picture(bins: dict[int, int]) -> marks.Picture:
    """Resolved cases by how much of their time they used, with the limit as a line."""
    bars = [((at - 1) * gaming.BAND, at * gaming.BAND, bins.get(at, 0)) for at in SHOWN]
    title = _("Resolved cases by the part of their time that they used")
    return marks.histogram(bars, title, lines=[(1.0, _("limit"))], written=words.share, width=640)
