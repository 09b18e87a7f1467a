"""What the first page says of reports: those put before the reader that they have not read yet."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hansei.kernel import rights
from hansei.rooms.reports import kinds, queries
from hansei.ui.pages import reader

MOST = 10


def to_read(request: HttpRequest) -> str:
    """The published reports that wait to be read by this reader."""
    account = reader(request)
    if not rights.holds(account, kinds.SEE):
        return ""
    waiting = list(queries.to_read(account)[:MOST])
    return render_to_string("reports/front.html", {"receipts": waiting}, request) if waiting else ""
