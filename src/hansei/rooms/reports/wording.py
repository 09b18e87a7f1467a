"""The words for the codes of a report, in the language that is active."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.words import measures

Words = dict[str, str | Promise]

SECTIONS: Final[Words] = {
    "summary": _("Summary"),
    "stages": _("Stage plan and needs"),
    "attainment": _("What was promised and kept"),
    "major": _("Major incidents"),
    "incidents": _("Incidents"),
    "problems": _("Problems and recurrence patterns"),
    "people": _("People, by team"),
    "findings": _("Findings: what we saw"),
    "data": _("The data behind the figures"),
}
FIGURES: Final[Words] = {
    "reported": _("Reported in the period"),
    "resolved": _("Resolved in the period"),
    "open_at_end": _("Open at the end of the period"),
    "open_age": _("Median age of open cases"),
    "item_attainment": _("Item attainment"),
    "target_attainment": _("Target attainment"),
    "service_level_flag_share": _("Service level flag share"),
    "major": _("Major incidents"),
    "incident_change": _("Incidents a day, against the period before"),
    "time_change": _("Time to resolve, against the period before"),
    "patterns": _("Recurrence patterns"),
    "missed": _("Due and not met"),
    "flagged": _("Flagged by the source as not met"),
}
TABLES: Final[Words] = {
    "targets": _("Targets of the month"),
    "left_out": _("Left out of item attainment"),
    "major": _("Major incidents of the period"),
    "by_service": _("By service"),
    "by_category": _("By category"),
    "by_priority": _("By priority"),
    "recurring_groups": _("What came again"),
    "patterns": _("Recurrence patterns that the scan found"),
    "teams": _("Teams of five people and more"),
    "stages": _("Stages"),
    "information": _("Quality of the information, by six criteria"),
}
CHARTS: Final[Words] = {
    "pareto": _("What came most"),
    "weekly": _("Reported a week, with natural limits"),
    "hours": _("When it came: hour and weekday"),
    "attained_by_month": _("Item attainment by month in which items were due"),
}
NOTES: Final[Words] = {
    "not_looked": _("No scan for hidden causes was made of these data yet; the patterns are missing."),
    "nothing_found": _("The scan found no hidden cause that comes back in this period."),
    "information": _("Six criteria, each for itself: they are never averaged."),
    "recurring_groups": _("Each row is a view of its own: rows overlap and cannot be added up."),
    "item_attainment": _(
        "Item attainment counts items whose due time fell in the period; target attainment counts targets."
        " They are never averaged."
    ),
}
COLUMNS: Final[Words] = {
    "cause": _("Cause"),
    "figure": _("Figure"),
    "target": _("Target"),
    "value": _("Measured"),
    "is_met": _("Kept"),
    "why": _("Why"),
    "key": _("Key"),
    "reported_at": _("Reported"),
    "hours": _("Time to resolve"),
    "people": _("People"),
    "criterion": _("Criterion"),
    "share": _("Share"),
    "good": _("as it should be"),
    "basis": _("Basis"),
}


def section(code: str) -> str:
    return str(SECTIONS[code])


def figure(code: str) -> str:
    return str(FIGURES[code]) if code in FIGURES else measures.name(code)


def table(code: str) -> str:
    return str(TABLES[code])


def chart(code: str) -> str:
    return str(CHARTS[code])


def note(code: str) -> str:
    return str(NOTES[code])


def column(code: str) -> str:
    return str(COLUMNS[code]) if code in COLUMNS else measures.column(code)


def written(code: str, form: str, value: Any) -> str:
    """A figure's value as people read it."""
    if value is None:
        return words.no_data()
    if form == "change":
        return words.signed_share(value)
    return Figure(value, form=form).written


def why_missing(reason: str) -> str:
    """Why the data cannot tell a figure, from the code of the reason."""
    _code, _colon, columns = reason.partition(": ")
    if columns == "period":
        return gettext("The data do not reach into this period.")
    if columns == "before":
        return gettext("There is nothing to compare with in the period before.")
    if columns == "weeks":
        return gettext("In at least one whole week of the two periods the source delivered nothing; that is no fall.")
    if columns == "targets":
        return gettext("None of the targets could be measured.")
    if not columns or columns in ("cases", "steps", "events"):
        return gettext("No case of the period can be counted.")
    names = [measures.column(each.partition(".")[2] or each) for each in columns.replace(" or ", ", ").split(", ")]
    return gettext("The data set holds nothing in: %(columns)s.") % {"columns": ", ".join(names)}
