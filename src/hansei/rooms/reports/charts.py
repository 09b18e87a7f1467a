"""The pictures of a report, from frozen figures, in the language that is active."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hansei.rooms.reports import wording
from hansei.ui import marks, words


def drawn(each: dict[str, Any]) -> marks.Picture | None:
    """The picture of one chart; None where it holds nothing."""
    makers = {"pareto": _pareto, "weekly": _weekly, "hours": _hours, "attained_by_month": _months}
    return makers[each["code"]](each) if each["rows"] else None


def _pareto(each: dict[str, Any]) -> marks.Picture:
    rows = [(str(name), n) for name, n in each["rows"]]
    largest = words.labelled(rows[0][0], words.number(rows[0][1]))
    title = f"{wording.chart('pareto')} · {wording.column(each['by'])}"
    return marks.pareto(rows, title, _("Most of all: %(what)s.") % {"what": largest}, each.get("rest", 0))


def _weekly(each: dict[str, Any]) -> marks.Picture:
    signals = set(each["signals"])
    points = [
        marks.Point(
            date.fromisoformat(day), value, None if value is None else int(value), _("signal") if at in signals else ""
        )
        for at, (day, value) in enumerate(each["rows"])
    ]
    limits = [marks.Limits(0, len(points) - 1, *each["limits"])] if each["limits"] else []
    return marks.control_chart(points, limits, wording.chart("weekly"))


def _hours(each: dict[str, Any]) -> marks.Picture:
    return marks.week_map(each["rows"], wording.chart("hours"))


def _months(each: dict[str, Any]) -> marks.Picture:
    points = [
        marks.Point(date.fromisoformat(month), None if share is None else share * 100, n)
        for month, share, n in each["rows"]
    ]
    return marks.control_chart(points, [], wording.chart("attained_by_month"), unit="%")
