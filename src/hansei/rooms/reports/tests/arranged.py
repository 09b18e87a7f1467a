"""A small tool's history with due times to report on."""

from __future__ import annotations

from datetime import date

from hansei.kernel.actions import Act
from hansei.kernel.models import Account
from hansei.rooms.mining.models import DataSet
from hansei.rooms.mining.tests.shaped import show
from hansei.rooms.reports import actions, figures, queries
from hansei.rooms.reports.filling import Content
from hansei.rooms.reports.models import Report

HEAD = (
    "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,category,subcategory,resolved_at,"
    "made_sla,due_date,reopen_count\n"
)


def case(key: str, opened: str, resolved: str = "", due: str = "", **more: str) -> str:
    """The rows of one case: it came, and was resolved where that is given."""
    told = {"team": "Δέλτα", "person": "Ana", "priority": "3", "about": "1,2", "reopened": "0"} | more
    tail = f"{resolved},,{due},{told['reopened']}\n"
    people = f"{told['team']},{told['person']},{told['priority']},{told['about']}"
    rows = f"{key},New,{opened},{opened},{people},,,{due},{told['reopened']}\n"
    if resolved:
        rows += f"{key},Resolved,{opened},{resolved},{people},{tail}"
    return rows


# March: five came, four were resolved after 2, 4, 12 and 1 hours. Due in March: four, of which two were met, one was
# late and one is open past its time. One came in February; one comes in April.
MARCH = HEAD + "".join(
    [
        case("1", "2025-02-27 09:00", "2025-02-27 10:00", "2025-02-28 09:00"),
        case("2", "2025-03-03 08:00", "2025-03-03 10:00", "2025-03-03 12:00", person="Bo"),
        case("3", "2025-03-04 08:00", "2025-03-04 12:00", "2025-03-04 16:00", priority="1", person="Cy"),
        case("4", "2025-03-05 08:00", "2025-03-05 20:00", "2025-03-05 16:00", person="Di", about="7,8"),
        case("5", "2025-03-31 01:00", "", "2025-03-31 09:00", person="Ed"),
        case("6", "2025-03-20 08:00", "2025-03-20 09:00", team="Σίγμα", person="Fy", reopened="1"),
        case("7", "2025-04-02 08:00", "2025-04-02 09:00"),
    ]
)
# Told later: one more came in March, and was resolved after 3 hours.
LATER = MARCH + case("8", "2025-03-21 08:00", "2025-03-21 11:00", "2025-03-21 12:00")


def data_set(text: str = MARCH, into: DataSet | None = None) -> DataSet:
    """Show this text as the next version of a data set, or as a new one."""
    return show(text, "omega-reports", into)


def draft(by: Account, kind: str = "service", text: str = MARCH, **more: object) -> Report:
    act = Act(by=by, via="test")
    days = {"first": date(2025, 3, 1), "last": date(2025, 3, 31)}
    return actions.draft_report(act, kind=kind, source=data_set(text).pk, **days, **{"is_outside_known": True, **more})  # type: ignore[arg-type]


def count(found: Report) -> Content:
    """Wait for figures and cases, as the page does."""
    from hansei.kernel.errors import NotYet

    while True:
        try:
            content = figures.now(found)
            queries.cases_of(found)
        except NotYet:
            continue
        return content


def ready(by: Account, found: Report) -> Report:
    """Bring a draft so far that it can be issued: findings written, what is missing explained, approved."""
    act = Act(by=by, via="test")
    content = count(found)
    actions.edit_report(act, pk=found.pk, version=now(found).identity.version, fields={"findings": "Η μία ήρθε αργά."})
    for code in figures.missing(content):
        actions.explain_figure(act, pk=found.pk, figure=code, text="Δεν μετράται")
    for to in ("commented", "approved"):
        actions.move_report(act, pk=found.pk, version=now(found).identity.version, to=to)
    return now(found)


def issue(by: Account, found: Report) -> Report:
    actions.issue_report(Act(by=by, via="test"), pk=found.pk, version=ready(by, found).identity.version)
    return now(found)


def now(found: Report) -> Report:
    return Report.objects.select_related("identity", "engagement").get(pk=found.pk)
