"""What a review's pack says of improvements: those of its data set, each with the answer that the data give now."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet

from hansei.blocks.lifecycle import LIFECYCLES
from hansei.kernel.errors import Refusal
from hansei.rooms.improvement import evidence, measuring
from hansei.rooms.improvement.models import Baseline, Improvement, Verdict
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import queries as reviews
from hansei.rooms.reviews.queries import Pack, Section
from hansei.ui import words

RESULTS: Final = "improvement_results"
COLUMNS: Final = (
    "key",
    "improvement",
    "improvement_state",
    "intervention",
    "verdict",
    "change_interval",
    "weeks_after",
)
MOST: Final = 20


def declare() -> None:
    """Stand in packs where results of improvements are asked for, else beside the actions of last time."""
    reviews.fill_section(RESULTS, results)
    reviews.fill_opening(beside_actions)
    reviews.tell_column("improvement_state", lambda code: str(LIFECYCLES["improvement"].state(code).label))
    reviews.tell_column("verdict", lambda code: str(Verdict(code).label))
    reviews.tell_column("change_interval", _change)


def _change(told: list[float | None]) -> str:
    value, low, high = told
    return f"{words.signed_share(value)} {evidence.interval_of(low, high)}".strip()


def beside_actions(pack: Pack, data_set: Any) -> Section:
    """The same, where the pack has no section of its own for them."""
    return {} if reviews.has_section(pack, RESULTS) else results(pack, data_set)


def results(pack: Pack, data_set: Any) -> Section:
    """Every improvement whose cases are of this data set, not ended before the pack's days; raises NotYet."""
    found = list(_of(pack)[: MOST + 1])
    if not found:
        return {}
    frozen = {each.improvement_id: each for each in Baseline.objects.filter(improvement__in=found).order_by("pk")}
    rows = [_row(each, frozen.get(each.pk), data_set) for each in found[:MOST]]
    rest = _of(pack).count() - MOST if len(found) > MOST else 0
    return {"tables": [{"code": "improvements", "columns": list(COLUMNS), "rows": rows, "rest": rest}]}


def _of(pack: Pack) -> QuerySet[Improvement]:
    """A customer's pack names the customer's own, and those that all users may see; none names a confidential one."""
    among = Improvement.objects.filter(data_set=pack.source_id, identity__is_confidential=False)
    among = among.filter(Q(ended_at=None) | Q(ended_at__gte=reviews.period_of(pack).since))
    if (organisation := pack.review.identity.organisation_id) is not None:
        among = among.filter(Q(identity__organisation=organisation) | Q(is_visible_to_users=True))
    return among.exclude(state="closed", ended_at=None).select_related("identity").order_by("identity_id")


def _row(found: Improvement, baseline: Baseline | None, data_set: Any) -> list[Any]:
    on = found.intervention_on
    said = [found.identity.key, found.title, found.state, None if on is None else on.isoformat()]
    if on is None or baseline is None:
        return [*said, None, None, None]
    try:
        told = measuring.answer_in(mining.soon, data_set, found, baseline)
    except Refusal:  # what is compared does not fit: the improvement's own page says why
        return [*said, None, None, None]
    interval = [None if told[name] is None else round(told[name], 6) for name in ("change", "low", "high")]
    return [*said, told["verdict"], interval if told["weeks_after"] else None, told["weeks_after"]]
