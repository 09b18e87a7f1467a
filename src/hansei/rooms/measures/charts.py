"""The picture that suits a measure: a line with limits over time, a week, layers, bars."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hansei.analytics.measures import Measure
from hansei.ui import marks, words
from hansei.ui.words import measures as measure_words
from hansei.ui.words.spans import hour_sign


def line_of(one: Measure, followed: dict[str, Any]) -> marks.Picture | None:
    """A measure over time as an individuals chart; None where it is not followed or has one period only."""
    points = followed["points"]
    if len(points) < 2:
        return None
    factor = 100.0 if one.kind == "share" else 1.0
    signals = set(followed["signals"])
    drawn = [
        marks.Point(
            date.fromisoformat(day), None if value is None else value * factor, n, _("signal") if at in signals else ""
        )
        for at, (day, value, n) in enumerate(points)
    ]
    limits = []
    if followed["limits"]:
        centre, lower, upper = (each * factor for each in followed["limits"])
        limits = [marks.Limits(0, len(drawn) - 1, centre, lower, upper)]
    # A long unit does not fit beside the limits.
    unit = "%" if one.kind == "share" else hour_sign() if "hours" in one.unit else measure_words.unit(one.unit)
    return marks.control_chart(drawn, limits, measure_words.name(one.name), unit=unit)


def chart_of(name: str, answer: dict[str, Any]) -> marks.Picture | None:
    """The picture of a measure that answers with a table; None where the table says it better."""
    rows, title = answer["rows"], measure_words.name(name)
    if not rows or answer["kind"] != "rows":
        return None
    if name == "arrivals_by_hour":
        return _week(rows, title)
    if name == "cumulative_flow":
        return _layers(rows, title)
    if "period" in rows[0]:
        return marks.control_chart(
            [marks.Point(_day(row["period"]), row["n"], row["n"]) for row in rows], [], title, unit=_("cases")
        )
    if name in ("time_in_state", "time_in_queue"):
        key = "state" if "state" in rows[0] else "team"
        return marks.bar_list(
            [
                (str(row.get(key) or _("unknown")), row["median"] or 0.0, words.span((row["median"] or 0) * 3600))
                for row in rows[:12]
            ],
            title,
            unit=_("Median"),
        )
    return None


def _week(rows: list[dict[str, Any]], title: str) -> marks.Picture:
    counts = [[0] * 24 for _day in range(7)]
    batches = set()
    for row in rows:
        day, hour = int(row["weekday"]) - 1, int(row["hour"])  # the measure counts Monday as 1
        counts[day][hour] = row["n"]
        if row.get("batch"):
            batches.add((day, hour))
    return marks.week_map(counts, title, batches=batches)


def _layers(rows: list[dict[str, Any]], title: str) -> marks.Picture:
    """What lies between two lines: done at the bottom, then what waits to be closed, then what is open."""
    done = [row["closed"] for row in rows]
    resolved = [max(row["resolved"] - row["closed"], 0) for row in rows]
    opened = [max(row["reported"] - max(row["resolved"], row["closed"]), 0) for row in rows]
    layers = [(_("Closed"), done), (_("Resolved"), resolved), (_("Open"), opened)]
    return marks.cumulative_flow([_day(row["period"]) for row in rows], layers, title)


def _day(period: str) -> date:
    return date.fromisoformat(str(period)[:10])
