"""What the first page says of documents: those to approve, and those put before the reader that they have not read."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from hansei.kernel import rights
from hansei.rooms.governance import queries as governance
from hansei.rooms.reports import deciding, papers, queries
from hansei.rooms.reports.kinds import WORK
from hansei.rooms.reports.models import Report
from hansei.ui.pages import reader

MOST = 10


def to_approve(request: HttpRequest) -> str:
    """The reports that wait for this reader, or for somebody they act for, to approve them."""
    account = reader(request)
    if not rights.holds(account, WORK):
        return ""
    asked = Report.objects.filter(rights.predicate(account, WORK, prefix="identity__"), state="commented")
    held = governance.Held()
    told = [
        (each, name if name != account else None)
        for each in asked.select_related("identity", "owner").order_by("pk")[: 5 * MOST]
        if (name := deciding.APPROVAL.in_whose_name(each, account, held))
    ]
    return render_to_string("reports/approve_front.html", {"rows": told[:MOST]}, request) if told else ""


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
