"""The words for the codes of a pack, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.rooms.reviews import opinions, service_goals
from hansei.ui import words
from hansei.ui.words import measures

Words = dict[str, str | Promise]

SECTIONS: Final[Words] = {
    "contract": _("Contract execution"),
    "goals": _("Service goals"),
    "performance": _("Performance against the SLA"),
    "satisfaction": _("Satisfaction survey"),
    "scope": _("Scope and workload"),
    "needs": _("Changes in business needs"),
    "problems": _("Problems and action plan"),
    "last_actions": _("Progress of last meeting's actions"),
    "last_plan": _("Plan of the last period"),
    "special": _("Special or difficult tickets"),
    "unsolved": _("Unsolved tickets"),
    "sub_teams": _("Briefings of the sub-teams"),
    "team_problems": _("Problems of the period"),
    "key_figures": _("Key figures of the team"),
    "next_plan": _("Plan for the next period"),
    "course": _("Course of events"),
    "effect": _("Effect"),
    "cause": _("Cause so far"),
    "measures": _("Actions"),
    "trends": _("Trends"),
    "improvement_results": _("Results of improvements"),
    "risks": _("Risks and opportunities"),
    "value": _("Value and benefits"),
    "relationship": _("Relationship and trust"),
    "strategy": _("Strategy"),
    "investment": _("Investment"),
    "surroundings": _("Changed surroundings"),
    "conformity": _("Performance, conformity, audits and the customer's opinion"),
    "incidents_problems": _("Incidents and problems"),
    "resources": _("Resources"),
    "suppliers": _("Suppliers"),
    "patterns": _("Patterns"),
    "suspected": _("Suspected errors: what is new or grows"),
    "off_track": _("Goals off track"),
    "blocks": _("Blocks between teams"),
    "help": _("Help asked for and offered"),
}

FIGURES: Final[Words] = {
    "reported": _("Reported in the period"),
    "reported_before": _("Reported in the period before"),
    "resolved": _("Resolved in the period"),
    "open_at_end": _("Open at the end of the period"),
    "open_age": _("Median age of open cases"),
    "audits_reported": _("Audits reported in the period"),
    "audit_nonconformity": _("Nonconformities found"),
    "audit_observation": _("Observations made"),
    "audit_open": _("Audit findings open at the end"),
    "audit_overdue": _("of them overdue"),
    "audit_on_time": _("Audit findings closed on time, of those due"),
}

TABLES: Final[Words] = {
    "service_level_attainment": _("Service level met, from targets and dates, by month of the report"),
    "service_level_flag_share": _("Service level met, as the source flagged it, by month of the report"),
    "shared_by": _("What the cases were about"),
    "recurring_groups": _("What came again"),
    "special": _("Reopened, passed on at least twice, or five events and more"),
    "ageing": _("Open cases by age in days"),
    "oldest": _("Open longest"),
    "sub_teams": _("Resolved by each team"),
    "between_teams": _("Which team hands most to which"),
    "audited_areas": _("Findings of audits, by area"),
    "improvements": _("Improvements, and what the data say of them"),
}

NOTES: Final[Words] = {
    "sub_teams": _("Where fewer than three people resolved cases, times are not shown: they would be personal."),
    "not_looked": _(
        "No scan for hidden causes had been made of these data; the findings with their hours are missing."
    ),
    "nothing_found": _("The scan found no hidden cause that comes back in this period."),
    "goals_zone": _("Goals are counted by the days of the data set’s time zone, as on the page of goals."),
    "recurring_groups": _("Each row is a view of its own: rows overlap and cannot be added up."),
}

COLUMNS: Final[Words] = {
    "month": _("Month"),
    "share": _("Service level met"),
    "cause": _("Cause"),
    "key": _("Key"),
    "age": _("Age"),
    "events": _("Events"),
    "audit_area": _("Area"),
    "nonconformity": _("Nonconformities"),
    "observation": _("Observations"),
    "audit_open": _("Still open"),
    "improvement": _("Improvement"),
    "improvement_state": _("State"),
    "intervention": _("Intervention"),
    "verdict": _("Answer"),
    "change_interval": _("Change"),
    "weeks_after": _("Weeks after"),
}
# How the values of a column read which are codes; other rooms tell theirs.
VALUES: Final[dict[str, Callable[[Any], str]]] = {"intervention": lambda day: words.of_day(date.fromisoformat(day))}


FREQUENCIES: Final[Words] = {
    "": _("not held"),
    "weekly": _("weekly"),
    "two_weekly": _("every two weeks"),
    "monthly": _("monthly"),
    "quarterly": _("quarterly"),
    "half_yearly": _("half-yearly"),
    "yearly": _("yearly"),
    "on_occasion": _("on occasion"),
}

WAITS: Final[Words] = {
    "answer": _("Answer this finding"),
    "verify": _("Verify that it is put right"),
    "begin": _("Begin this audit"),
    "go_on": _("Go on with this audit"),
    "overdue": _("Overdue: ask its owner"),
}


def waits(code: str) -> str:
    return str(WAITS[code])


def frequency(code: str) -> str:
    return str(FREQUENCIES.get(code, code))


def section(code: str) -> str:
    return str(SECTIONS[code])


def figure(code: str) -> str:
    if code.startswith(f"{opinions.PREFIX}:"):
        return opinions.label(code)
    if code.startswith((*service_goals.GOALS, f"{service_goals.GUARD}:")):
        return service_goals.label(code)
    return str(FIGURES[code]) if code in FIGURES else measures.name(code)


def table(code: str) -> str:
    return str(TABLES[code])


def note(code: str) -> str:
    return str(NOTES.get(code, ""))


def column(code: str) -> str:
    return str(COLUMNS[code]) if code in COLUMNS else measures.column(code)
