"""What a metric needs before it is approved, published or retired."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.kernel.models import Source
from hansei.rooms.measures.models import Metric, Origin, TrendSignal
from hansei.ui import words


def _no_decision(found: Metric) -> str | None:
    return None if found.decision.strip() else _("Say which decision it serves; without one it is not approved.")


def _no_concern(found: Metric) -> str | None:
    if found.concerns and found.reason:
        return None
    return _("Name at least one concern of a stakeholder, and the reason to measure.")


def _no_formula(found: Metric) -> str | None:
    if not found.formula.strip() and not found.definition:  # what is composed says itself in words
        return _("Write the formula in words.")
    if found.origin == Origin.LIBRARY and not found.measure:
        return _("Choose the measure of the library.")
    if found.origin == Origin.COMPOSED and not found.definition:
        return _("Compose what it measures first.")
    if found.origin == Origin.RATIO and (found.above_id is None or found.below_id is None):
        return _("Choose the metric above the line and the one below it.")
    return None


def _still_needed(found: Metric) -> str | None:
    """What stands on it: ratios and counter-measures that are not retired."""
    standing = Metric.objects.select_related("identity").exclude(state="retired").exclude(pk=found.pk)
    users = standing.filter(Q(above=found.pk) | Q(below=found.pk) | Q(counter=found.pk)).order_by("pk")[:5]
    if not users:
        return None
    return _("It is still used by %(metrics)s; change these first.") % {
        "metrics": words.listed([each.identity.key for each in users])
    }


def _no_reason(found: TrendSignal) -> str | None:
    return None if found.reason.strip() else _("Say why it is dismissed.")


def _no_improvement(found: TrendSignal) -> str | None:
    return None if found.improvement else _("Name the improvement that it led to.")


def _still_there(found: TrendSignal) -> str | None:
    if found.data_set and not Source.objects.filter(pk=found.data_set).exists():
        return None
    return _("A signal lapses only when the data set that it was seen in is removed.")


DECISION: Final = Guard("metric.decision", gettext_lazy("The decision it serves is said"), _no_decision)
CONCERN: Final = Guard("metric.concern", gettext_lazy("A stakeholder’s concern and the reason are named"), _no_concern)
# Fixed: its formula is kept as a version; what others stand on stays; a signal ends only with what follows, or why not.
FORMULA: Final = Guard("metric.formula", gettext_lazy("The formula stands"), _no_formula, fixed=True)
NOT_NEEDED: Final = Guard("metric.needed", gettext_lazy("Nothing stands on it"), _still_needed, fixed=True)
TO_APPROVE: Final = (DECISION, FORMULA)
TO_PUBLISH: Final = (CONCERN, FORMULA)
REASON: Final = Guard("signal.reason", gettext_lazy("A reason is given"), _no_reason, fixed=True)
GONE: Final = Guard("signal.gone", gettext_lazy("Its data set is removed"), _still_there, fixed=True)
IMPROVEMENT: Final = Guard("signal.improvement", gettext_lazy("An improvement is named"), _no_improvement, fixed=True)
