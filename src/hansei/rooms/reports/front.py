"""What the first page says of documents: those put before the reader that they have not read yet."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hansei.kernel import rights
from hansei.rooms.reports import papers, queries
from hansei.ui.pages import reader

MOST = 10


def to_read(request: HttpRequest) -> str:
    """The published documents that wait to be read by this reader."""
    account = reader(request)
    if not papers.PAPERS or not any(rights.holds(account, each.see) for each in papers.PAPERS.values()):
        return ""
    waiting = list(queries.to_read(account)[:MOST])
    if not waiting:
        return ""
    records = papers.records_of(waiting)
    rows = [(papers.address_of(each), records[each.record_id], papers.paper_of(each)) for each in waiting]
    told = [(url, found, paper.named(found)) for url, found, paper in rows]
    return render_to_string("reports/front.html", {"rows": told}, request)
