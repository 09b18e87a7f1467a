"""Names of measures, their units, the columns of their tables, and why a case is not counted."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hansei.ui.words.tables import Words, known

NAMES: Final[Words] = {
    "cases": _("Cases"),
    "events": _("Events"),
    "time_to_resolve": _("Time to resolve"),
    "time_to_resolve_service_hours": _("Time to resolve, in service hours"),
    "time_to_close": _("Time to close"),
    "time_to_answer": _("Time to answer"),
    "time_to_detect": _("Time to detect"),
    "time_to_restore": _("Time to restore service"),
    "reassigned_share": _("Cases assigned to another team"),
    "reopened_share": _("Cases reopened"),
    "hand_offs": _("Hand-offs between teams"),
    "hand_off_matrix": _("Who hands to whom"),
    "ping_pong_share": _("Cases in ping-pong"),
    "returned_share": _("Cases sent back to an earlier team"),
    "service_level_flag_share": _("Service level met, as the source flagged it"),
    "service_level_attainment": _("Service level met, from targets and dates"),
    "met_by_reassignments": _("Service level met, by reassignments"),
    "support_line_order": _("Cases that kept the order of support lines"),
    "variants": _("Ways through"),
    "directly_follows": _("What follows what"),
    "directly_follows_service_hours": _("What follows what, in service hours"),
    "time_in_state": _("Time in each state"),
    "time_in_queue": _("Time in queue"),
    "waiting_user_share": _("Time spent waiting for the user"),
    "flow_efficiency": _("Flow efficiency"),
    "auto_close_share": _("Cases closed automatically"),
    "arrivals": _("Arrivals"),
    "arrivals_by_hour": _("Arrivals by hour and weekday"),
    "throughput": _("Throughput"),
    "work_in_progress": _("Work in progress"),
    "cumulative_flow": _("Cumulative flow"),
    "open_age": _("Age of open cases"),
    "ageing": _("Open cases by age"),
    "recurring_groups": _("Recurring groups"),
    "concentration": _("Concentration of causes"),
    "dispatch_accuracy": _("Dispatch accuracy"),
    "repeat_contact_share": _("Repeat contacts within 7 days"),
    "first_contact_resolution": _("First-contact resolution, net"),
}

UNITS: Final[Words] = {
    "cases": _("cases"),
    "events": _("events"),
    "causes": _("causes"),
    "hand-offs": _("hand-offs"),
    "share of cases": _("share of cases"),
    "share of elapsed time": _("share of elapsed time"),
    "elapsed hours": _("elapsed hours"),
    "service hours": _("service hours"),
    "elapsed seconds": _("elapsed seconds"),
    "service seconds": _("service seconds"),
}

COLUMNS: Final[Words] = {
    "n": "n",
    "count": _("Count"),
    "cases": _("Cases"),
    "causes": _("Causes"),
    "value": _("Value"),
    "share": _("Share"),
    "mean": _("Mean"),
    "median": _("Median"),
    "p90": "p90",
    "total": _("Total"),
    "from": _("From"),
    "to": _("To"),
    "kind": _("Kind"),
    "state": _("State"),
    "end_taken_back": _("End taken back"),
    "phase": _("Phase"),
    "history": _("States beyond dates"),
    "reopening": _("States beyond dates, or a date of reopening"),
    "team": _("Team"),
    "from_team": _("From team"),
    "person": _("Person"),
    "people": _("People"),
    "service": _("Service"),
    "ci": _("Configuration item"),
    "product": _("Product"),
    "category": _("Category"),
    "subcategory": _("Subcategory"),
    "symptom": _("Symptom"),
    "fix_action": _("Fix action"),
    "priority": _("Priority"),
    "channel": _("Channel"),
    "location": _("Location"),
    "organisation": _("Organisation"),
    "hour": _("Hour"),
    "weekday": _("Weekday"),
    "period": _("Period"),
    "hours": _("Hours"),
    "hours_to_resolve": _("Hours until resolved"),
    "key": pgettext_lazy("of a group", "Key"),
    "columns": _("Fields"),
    "path": _("Way"),
    "held_hours_median": _("Held before, median hours"),
    "held_hours_mean": _("Held before, mean hours"),
    "batch": _("Made by a job"),
    "first_at": _("First"),
    "last_at": _("Last"),
    "reported": _("Reported"),
    "answered": _("Answered"),
    "resolved": _("Resolved"),
    "closed": _("Closed"),
    "finished": _("Finished"),
    "flagged": _("Flagged"),
    "from_days": _("From day"),
    "to_days": _("To day"),
    "days_mean": _("Mean days"),
    "days_to_resolve_mean": _("Mean days until resolved"),
    "reassignments": _("Reassignments"),
    "at_least": _("At least"),
    "reported_at": _("Reported"),
    "resolved_at": _("Resolved"),
    "closed_at": _("Closed"),
    "due_at": _("Due"),
    "failed_at": _("Failed at"),
    "restored_at": _("Restored"),
    "reassigned": _("Reassignments"),
    "reopened": _("Reopenings"),
    "service_level_flag": _("Service level flag"),
    "title": _("Title"),
    "needed": _("Causes needed"),
    "needed_share": _("Share of causes needed"),
    "times": _("Times"),
    "twice_or_more": _("Twice or more"),
    "returns": _("Returns"),
    "not_compliant": _("Not in order"),
    "only_line_1": _("Line 1 only"),
    "only_line_1_share": _("Share of line 1 only"),
    "elapsed_hours": _("Elapsed hours"),
    "ended_late": _("Ended late"),
    "open_overdue": _("Open and overdue"),
    "gap_hours": _("Hours after resolving"),
    "by_gap": _("Closed at that distance"),
    "batch_hour": _("Hour of the day"),
    "by_hour": _("Closed in that hour"),
    "example": _("Example"),
    "straight": _("Straight, without another team"),
    "gross_count": _("Gross: resolved at the first contact"),
    "gross_n": _("Gross: all matters"),
}

# What a state means for the clock.
PHASES: Final[Words] = {
    "new": _("New"),
    "queued": _("Queued"),
    "active": _("In work"),
    "waiting_user": _("Waiting for the user"),
    "waiting_other": _("Waiting for others"),
    "restored": _("Restored"),
    "resolved": _("Resolved"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled"),
}

LEFT_OUT: Final[Words] = {
    "unknown": _("unknown"),
    "not_started": _("start unknown"),
    "not_ended": _("not ended, or not told when"),
    "out_of_order": _("ended before the start"),
    "planned": _("planned work"),
    "no_target": _("without a target"),
    "not_due": _("not due yet"),
    "no_contact": _("nobody asked: planned work, changes, problems, alerts"),
    "no_team": _("without a team"),
    "not_at_desk": _("did not begin at the service desk"),
    "kept_at_desk": _("not passed on by the service desk"),
    "no_requester": _("not known who asked, or about what"),
    "too_early": _("in the first days of the history: nobody knows who asked before"),
    "too_late": _("in the last days of the history: they may still come back"),
    "beyond": _("beyond what the service desk is able to resolve"),
}


def name(code: str) -> str:
    """A measure's name; one not listed here reads as its code without underscores."""
    return known(NAMES, code)


def unit(code: str) -> str:
    """The unit a measure speaks in."""
    return known(UNITS, code)


def column(code: str) -> str:
    """The heading of a column in a measure's table."""
    return known(COLUMNS, code)


def phase(code: str | None) -> str:
    """What a phase means for the clock."""
    return gettext("unknown") if code is None else known(PHASES, code)


def left_out(code: str) -> str:
    """Why cases are not counted."""
    return known(LEFT_OUT, code)


def exception(name: str) -> str:
    """What stands out where the data end, as the first page and the list of tickets call it."""
    return {
        "open": gettext("Open cases"),
        "old": gettext("Open over 30 days"),
        "overdue": gettext("Overdue, still open"),
        "unassigned": gettext("Without a team"),
        "handed_on": gettext("Handed on 3 times or more"),
        "reopened": gettext("Reopened in 14 days"),
    }.get(name, name.replace("_", " "))
