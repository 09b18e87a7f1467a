"""What the first page says in figures: a few measures of the newest data set, its last quarter as bars.

Nothing is computed here: what the job has not kept yet is left out, so the page is quick however large the data are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from hansei.analytics.measures import MEASURES
from hansei.kernel.models import Account
from hansei.rooms.measures import answers
from hansei.rooms.measures.views.measures import figure_of
from hansei.rooms.mining import queries
from hansei.ui import front, marks, words
from hansei.ui.components import Figure
from hansei.ui.words import measures as measure_words

SHOWN: Final = ("time_to_resolve", "cases", "reassigned_share", "reopened_share", "service_level_attainment")
WEEKS: Final = 13


@dataclass(frozen=True)
class Line:
    """One measure over the whole data set, with how it went week by week of late."""

    name: str
    url: str
    figure: Figure
    bars: marks.Picture


def figures(request: HttpRequest) -> str:
    """The measures of the newest data set that are computed already; empty where none is."""
    account = request.user
    assert isinstance(account, Account)
    data_set = front.once(request, "mining.newest", lambda: queries.newest(account))
    if data_set is None:
        return ""
    hours = queries.hours_of(data_set)
    scope = queries.scope_of({}, hours.zone)
    summary = answers.summary(queries.already, data_set, scope, hours) or {}
    lines = []
    for name in SHOWN:
        answer = summary.get(name)
        followed = answers.OfMeasure(queries.already, data_set, scope, hours, name).series("week")
        if answer and answer["value"] is not None and followed and len(followed["points"]) > 1:
            lines.append(_line(name, answer, followed["points"][-WEEKS:], data_set.pk))
    context = {"lines": lines, "data_set": data_set, "weeks": WEEKS}
    return render_to_string("measures/front.html", context, request) if lines else ""


def _line(name: str, answer: dict[str, object], points: list[tuple[str, float | None, int]], source: int) -> Line:
    said = measure_words.name(name)
    values = [value for _day, value, _n in points]
    days = [words.of_day(date.fromisoformat(day)) for day, _value, _n in points]
    url = f"{reverse('measures:measure', args=[name])}?source={source}"
    return Line(said, url, figure_of(MEASURES[name], answer), marks.sparkline(values, said, days))
