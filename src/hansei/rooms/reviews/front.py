"""What the first page says of reviews and audits: what the reader promised, and what of audits waits for them."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from hansei.rooms.reviews import audited, overview, queries, wording
from hansei.ui.pages import reader

SOON = timedelta(days=14)
MOST = 10


def actions_due(request: HttpRequest) -> str:
    """The actions this reader promised, the most overdue first."""
    account = reader(request)
    today: date = timezone.localdate()
    found = queries.promised_by(account).filter(due__lte=today + SOON)[:MOST]
    lines = [(each, each.due < today) for each in found]
    asked = overview.tasks(account)
    context = {"lines": lines, "tasks": asked}
    return render_to_string("reviews/front.html", context, request) if lines or asked else ""


def audits_waiting(request: HttpRequest) -> str:
    """Findings to answer or to verify, audits to begin or to go on with; what is late says so."""
    lines = [(each, wording.waits(each.why)) for each in audited.waiting(reader(request))[:MOST]]
    return render_to_string("reviews/audits_front.html", {"lines": lines}, request) if lines else ""
