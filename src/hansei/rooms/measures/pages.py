"""The register of metrics and that of concerns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansei.analytics import composing
from hansei.blocks.register import declaration as register
from hansei.blocks.register.declaration import Filter
from hansei.rooms.measures import (
    appraisal_card,
    card,
    collector_card,
    dashboard_card,
    framework,
    guard_card,
    points,
    signal_card,
    watching,
    wording,
)
from hansei.rooms.measures.actions.watching import DATA_SET_GONE
from hansei.rooms.measures.kinds import (
    COLLECTOR,
    COLLECTOR_LIFE,
    CONCERN,
    CONCERN_LIFE,
    DASHBOARD,
    DASHBOARD_LIFE,
    LIFE,
    METRIC,
    SEE,
    SIGNAL,
    SIGNAL_LIFE,
)
from hansei.rooms.measures.models import Audience, Concern, Kind, Method, Metric, Origin, Reason, Rule, Strength, Use
from hansei.rooms.mining import queries as mining
from hansei.ui import logs, menu, words
from hansei.ui.pages import reader


def _formula_set(facts: Mapping[str, Any]) -> str:
    if not facts["since"]:
        return _("formula kept as version %(n)s") % {"n": facts["number"]}
    return _("formula %(n)s holds from %(day)s") % {"n": facts["number"], "day": facts["since"]}


METRICS = register.Register(
    kind=METRIC,
    namespace="metric",
    columns=("kind", "origin", "owner", "target", "unit"),
    shown=("kind", "origin", "owner", "audience", "valid_until"),
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
    event_lines={
        "metric.appraisal_asked": lambda facts: _("asked to appraise people by it"),
        "metric.appraisal_approved": lambda facts: (
            _("agreed to appraise people by it (%(n)s of 2)") % {"n": facts["approvals"]}
        ),
        "metric.appraisal_ended": lambda facts: _("people are not appraised by it"),
        "metric.formula_set": _formula_set,
        "metric.values_entered": lambda facts: _values_entered(facts),
    },
    in_words={
        "definition": lambda kept: wording.definition(composing.read(kept)),
        "concerns": lambda kept: _concerns(kept),
        "uses": lambda kept: words.listed(str(Use(each).label) for each in json.loads(kept) if each in Use),
        "points": lambda kept: points.listed(json.loads(kept)),
    },
    lead=framework.lead,
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


COLLECTORS = register.Register(
    kind=COLLECTOR,
    namespace="collector",
    columns=("metric", "method", "frequency", "responsible"),
    shown=(
        "metric",
        "method",
        "frequency",
        "starts_on",
        "responsible",
        "population",
        "sample_size",
        "seed",
    ),
    editable=(
        "title",
        "metric",
        "method",
        "frequency",
        "starts_on",
        "data_set",
        "population",
        "sample_size",
        "responsible",
    ),
    create="collector.plan",
    edit="collector.edit",
    move="collector.move",
    new_label=gettext_lazy("Plan a collection"),
    empty_title=gettext_lazy("No collection is planned yet"),
    empty_text=gettext_lazy(
        "Say for each metric who brings its values, how and when; what does not come shows as a gap."
    ),
    hints={
        "data_set": gettext_lazy("Number of the data set whose source is watched; empty where people enter values."),
        "population": gettext_lazy(
            "Of a sample: from which list it is drawn. Its seed is kept, so that it can be drawn again."
        ),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in COLLECTOR_LIFE.states]),
        Filter("method", gettext_lazy("Method"), lambda: [(each.value, each.label) for each in Method]),
    ),
    event_lines={"collector.failed": lambda facts: _("noted why nothing came for %(day)s") % {"day": facts["step"]}},
    in_words={"data_set": lambda kept: _data_set(kept)},
)


SIGNALS = register.Register(
    kind=SIGNAL,
    namespace="signal",
    columns=("data_set", "rule", "side", "first_on", "last_on", "strength"),
    shown=("metric", "data_set", "rule", "side", "first_on", "last_on", "strength", "reason", "improvement"),
    editable=("metric", "data_set", "side", "first_on", "last_on"),
    create="signal.note",
    edit="signal.edit",
    move="signal.move",
    new_label=gettext_lazy("Note a signal"),
    empty_title=gettext_lazy("No signals yet"),
    empty_text=gettext_lazy(
        "After each import every published metric’s series is looked at; what stands out comes here."
    ),
    hints={
        "data_set": gettext_lazy(
            "Number of the data set in which it is seen; 0 for a metric whose values people enter."
        )
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in SIGNAL_LIFE.states]),
        Filter("strength", gettext_lazy("Strength"), lambda: [(each.value, each.label) for each in Strength]),
        Filter("rule", gettext_lazy("Rule"), lambda: [(each.value, each.label) for each in Rule]),
    ),
    in_words={"data_set": lambda kept: _data_set(kept), "reason": lambda kept: _reason(kept)},
    in_words_at_once={"data_set": lambda kept: _data_sets(kept)},
    lead=signal_card.lead,
)


DASHBOARDS = register.Register(
    kind=DASHBOARD,
    namespace="dashboard",
    columns=("audience", "data_set"),
    shown=("audience", "refresh"),  # its data set stands above its tiles, by name
    editable=("title", "audience", "data_set", "refresh"),
    create="dashboard.draft",
    edit="dashboard.edit",
    move="dashboard.move",
    new_label=gettext_lazy("Make a dashboard"),
    empty_title=gettext_lazy("No dashboards yet"),
    empty_text=gettext_lazy("Choose for each audience the few published metrics it decides by."),
    hints={
        "data_set": gettext_lazy("From which data set its metrics are read; none where people enter all of them."),
        "refresh": gettext_lazy("For a screen on the wall: when an open page looks again by itself."),
    },
    filters=(
        Filter("state", gettext_lazy("State"), lambda: [(each.code, each.label) for each in DASHBOARD_LIFE.states]),
        Filter("audience", gettext_lazy("Audience"), lambda: [(each.value, each.label) for each in Audience]),
    ),
    event_lines={
        "dashboard.shared": lambda facts: _("shown to anybody who has its address"),
        "dashboard.share_ended": lambda facts: _("its open address ended"),
    },
    in_words={"data_set": lambda kept: _data_set(kept), "tiles": lambda kept: _tiles(kept)},
    in_words_at_once={"data_set": lambda kept: _data_sets(kept)},
    choices={"data_set": lambda account: [(each.id, each.name) for each in mining.data_sets(account)]},
)


def _tiles(kept: str) -> str:
    """Tiles by the numbers of their metrics: names are for those who may see them."""
    numbers = [int(each) for each in re.findall(r"\d+", str(kept))]
    keys = dict(Metric.objects.filter(pk__in=numbers).values_list("pk", "identity__key"))
    return words.listed([str(keys[each]) for each in numbers if each in keys])


def _concerns(kept: str) -> str:
    """Concerns by their words."""
    numbers = [int(each) for each in re.findall(r"\d+", str(kept))]
    return words.listed([str(each) for each in Concern.objects.filter(pk__in=numbers).order_by("pk")])


def _reason(kept: str) -> str:
    """A reason as somebody wrote it; that of a lapsed signal in the reader's language."""
    return _(kept) if kept == DATA_SET_GONE else kept


