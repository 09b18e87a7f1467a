"""What the first page says of governance: what waits for this reader, and what is to be looked at again."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from hansei.kernel import rights
from hansei.rooms.governance import queries
from hansei.rooms.governance.kinds import SEE
from hansei.ui.pages import reader

MOST = 5


def waiting(request: HttpRequest) -> str:
    """Risks and decisions that ask this reader, the reader's overdue reviews, and outcomes to be looked at."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    asked = queries.escalations_for(account)[:MOST]
    overdue = list(queries.overdue_reviews(account).filter(owner=account)[:MOST])
    deciding = queries.waiting_for(account)[:MOST]
    checks = list(queries.due_checks(account).filter(Q(owner=account) | Q(decider=account))[:MOST])
    if not (asked or overdue or deciding or checks):
        return ""
    context = {"me": account, "asked": asked, "overdue": overdue, "deciding": deciding, "checks": checks}
    return render_to_string("governance/front.html", context, request)
