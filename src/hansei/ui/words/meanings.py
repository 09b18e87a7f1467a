"""What each measure means, in one sentence for its reader; the definition page says it in full."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.ui.words.tables import Words

MEANINGS: Final[Words] = {
    "recurring_groups": _("Which like cases come again: groups with the same values, largest first."),
    "concentration": _("How few causes make 80 % of the cases."),
    "auto_close_share": _(
        "Share of closings a machine made: always the same time after resolving, or in one hour of the day."
    ),
    "time_to_resolve": _("Elapsed hours from the report of a case to its resolution."),
    "time_to_resolve_service_hours": _(
        "Service hours from the report of a case to its resolution: only the calendar’s open hours count."
    ),
    "time_to_close": _("Elapsed hours from the report of a case to its closing, which is often a machine’s date."),
    "time_to_answer": _("Elapsed hours from the report of a case to the first answer its requester got."),
    "time_to_detect": _("Elapsed hours from a failure to the moment anybody, or any monitor, noticed it."),
    "time_to_restore": _(
        "Elapsed hours from a failure, or from its report where it is not known, until the service worked again."
    ),
    "arrivals": _("How many cases were reported in each day, week or month."),
    "throughput": _("How many cases were resolved in each day, week or month."),
    "cumulative_flow": _("How many cases had been reported, answered, resolved and closed by the end of each step."),
    "work_in_progress": _("How many cases were open at the end of each day, week or month."),
    "open_age": _("How old the open cases are, in elapsed hours since their report."),
    "ageing": _("How many open cases there are of each age, from under a day to over 90 days."),
    "arrivals_by_hour": _("How many cases come in at each hour of each weekday, and how many of them a job made."),
    "directly_follows": _("Which state directly follows which, how often, and the elapsed time in between."),
    "directly_follows_service_hours": _(
        "Which state directly follows which, how often, and the open service hours in between."
    ),
    "variants": _("Which whole paths cases take from their first state to their last, and how many take each."),
    "reopened_share": _("Share of cases taken up again after they had been resolved or closed."),
    "hand_offs": _("How often a case went from one team to another, and in how many cases that happened."),
    "hand_off_matrix": _("Which team handed how many times to which, and how long it had held the case before."),
    "ping_pong_share": _("Share of cases that went from a team to another and straight back, and the hours this took."),
    "returned_share": _("Share of cases sent back to a team that had already held them, directly or by a detour."),
    "dispatch_accuracy": _(
        "Share of the cases that the service desk passed on whose first team outside the desk resolved them."
    ),
    "repeat_contact_share": _(
        "Share of contacts that come within 7 days of a contact by the same person about the same thing."
    ),
    "first_contact_resolution": _(
        "Share of the matters the service desk is able to resolve that it resolved at the first contact, for good."
    ),
    "reassigned_share": _("Share of cases that were assigned to another team at least once."),
    "support_line_order": _(
        "Share of cases that keep the order of support lines: begun in line 1, handed up a line at a time, never down."
    ),
    "service_level_flag_share": _(
        "Share of cases whose source system ended by saying that the service level was met; its rule is not known."
    ),
    "service_level_attainment": _(
        "Share of cases that reached their end by the time they were due, from targets and dates."
    ),
    "met_by_reassignments": _(
        "How the service level and the length of cases change with the number of their reassignments."
    ),
    "time_in_state": _("How long cases are in each state, all visits of a case together."),
    "time_in_queue": _("How long cases lie in each team’s queue before somebody takes them up, all visits together."),
    "waiting_user_share": _("Share of all elapsed time in which cases waited for their user."),
    "flow_efficiency": _(
        "Share of the time until resolution in which somebody worked on a case rather than let it wait."
    ),
    "cases": _("How many cases the history holds, open and finished."),
    "events": _("How many events the cases of the history hold together."),
}


def meaning(code: str) -> str:
    """Say what a measure of the library means."""
    return str(MEANINGS[code])
