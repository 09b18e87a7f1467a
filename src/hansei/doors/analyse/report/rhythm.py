"""When cases arrive, and how the weeks differ: hour by weekday, and two control charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.doors.analyse.report.parts import Drawn, Part
from hansei.doors.analyse.report.pictures import drawn
from hansei.doors.analyse.study import Row, Study
from hansei.ui import words
from hansei.ui.marks import Limits, Point, control_chart, week_map
from hansei.ui.words import findings as finding_words

WEEK: Final = timedelta(days=7)


def parts(study: Study) -> list[Part | None]:
    """Arrivals by hour and weekday; the weeks as control charts."""
    pictures = [picture for picture in (_hours(study), _arrivals(study), _resolving(study)) if picture is not None]
    return (
        [Part(id="rhythm", title=_("When it comes, and how the weeks differ"), pictures=pictures)] if pictures else []
    )


def _hours(study: Study) -> Drawn | None:
    answer = study.answer("arrivals_by_hour")
    if answer is None:
        return None
    counts, batches = [[0] * 24 for _day in range(7)], set()
    for row in answer.rows:
        place = (int(row["weekday"]) - 1, int(row["hour"]))
        counts[place[0]][place[1]] += int(row["n"])
        if row["batch"] > row["n"] / 2:
            batches.add(place)
    total = sum(map(sum, counts)) or 1
    busiest = max(((day, hour) for day in range(7) for hour in range(24)), key=lambda at: counts[at[0]][at[1]])
    says = _("Busiest: %(day)s from %(hour)s, %(share)s of all cases (n %(n)s). Times in %(zone)s.") % {
        "day": finding_words.weekday(busiest[0]),
        "hour": f"{busiest[1]:02d}:00",
        "share": words.share(counts[busiest[0]][busiest[1]] / total, 1),
        "n": words.number(total),
        "zone": str(study.zone),
    }
    title = _("Cases reported, by weekday and hour")
    return drawn(week_map(counts, title, says, batches), says=says)


def _arrivals(study: Study) -> Drawn | None:
    rows = study.weekly.get("cases", [])
    return _chart(rows, "n", _("Cases reported a week"), _("cases"), study)


def _resolving(study: Study) -> Drawn | None:
    rows = study.weekly.get("time_to_resolve", [])
    title = _("Time to resolve by week of resolution, median elapsed hours")
    return _chart(rows, "median", title, _("hours"), study)


def _chart(rows: Sequence[Row], column: str, title: str, unit: str, study: Study) -> Drawn | None:
    from hansei.analytics.statistics.control import control_chart as judged

    whole = _whole_weeks(rows, column)
    if len(whole) < 4:
        return None
    chart = judged([row[column] for row in whole], floor=0)
    signals = {at: signal for signal in chart.signals for at in range(signal.start, signal.end + 1)}
    points = [
        Point(_day(row), row[column], row.get("n"), _rule(signals[at]) if at in signals else "")
        for at, row in enumerate(whole)
    ]
    limits = []
    if chart.centre is not None and chart.lower is not None and chart.upper is not None:
        limits = [Limits(0, len(points) - 1, chart.centre, chart.lower, chart.upper)]
    says = _said(chart, len(points))
    return drawn(control_chart(points, limits, title, says, unit=unit), says=says)


def _said(chart: Any, weeks: int) -> str:
    if chart.centre is None:
        return _("Fewer than 12 weeks: too few to tell a signal from noise.")
    said = _("Mean %(centre)s, limits %(limits)s over %(weeks)s whole weeks.") % {
        "centre": words.number(chart.centre, 1),
        "limits": words.interval(chart.lower, chart.upper, 1),
        "weeks": words.number(weeks),
    }
    if not chart.signals:
        return said + " " + _("No signal: the weeks differ by no more than noise does.")
    return (
        said
        + " "
        + ngettext("%(n)s stretch deserves a question.", "%(n)s stretches deserve a question.", len(chart.signals))
        % {"n": words.number(len(chart.signals))}
    )


def _rule(signal: Any) -> str:
    rules = {
        "beyond_limits": _("beyond the limits"),
        "eight_on_one_side": _("eight in a row on one side"),
        "three_of_four_near_limit": _("three of four near a limit"),
    }
    return words.listed(rules.get(code, code) for code in signal.codes)


def _whole_weeks(rows: Sequence[Row], column: str) -> list[Row]:
    """Every week between the first and the last, these two left out: the extract begins and ends inside them.

    A week without a case has no row: for a count that is 0, for a time it is a gap.
    """
    known = {_day(row): row for row in rows}
    if not known:
        return []
    week, last = min(known) + WEEK, max(known)
    whole = []
    while week < last:
        whole.append(known.get(week, {"period": week, "n": 0, column: 0 if column == "n" else None}))
        week += WEEK
    return whole


def _day(row: Row) -> date:
    at = row["period"]
    return at.date() if isinstance(at, datetime) else at
