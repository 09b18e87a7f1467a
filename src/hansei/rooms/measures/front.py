"""What the first page says in figures: exceptions and who waits longest, a few measures, and each service's months.

Nothing is computed here: what the job has not kept yet is left out, so the page is quick however large the data are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.measures import MEASURES
from hansei.rooms.measures import answers, desks
from hansei.rooms.measures.beside import figure_of
from hansei.rooms.mining import queries
from hansei.ui import front, marks, words
from hansei.ui.components import Figure
from hansei.ui.pages import reader
from hansei.ui.words import measures as measure_words

SHOWN: Final = ("time_to_resolve", "cases", "reassigned_share", "reopened_share", "service_level_attainment")
WEEKS: Final = 13
MEANINGS: Final = {"overdue": "bad", "old": "soon"}  # where there is one


@dataclass(frozen=True)
class Line:
    """One measure over the whole data set, with how it went week by week of late."""

    name: str
    url: str
    figure: Figure
    bars: marks.Picture


def figures(request: HttpRequest) -> str:
    """The measures of the newest data set that are computed already; empty where none is."""
    data_set = _newest(request)
    if data_set is None:
        return ""
    hours = desks.told_of(data_set)
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


@dataclass(frozen=True)
class Cell:
    """One exception: how many there are, the 14 days behind, and the tickets it counts."""

    label: str
    url: str
    value: int
    meaning: str
    bars: marks.Picture


def exceptions(request: HttpRequest) -> str:
    """How many cases are open, old, overdue and so on as the data end; what the data cannot tell is left out."""
    data_set = _newest(request)
    found = None if data_set is None else _standing(request, data_set)
    if data_set is None or not found or not found["days"]:
        return ""
    cells = [_cell(name, behind, found["now"], data_set.pk) for name, behind in found["days"].items()]
    last = found.get("last")  # what was kept before has none
    stragglers = _instant(last) if last and last != found["now"] else None
    context = {"cells": cells, "data_set": data_set, "now": _instant(found["now"]), "stragglers": stragglers}
    return render_to_string("measures/front_exceptions.html", context, request)


def _cell(name: str, behind: list[int], now: str, source: int) -> Cell:
    said = measure_words.exception(name)
    end = _instant(now).date()
    days = [words.of_day(end - timedelta(days=len(behind) - 1 - at)) for at in range(len(behind))]
    value = sum(behind) if name == "reopened" else behind[-1]
    return Cell(
        said,
        queries.standing_url(source, name),
        value,
        MEANINGS.get(name, "") if value else "",
        marks.sparkline(behind, _("%(what)s, the last 14 days") % {"what": said}, days),
    )


def waiting(request: HttpRequest) -> str:
    """The cases that wait longest, three of a group at most, with what each stands still in."""
    data_set = _newest(request)
    found = None if data_set is None else _standing(request, data_set)
    if data_set is None or not found or not any(found["waiting"].values()):
        return ""
    groups = [
        (measure_words.exception(name), found["days"][name][-1], queries.standing_url(data_set.pk, name), rows)
        for name, rows in found["waiting"].items()
        if rows
    ]
    context = {"groups": groups, "data_set": data_set}
    return render_to_string("measures/front_waiting.html", context, request)


def services(request: HttpRequest) -> str:
    """The median time to resolve of each service, month by month on one scale."""
    data_set = _newest(request)
    if data_set is None:
        return ""
    found = answers.services(queries.already, data_set, _hours(request, data_set))
    if not found or len(found["months"]) < 2:
        return ""
    lines = [(each["value"], _by_month(each["points"], found["months"])) for each in found["lines"]]
    most = max((each.median or 0.0 for _value, months in lines for each in months), default=0.0)
    drawn = [_service(value, months, found["by"], most, data_set.pk) for value, months in lines]
    context = {"lines": drawn, "data_set": data_set, "by": found["by"], "months": len(found["months"])}
    return render_to_string("measures/front_services.html", context, request)


def _by_month(points: list[tuple[str, float | None, int]], months: list[str]) -> list[marks.Spread]:
    known = {day: (median, n) for day, median, n in points}
    spreads = []
    for month in months:
        median, n = known.get(month, (None, 0))
        spreads.append(marks.Spread(words.of_month(date.fromisoformat(month)), median, None, None, n))
    return spreads


def _service(value: str, months: list[marks.Spread], by: str, most: float, source: int) -> dict[str, Any]:
    last = next((each for each in reversed(months) if each.median is not None), None)
    query = urlencode({"source": source, by: value})
    return {
        "value": value,
        "url": f"{reverse('measures:measure', args=['time_to_resolve'])}?{query}",
        "n": sum(each.n for each in months),
        "last": last,
        "seconds": None if last is None or last.median is None else last.median * 3600,
        "picture": marks.band(months, f"{measure_words.name('time_to_resolve')}: {value}", most=most or 1.0),
    }


def _newest(request: HttpRequest) -> Any:
    return front.once(request, "mining.newest", lambda: queries.newest(reader(request)))


def _hours(request: HttpRequest, data_set: Any) -> queries.Hours:
    return front.once(request, "mining.hours", lambda: queries.hours_of(data_set))


def _standing(request: HttpRequest, data_set: Any) -> dict[str, Any] | None:
    return front.once(request, "measures.standing", lambda: answers.standing_now(queries.already, data_set))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
