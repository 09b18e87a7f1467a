"""What of a dashboard may be shown to anybody, and under which address: asked when it is shared and at every look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.analytics.measures import MEASURES
from hansei.rooms.measures.models import Dashboard, DashboardShare, Form, Metric, Use

SIGNER: Final = signing.Signer(salt="hansei.measures.dashboard", sep=".")
LONGEST_TOKEN: Final = 100
FEWEST: Final = 5  # what stands on fewer might tell of whom it tells


def address_of(share: DashboardShare) -> str:
    """Where anybody reads it."""
    return reverse("dashboard:open", args=[SIGNER.sign(str(share.pk))])


def standing(found: Dashboard) -> DashboardShare | None:
    """The share under which a dashboard is read now, if any."""
    return found.shares.filter(ended_at=None).first()


def of_token(token: str) -> DashboardShare | None:
    """The share that an address belongs to; None for what we did not sign and what ended."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    shares = DashboardShare.objects.select_related("dashboard__identity__source")
    now = shares.filter(pk=pk, ended_at=None, dashboard__state="used")
    return now.filter(dashboard__identity__is_confidential=False, dashboard__identity__merged_into=None).first()


def refused(metrics: Iterable[Metric]) -> dict[int, str]:
    """By number, each of these that may not be shown outside, with the sentence that says why."""
    metrics = list(metrics)
    guards = {code for each in metrics if each.measure in MEASURES for code in MEASURES[each.measure].beside}
    beside = {each.shipped: each for each in Metric.objects.filter(shipped__in=guards).select_related("identity")}
    found = {}
    for each in metrics:
        codes = MEASURES[each.measure].beside if each.measure in MEASURES else ()
        said = next(
            (why for one in (each, *(beside[code] for code in codes if code in beside)) if (why := _why(one))), ""
        )
        if said:
            found[each.pk] = said
    return found


def _why(found: Metric) -> str:
    named = {"metric": f"{found.identity.key} {found.said('title')}"}
    if found.identity.is_confidential:
        return _("%(key)s is confidential.") % {"key": found.identity.key}
    if found.state != "published":
        return _("“%(metric)s” is not published.") % named
    if Use.APPRAISE in found.uses:
        return _("“%(metric)s” may appraise people, so it is shown to nobody outside.") % named
    if Use.INFORM not in found.uses:
        return _("“%(metric)s” may not be used to inform: its allowed uses stand on its card.") % named
    return ""


def can_be_tile(found: Metric) -> bool:
    """Whether it says one figure."""
    return found.state == "published" and found.form != Form.TABLE
