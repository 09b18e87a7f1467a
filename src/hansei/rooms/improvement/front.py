"""What the first page says of improvements: those of the reader whose answer is due, or older than the data.

Nothing is measured here: whether there is something to answer is told from dates and versions alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import deciding
from hansei.rooms.improvement.kinds import RANK, SEE, WORK
from hansei.rooms.improvement.models import GivenAnswer, Improvement
from hansei.rooms.improvement.queries import nominations_of, ranking
from hansei.rooms.mining import queries as mining
from hansei.ui import front
from hansei.ui.pages import reader

MOST = 10
ENOUGH = timedelta(weeks=12)  # after the intervention: fewer weeks have no limits on the chart, so rarely an answer


@dataclass(frozen=True)
class Line:
    """An improvement and why it needs the reader: answer_due, newer_data or approve."""

    record: Improvement
    why: str
    answer: GivenAnswer | None = None
    acting_for: Account | None = None


def needing(request: HttpRequest) -> str:
    """The improvements that need this reader now."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    lines = [*_own(request, account), *_to_approve(account)][:MOST]
    return render_to_string("improvement/front.html", {"lines": lines}, request) if lines else ""


def to_rank(request: HttpRequest) -> str:
    """The order of improvements, where it is older than it may be."""
    account = reader(request)
    if not rights.holds(account, RANK) or (overdue := ranking.overdue(account)) is None:
        return ""
    return render_to_string("improvement/rank_front.html", {"overdue": overdue}, request)


def nominated(request: HttpRequest) -> str:
    """Nominations of the reader that wait for an answer."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    lines = list(nominations_of(account, waiting=True)[:MOST])
    return render_to_string("improvement/nominated_front.html", {"lines": lines}, request) if lines else ""


def _own(request: HttpRequest, account: Account) -> list[Line]:
    sets = front.once(request, "mining.data_sets", lambda: mining.data_sets(account))
    reach = {each.id: each for each in sets}
    mine = Improvement.objects.filter(owner=account, state__in=["in_work", "verified"], data_set__in=reach)
    mine = mine.filter(rights.predicate(account, SEE, prefix="identity__")).select_related("identity")
    found, records = [], list(mine.order_by("intervention_on", "pk"))
    last = {each.improvement_id: each for each in GivenAnswer.objects.filter(improvement__in=records).order_by("pk")}
    for each in records:
        data, answer = reach[each.data_set or 0], last.get(each.pk)
        until = timezone.localdate(data.last_at) if data.last_at else date.min
        if answer is not None and answer.version < data.version:
            found.append(Line(each, "newer_data", answer))
        elif answer is None and each.intervention_on is not None and until >= each.intervention_on + ENOUGH:
            found.append(Line(each, "answer_due"))
    return found


def _to_approve(account: Account) -> list[Line]:
    if not rights.holds(account, WORK):
        return []
    planned = Improvement.objects.filter(rights.predicate(account, WORK, prefix="identity__"), state="planned")
    asked = planned.select_related("identity", "owner").order_by("pk")[: 5 * MOST]
    held = governance.Held()
    found = [(each, deciding.APPROVAL.in_whose_name(each, account, held)) for each in asked]
    return [Line(each, "approve", acting_for=name if name != account else None) for each, name in found if name]
