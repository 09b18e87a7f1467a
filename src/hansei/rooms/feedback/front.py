"""What the first page says of feedback: what nobody has answered, and complaints that are late."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from hansei.kernel import rights
from hansei.rooms.feedback import queries
from hansei.rooms.feedback.kinds import WORK
from hansei.rooms.feedback.queries.complaints import visible
from hansei.ui.pages import reader

MOST = 5


def waiting(request: HttpRequest) -> str:
    """Feedback that nobody or this reader has taken, and complaints past their day."""
    account = reader(request)
    if not rights.holds(account, WORK):
        return ""
    items = [each for each in queries.open_items(account)[: 4 * MOST] if each.handler_id in (None, account.pk)][:MOST]
    today = timezone.localdate()
    late = list(visible(account).filter(due_on__lt=today).exclude(state="closed").order_by("due_on")[:MOST])
    if not items and not late:
        return ""
    return render_to_string("feedback/front.html", {"items": items, "late": late}, request)
