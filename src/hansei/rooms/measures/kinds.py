"""The record kinds of this room, its rights and their life."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records, rights
from hansei.rooms.measures import guards
from hansei.rooms.measures.models import Collector, Concern, Dashboard, Metric, TrendSignal

SEE = rights.declare("measures.see", _("See the metric catalogue"), undivided=True)
WORK = rights.declare("measures.work", _("Work on metrics, their values and their collection"), undivided=True)
SHARE = rights.declare("measures.share", _("Show dashboards to anybody without signing in"), undivided=True)
APPROVE = rights.declare("measures.approve", _("Approve metrics"), undivided=True)

METRIC = records.declare(
    records.RecordKind(
        kind="metric",
        prefix="MET",
        room="measures",
        model=Metric,
        name=_("metric"),
        plural=_("Metrics"),
        tracked=(
            "title",
            "origin",
            "measure",
            "definition",
            "above",
            "below",
            "kind",
            "concerns",
            "reason",
            "decision",
            "formula",
            "numerator",
            "denominator",
            "unit",
            "form",
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
            "uses",
            "valid_until",
            "points",
            "formula_version",
        ),
        texts=("title", "definition", "decision", "formula", "numerator", "denominator", "unit", "audience"),
    )
)

CONCERN = records.declare(
    records.RecordKind(
        kind="concern",
        prefix="CON",
        room="measures",
        model=Concern,
        name=_("concern"),
        plural=_("Concerns"),
        tracked=("stakeholder", "title"),
        texts=("stakeholder", "title"),
    )
)

LIFE = lifecycle.declare(
    Lifecycle(
        "metric",
        states=(
            State("draft", _("Draft"), "new"),
            State("approved", _("Approved"), "running"),
            State("published", _("Published"), "good"),
            State("retired", _("Retired"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "approved", _("Approve"), guards.TO_APPROVE, right=APPROVE),
            Transition("approved", "published", _("Publish"), guards.TO_PUBLISH),
            Transition("approved", "draft", _("Back to draft"), is_back=True),
            Transition("published", "approved", _("Take off the list of the published"), is_back=True),
            *(
                Transition(state, "retired", _("Retire"), (guards.NOT_NEEDED,), is_back=True)
                for state in ("draft", "approved", "published")
            ),
        ),
    )
)

CONCERN_LIFE = lifecycle.declare(
    Lifecycle(
        "concern",
        states=(State("open", _("Open"), "running"), State("dropped", _("Dropped"), "paused", is_end=True)),
        transitions=(Transition("open", "dropped", _("Drop"), is_back=True),),
    )
)

COLLECTOR = records.declare(
    records.RecordKind(
        kind="collector",
        prefix="COL",
        room="measures",
        model=Collector,
        name=_("collector"),
        plural=_("Collection plan"),
        tracked=(
            "title",
            "metric",
            "method",
            "frequency",
            "starts_on",
            "data_set",
            "population",
            "sample_size",
            "seed",
            "responsible",
        ),
        texts=("title", "population"),
    )
)

COLLECTOR_LIFE = lifecycle.declare(
    Lifecycle(
        "collector",
        states=(State("running", _("Running"), "running"), State("stopped", _("Stopped"), "paused")),
        transitions=(
            Transition("running", "stopped", _("Stop"), is_back=True),
            Transition("stopped", "running", _("Go on")),
        ),
    )
)

SIGNAL = records.declare(
    records.RecordKind(
        kind="signal",
        prefix="SIG",
        room="measures",
        model=TrendSignal,
        name=_("signal"),
        plural=_("Trend watch"),
        tracked=(
            "title",
            "metric",
            "data_set",
            "rule",
            "side",
            "first_on",
            "last_on",
            "strength",
            "reason",
            "improvement",
        ),
        texts=("title", "reason"),
    )
)

SIGNAL_LIFE = lifecycle.declare(
    Lifecycle(
        "signal",
        states=(
            State("open", _("Open"), "soon"),
            State("acted", _("Acted on"), "good", is_end=True),
            State("dismissed", _("Dismissed"), "paused", is_end=True),
            State("lapsed", _("Lapsed"), "paused", is_end=True),
        ),
        transitions=(
            Transition("open", "acted", _("Link an improvement"), (guards.IMPROVEMENT,), form="signal:act_on"),
            Transition("open", "dismissed", _("Dismiss"), (guards.REASON,), form="signal:dismiss", is_back=True),
            Transition("open", "lapsed", _("Lapse"), (guards.GONE,), by_action=True),
        ),
    )
)

DASHBOARD = records.declare(
    records.RecordKind(
        kind="dashboard",
        prefix="DSH",
        room="measures",
        model=Dashboard,
        name=_("dashboard"),
        plural=_("Dashboards"),
        tracked=("title", "audience", "data_set", "tiles", "refresh"),
        texts=("title",),
    )
)

DASHBOARD_LIFE = lifecycle.declare(
    Lifecycle(
        "dashboard",
        states=(State("used", _("In use"), "running"), State("retired", _("Retired"), "paused", is_end=True)),
        transitions=(Transition("used", "retired", _("Retire"), is_back=True),),
    )
)
