"""Whether people are appraised by a metric: the warning, the wish with the choice test, and who agreed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hansei.kernel import rights
from hansei.rooms.measures import choosing
from hansei.rooms.measures.actions.appraising import NEEDED, STANDING
from hansei.rooms.measures.models import Appraisal, Metric
from hansei.ui.pages import reader


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """The part of a metric's page on appraising people by it; nothing where nobody asked and the reader cannot."""
    assert isinstance(found, Metric)
    account = reader(request)
    wishes = found.appraisals.select_related("asked_by").prefetch_related("approvals__by")
    wish = wishes.filter(state__in=STANDING).first()
    may_ask = wish is None and found.state != "retired" and rights.allowed(account, "measures.work", found.identity)
    last = wishes.filter(state=Appraisal.State.REFUSED).last() if wish is None else None
    if wish is None and not may_ask and last is None:
        return ""
    context: dict[str, Any] = {"record": found, "wish": wish, "may_ask": may_ask, "last": last, "needed": NEEDED}
    if wish is not None:
        agreed = list(wish.approvals.all())
        is_other = wish.asked_by_id != account.pk and all(each.by_id != account.pk for each in agreed)
        may_decide = wish.state == Appraisal.State.OPEN and rights.allowed(account, "measures.approve", found.identity)
        context |= {
            "agreed": agreed,
            "answers": [(said, code in wish.answers) for code, said in choosing.QUESTIONS.items()],
            "verdict": choosing.VERDICTS[choosing.verdict(wish.answers)],
            "may_agree": may_decide and is_other,
            "may_refuse": may_decide,
        }
    return SafeString(render_to_string("measures/appraisal.html", context, request))
