"""A dashboard on its record page: the tiles, who looks, what was decided, and its open address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from hansei.kernel import rights
from hansei.rooms.measures import actions, board, sharing
from hansei.rooms.measures.models import Dashboard
from hansei.ui.pages import reader


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """The dashboard for one reader, above the details of the record. Whoever opens the page is counted, not named."""
    assert isinstance(found, Dashboard)
    account = reader(request)
    if "HX-Request" not in request.headers:
        actions.count_view(found.pk, timezone.localdate(), is_outside=False)
    share = sharing.standing(found)
    is_used = found.state == "used"
    views = board.views_lately(found)
    context: dict[str, Any] = {
        "record": found,
        "board": board.inside(account, found),
        "data_set": board.data_set_named(account, found),
        "every": found.refresh * 60 if is_used else 0,
        "may_work": is_used and rights.allowed(account, "measures.work", found.identity),
        "may_share": is_used and rights.allowed(account, "measures.share", found.identity),
        "share": share,
        "open_url": request.build_absolute_uri(sharing.address_of(share)) if share is not None else "",
        "views_inside": views[False],
        "views_outside": views[True],
        "decisions": board.decisions(account, found),
    }
    return SafeString(render_to_string("measures/dashboard.html", context, request))
