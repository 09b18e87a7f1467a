"""The control sheet as a reader sees it: one line an item, with the checks after closing beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.blocks.checklist import pages as checklists
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import guards, queries
from hansei.rooms.improvement.deciding import CHECKS
from hansei.rooms.improvement.kinds import CONTROL_LIFE, SUPERVISION
from hansei.rooms.improvement.models import ControlItem, Improvement, Recheck, RecheckState, Result
from hansei.rooms.improvement.models import Supervision as SupervisionRow
from hansei.ui.pages import reader

MEANING = {Result.MET: "good", Result.NOT_MET: "bad"}
LATER = {
    RecheckState.PLANNED: "paused",
    RecheckState.DUE: "soon",
    RecheckState.PASSED: "good",
    RecheckState.FAILED: "bad",
    RecheckState.DROPPED: "paused",
}


@dataclass(frozen=True)
class Cell:
    """A check in words, with its glyph and its day."""

    said: str
    meaning: str
    day: Any = None


@dataclass(frozen=True)
class Line:
    """One item of the sheet."""

    item: ControlItem
    url: str
    state: str
    meaning: str
    first: Cell | None
    is_second: bool
    is_late: bool
    later: tuple[Cell, ...]
    is_mine: bool


def context_of(account: Account, found: Improvement) -> dict[str, Any]:
    """Return what the sheet shows of one improvement."""
    rows = found.control_items.exclude(state="withdrawn").select_related("identity", "implementer", "checker", "deputy")
    checks = list(found.rechecks.select_related("by", "acting_for", "words", "answer").prefetch_related("lines"))
    mine = [account, *governance.stands_in_for(account, CHECKS)]
    newest = [each for each in checks if checks and each.closing == checks[-1].closing]
    supervision = SupervisionRow.objects.filter(improvement=found).select_related("supervisor", "words").first()
    may_work = rights.allowed(account, "improvement.work", found.identity)
    return {
        "record": found,
        "lines": [_line(each, newest, mine) for each in rows.order_by("planned_on", "pk")],
        "checks": newest,
        "earlier": [each for each in checks if each not in newest],
        "due": [each for each in newest if each.state == RecheckState.DUE],
        "supervision": supervision,
        "is_supervisor": supervision is not None and supervision.supervisor_id == account.pk,
        "checking": queries.checking(account, improvement=found.pk),
        "locked": guards.ITEMS_CLOSED.missing(found) or "",
        "may_plan": may_work and found.state != "closed",
        "may_work": may_work,
    }


def _line(item: ControlItem, checks: list[Recheck], mine: list[Account]) -> Line:
    state, today = CONTROL_LIFE.state(item.state), timezone.localdate()
    waits = item.state in ("planned", "again")
    first = Result(item.first_result) if item.first_result else None
    return Line(
        item,
        reverse("control:record", args=[item.pk]),
        str(state.label),
        state.meaning,
        Cell(str(first.label), MEANING[first], item.first_checked_on) if first is not None else None,
        is_second=item.state == "closed" and item.first_result == Result.NOT_MET,
        is_late=waits and item.check_on is not None and item.check_on < today,
        later=tuple(_later(item, each) for each in checks),
        is_mine=waits and item.checker in mine,
    )


def _later(item: ControlItem, check: Recheck) -> Cell:
    result = next((each.result for each in check.lines.all() if each.item_id == item.pk), None)
    if result is not None:
        return Cell(str(Result(result).label), MEANING[Result(result)], check.at)
    return Cell(str(RecheckState(check.state).label), LATER[RecheckState(check.state)], check.due_on)


def section(request: HttpRequest, found: Any) -> str:
    """The sheet on the improvement's page; the supervisor's questions below it."""
    account = reader(request)
    context = context_of(account, found)
    if not (context["lines"] or context["may_plan"] or context["checks"]):
        return ""
    drawn: str = render_to_string("improvement/control.html", context, request)
    supervision = context["supervision"]
    if supervision is not None and supervision.is_kept is None:
        note = _("answered by %(name)s") % {"name": supervision.supervisor.name}
        drawn += checklists.section(request, found, SUPERVISION.code, locked=False, note=note)
    return drawn


def waiting(request: HttpRequest) -> str:
    """On the first page: items and checks after closing that wait for this reader."""
    account = reader(request)
    if not rights.holds(account, "improvement.see"):
        return ""
    items, checks = list(queries.to_check(account)[:10]), list(queries.rechecks_for(account)[:10])
    if not items and not checks:
        return ""
    today = timezone.localdate()
    context = {"me": account, "items": items, "checks": checks, "today": today}
    return render_to_string("improvement/control_front.html", context, request)
