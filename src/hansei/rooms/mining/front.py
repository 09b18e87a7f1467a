"""What the first page says of data sets: imports that failed or wait, undecided findings, how fresh the data are.

Nothing is computed here: of a scan that is not done yet the page says so, and is quick however large the data are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hansei.kernel import rights
from hansei.rooms.mining import queries, scan
from hansei.rooms.mining.models import DataSet, Extract
from hansei.rooms.mining.views.findings import Row, rows_of
from hansei.ui import front
from hansei.ui.pages import reader
from hansei.ui.words import findings as say

LATELY = timedelta(days=7)
MOST_FINDINGS, MOST_IMPORTS, MOST_SETS = 3, 5, 8
WAITING = (Extract.State.UPLOADED, Extract.State.SIMULATED, Extract.State.TAKING_IN, Extract.State.FAILED)


def imports(request: HttpRequest) -> str:
    """Imports that failed, wait or are under way, and those of the reader that ended within a week."""
    account = reader(request)
    if not rights.holds(account, "mining.import"):
        return ""
    ended = Q(state=Extract.State.DONE, finished_at__gte=timezone.now() - LATELY, uploaded_by=account)
    found = Extract.objects.filter(Q(state__in=WAITING) | ended).select_related("data_set__source", "job")
    lines = sorted(found.order_by("-pk")[:MOST_IMPORTS], key=lambda each: each.state != Extract.State.FAILED)
    return render_to_string("mining/front/imports.html", {"lines": lines}, request) if lines else ""


def findings(request: HttpRequest) -> str:
    """The costliest findings of the newest data set that nobody has decided on, with their hours a year."""
    data_set, rows = _undecided(request)
    if data_set is None:
        return ""
    if rows is None:
        return render_to_string("mining/front/looking.html", {"data_set": data_set}, request)
    if not rows:
        return ""
    context = {
        "rows": rows[:MOST_FINDINGS],
        "count": len(rows),
        "data_set": data_set,
        "all_url": f"{reverse('mining:findings')}?source={data_set.pk}",
        "assumed": _assumed(rows[:MOST_FINDINGS]),
        "sets_costs": queries.sets_costs(reader(request)),
    }
    return render_to_string("mining/front/findings.html", context, request)


def conclusion(request: HttpRequest) -> str:
    """What those findings come to, in one sentence."""
    _, rows = _undecided(request)
    if not rows:
        return ""
    yearly = [row.finding.facts.hours.yearly.value for row in rows]
    said = say.conclusion(len(rows), sum(each or 0.0 for each in yearly), rows[0].title, yearly[0])
    return " ".join(filter(None, [said, _assumed(rows)]))


def _assumed(rows: Sequence[Row]) -> str:
    return say.assumption(row.finding.facts.hours for row in rows)


def _undecided(request: HttpRequest) -> tuple[DataSet | None, list[Row] | None]:
    """The newest data set and its open findings, costliest first; None where its scan is not done yet."""
    return front.once(request, "mining.undecided", lambda: _open_rows(request))


def _open_rows(request: HttpRequest) -> tuple[DataSet | None, list[Row] | None]:
    data_set = front.once(request, "mining.newest", lambda: queries.newest(reader(request)))
    found = None if data_set is None else scan.found_already(data_set)
    if data_set is None or found is None:
        return data_set, None
    rows = rows_of(data_set, found, scan.settings_for(reader(request), data_set), is_wide=False)
    return data_set, [each for each in rows if _is_open(each)]


def freshness(request: HttpRequest) -> str:
    """Until when each data set reaches, and when it was brought in last."""
    seen: Sequence[queries.DataSetRow] = front.once(
        request, "mining.data_sets", lambda: queries.data_sets(reader(request))
    )
    if not seen:
        return ""
    sets = seen[:MOST_SETS]
    last: dict[int | None, Extract] = {}
    done = Extract.objects.filter(state=Extract.State.DONE, data_set__in=[each.id for each in sets])
    for extract in done.only("data_set_id", "finished_at").order_by("pk"):
        last[extract.data_set_id] = extract
    rows = [(each, last.get(each.id)) for each in sets]
    context = {"rows": rows, "has_more": len(seen) > len(sets)}
    return render_to_string("mining/front/freshness.html", context, request)


def _is_open(row: Row) -> bool:
    return row.state == "open" and row.finding.facts.trend != "died"
