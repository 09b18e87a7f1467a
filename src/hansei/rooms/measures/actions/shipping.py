"""Bring the entries that come with the product."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hansei.analytics.measures import MEASURES
from hansei.blocks import lifecycle
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.models import OWN
from hansei.rooms.measures import shipping, versions
from hansei.rooms.measures.desks import COUNTS
from hansei.rooms.measures.kinds import APPROVE
from hansei.rooms.measures.models import Concern, Metric


@action("measures.ship", label=gettext_lazy("Bring the entries of the library"), right=APPROVE)
def ship(act: Act, *, names: list[str] | None = None) -> int:
    """Make the entries of measures and of the desk’s counts that have none yet; returns how many.

    What people changed or retired stays.
    """
    known = set(Metric.objects.exclude(shipped="").values_list("shipped", flat=True))
    missing = [name for name in (*MEASURES, *COUNTS) if name not in known and (names is None or name in names)]
    if not missing:
        return 0
    concerns = _concerns(act)
    made = {name: _metric(act, name, concerns) for name in missing}
    counters = dict(Metric.objects.exclude(shipped="").values_list("shipped", "pk")) | {
        name: found.pk for name, found in made.items()
    }
    for name, found in made.items():
        counter = shipping.ENTRIES.get(name, shipping.UNTOLD).counter
        if counter in counters:
            records.change(act, found, counter=Metric.objects.get(pk=counters[counter]))
    return len(made)


def _concerns(act: Act) -> dict[str, int]:
    """The shipped concerns by their codes; one that was dropped or rewritten is not brought again."""
    known = dict(Concern.objects.exclude(shipped="").values_list("shipped", "pk"))
    for code in shipping.CONCERNS:
        if code not in known:
            first = lifecycle.lifecycle_of("concern").first
            known[code] = records.create(act, Concern, state=first, source=OWN, **shipping.concern_values(code)).pk
    return known


def _metric(act: Act, name: str, concerns: dict[str, int]) -> Metric:
    values = shipping.count_values(name, concerns) if name in COUNTS else shipping.metric_values(name, concerns)
    # They stand at once: what they are for is said, and nobody is asked to approve what is read anyway.
    made = records.create(act, Metric, state="published", source=OWN, **values)
    versions.keep(act, made, since=None)
    return made