def _data_set(kept: str) -> str:
    """A data set by its name; by its number where it is gone."""
    return next((each.source.name for each in mining.ready_data_sets() if str(each.pk) == str(kept)), str(kept))


def _data_sets(kept: set[int | None]) -> dict[int | None, str]:
    """Data sets by their names; those that are gone keep their number. None for what people enter."""
    names = {each.pk: each.source.name for each in mining.ready_data_sets()} if any(kept) else {}
    return {each: names.get(each, str(each)) if each else "" for each in kept}


def _values_entered(facts: Mapping[str, Any]) -> str:
    said = ngettext("%(n)s value entered", "%(n)s values entered", facts["values"]) % {"n": facts["values"]}
    if facts["corrected"]:
        return _("%(entered)s, of them corrections: %(n)s") % {"entered": said, "n": facts["corrected"]}
    return said


def declare() -> None:
    """Tell the frame about the catalogue; called once, when the apps are ready."""
    register.declare(METRICS)
    register.declare(CONCERNS)
    register.declare(COLLECTORS)
    register.declare(SIGNALS)
    register.declare(DASHBOARDS)
    register.add_section("signal", 10, signal_card.section)
    register.add_section("metric", 10, card.section)
    register.add_section("metric", 20, guard_card.section)
    register.add_section("metric", 30, appraisal_card.section)
    register.add_section("collector", 10, collector_card.section)
    register.add_section("dashboard", 10, dashboard_card.section)
    logs.UNSAID.add("/dashboards/open/")  # whoever reads a line would hold the address
    menu.add(
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Metric catalogue"), "adjustments", "metric:list", SEE, order=32),
        menu.Entry(menu.Group.LOOK_BACK, gettext_lazy("Dashboards"), "columns", "dashboard:list", SEE, order=32),
        menu.Entry(
            menu.Group.LOOK_BACK,
            gettext_lazy("Trend watch"),
            "trending-up",
            "signal:list",
            SEE,
            count=lambda request: watching.firm_open(reader(request)) or None,
            order=33,
        ),
    )
