"""What the first page says of governance: what waits for this reader's answer, and reviews that are overdue."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hansei.kernel import rights
from hansei.rooms.governance import queries
from hansei.rooms.governance.kinds import SEE
from hansei.ui.pages import reader

MOST = 5


def waiting(request: HttpRequest) -> str:
    """Escalated risks that ask this reader, and the reader's risks whose review is overdue."""
    account = reader(request)
    if not rights.holds(account, SEE):
        return ""
    asked = queries.escalations_for(account)[:MOST]
    overdue = list(queries.overdue_reviews(account).filter(owner=account)[:MOST])
    if not asked and not overdue:
        return ""
    return render_to_string("governance/front.html", {"asked": asked, "overdue": overdue}, request)
