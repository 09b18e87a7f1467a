"""The register of metrics and that of concerns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.rooms.measures.kinds import CONCERN, CONCERN_LIFE, LIFE, METRIC, SEE
from hansei.rooms.measures.models import Kind, Origin, Reason
from hansei.ui import menu


def _formula_set(facts: Mapping[str, Any]) -> str:
    if not facts["since"]:
        return _("formula kept as version %(n)s") % {"n": facts["number"]}
    return _("formula %(n)s holds from %(day)s") % {"n": facts["number"], "day": facts["since"]}


METRICS = register.Register(
    kind=METRIC,
    namespace="metric",
    columns=("kind", "origin", "owner", "target", "unit"),
    shown=("kind", "reason", "decision", "formula", "numerator", "denominator", "unit", "direction", "owner", "period"),
    editable=(
        "title",
        "kind",
        "reason",
        "decision",
        "direction",
        "owner",
        "period",
        "target",
        "target_on",
        "threshold_soon",
        "threshold_bad",
        "counter",
        "timing",
        "audience",
        "valid_until",
    ),
    create="metric.draft",
    edit="metric.edit",
    move="metric.move",
    new_label=gettext_lazy("Define a metric"),
    empty_title=gettext_lazy("No metrics yet"),
    empty_text=gettext_lazy("Every measure of the library gets its entry when the background work starts."),
    hints={
        "title": gettext_lazy("A time is named by its two ends: reported to resolved."),
        "decision": gettext_lazy("What would somebody do otherwise if this number were another one?"),
        "target": gettext_lazy("A share as a part of 1 (0.95), a time in hours."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in LIFE.states]),
        Filter("kind", gettext_lazy("Kind"), lambda: [(each.value, each.label) for each in Kind]),
        Filter("origin", gettext_lazy("Values from"), lambda: [(each.value, each.label) for each in Origin]),
        Filter("reason", gettext_lazy("Reason"), lambda: [(each.value, each.label) for each in Reason]),
    ),
    event_lines={"metric.formula_set": _formula_set},
    beside=("owner",),
)

CONCERNS = register.Register(
    kind=CONCERN,
    namespace="concern",
    columns=("stakeholder",),
    shown=("stakeholder",),
    editable=("stakeholder", "title"),
    create="concern.note",
    edit="concern.edit",
    move="concern.move",
    new_label=gettext_lazy("Note a concern"),
    empty_title=gettext_lazy("No concerns yet"),
    empty_text=gettext_lazy("Ask each stakeholder what they worry about before anything is measured."),
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in CONCERN_LIFE.states]),
    ),
)


def declare() -> None:
    """Tell the frame about the catalogue; called once, when the apps are ready."""
    register.declare(METRICS)
    register.declare(CONCERNS)
    menu.add(
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Metrics"), "adjustments", "metric:list", right=SEE, order=32)
    )
