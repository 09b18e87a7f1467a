"""The measure-use guard: how many metrics have a counter-measure, which signs of gaming the data show, what waits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.analytics.quality.signs import signs
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.rooms.measures import queries
from hansei.rooms.measures.models import Appraisal
from hansei.rooms.measures.queries import MetricRow
from hansei.rooms.mining import queries as mining

Text = str | Promise
FORM: Final = 1  # raise it when what is kept changes its form

SIGNS: Final[dict[str, tuple[Text, Text]]] = {
    "bunching": (_("Bunched before the limit"), _("in the last 5 % before the limit, by those in the 5 % before that")),
    "break_at_limit": (_("A break at the limit"), _("in the last 5 % before the limit, by those in the 5 % after it")),
    "reopened_soon": (_("Closed, and opened again within 24 hours"), _("of all closings")),
    "paused_late": (_("Pauses begun in the last 10 % of the time"), _("of all pauses")),
    "lowered_after_opening": (_("Priority lowered after opening"), _("of cases with a known priority")),
    "opened_anew": (_("New tickets for an old matter within 24 hours"), _("of cases with a requester and a service")),
}
LACKS: Final[dict[str, Text]] = {
    "due_times": _("no due times, or nothing resolved"),
    "phases": _("no states of which it is known whether they end a case"),
    "pauses": _("no due times, or no states of waiting"),
    "priorities": _("no history of priorities"),
    "requesters": _("no requesters, or no services"),
}


def of(data_set: Any, keep: mining.Keep = mining.soon) -> list[dict[str, Any]]:
    """Every sign as the data show it, in plain figures."""
    rows: list[dict[str, Any]] = keep(
        data_set, "guard-signs", {"form": FORM}, lambda log: [asdict(each) for each in signs(log)]
    )
    return rows


def alerts(rows: list[dict[str, Any]]) -> int:
    """How many signs give an alarm."""
    return sum(each["state"] == "alarm" for each in rows)


def with_counter(account: Account | None) -> tuple[list[MetricRow], list[MetricRow]]:
    """Published metrics that want to go one way, with and without a counter-measure; what only informs needs none."""
    wanted = [each for each in queries.published(account) if each.direction != "neither"]
    return [each for each in wanted if each.counter], [each for each in wanted if not each.counter]


def waiting(account: Account) -> list[Appraisal]:
    """Wishes to appraise people that wait for somebody's agreement."""
    opened = rights.predicate(account, "measures.see", prefix="metric__identity__")
    found = Appraisal.objects.filter(opened, state=Appraisal.State.OPEN)
    return list(found.select_related("metric__identity", "asked_by").prefetch_related("approvals__by"))
