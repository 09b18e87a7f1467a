"""The record kinds of this room, its rights, their life, and the links from what serves a goal or brings an outcome."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records, rights
from hansei.rooms.goals import guards
from hansei.rooms.goals.models import Goal, Outcome, Scorecard

SEE = rights.declare("goals.see", _("See goals, scorecards and outcomes"))
WORK = rights.declare("goals.work", _("Work on goals, scorecards and outcomes"))

SERVES = links.declare("serves", pgettext_lazy("link", "serves"), pgettext_lazy("link", "is served by"))
BRINGS = links.declare("brings_about", pgettext_lazy("link", "brings about"), pgettext_lazy("link", "is brought by"))

GOAL = records.declare(
    records.RecordKind(
        kind="goal",
        prefix="GOAL",
        room="goals",
        model=Goal,
        name=_("goal node"),
        plural=_("Goal nodes"),
        tracked=(
            "title",
            "level",
            "also",
            "reason",
            "owner",
            "metric",
            "data_set",
            "planned_measure",
            "better",
            "target",
            "due_on",
            "reachable",
            "service",
            "about",
            "scorecard",
            "perspective",
            "place",
        ),
        texts=("title", "reason", "planned_measure", "reachable", "service"),
    )
)
SCORECARD = records.declare(
    records.RecordKind(
        kind="scorecard",
        prefix="BSC",
        room="goals",
        model=Scorecard,
        name=_("scorecard"),
        plural=_("Scorecards"),
        tracked=("title", "unit", "owner", "about"),
        texts=("title", "unit", "about"),
    )
)
OUTCOME = records.declare(
    records.RecordKind(
        kind="outcome",
        prefix="OUT",
        room="goals",
        model=Outcome,
        name=_("outcome"),
        plural=_("Outcomes"),
        tracked=(
            "title",
            "stakeholder",
            "method",
            "goal",
            "owner",
            "unit",
            "better",
            "baseline",
            "baseline_on",
            "planned",
            "due_on",
            "current",
            "current_on",
            "n",
            "others",
        ),
        texts=("title", "stakeholder", "method", "unit", "others"),
    )
)

GOAL_LIFE = lifecycle.declare(
    Lifecycle(
        "goal",
        states=(
            State("draft", _("Draft"), "new"),
            State("agreed", _("Agreed"), "good"),
            State("retired", _("Retired"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "agreed", _("Agree"), (guards.OWNER, guards.SMART)),
            Transition("agreed", "draft", _("Back to draft"), is_back=True),
            Transition("draft", "retired", _("Retire"), (guards.NOTHING_BELOW,), is_back=True),
            Transition("agreed", "retired", _("Retire"), (guards.NOTHING_BELOW,), is_back=True),
        ),
    )
)
SCORECARD_LIFE = lifecycle.declare(
    Lifecycle(
        "scorecard",
        states=(
            State("draft", _("Draft"), "new"),
            State("agreed", _("Agreed"), "good"),
            State("retired", _("Retired"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "agreed", _("Agree"), (guards.FOUR_SIDES,)),
            Transition("agreed", "draft", _("Back to draft"), is_back=True),
            Transition("draft", "retired", _("Retire"), is_back=True),
            Transition("agreed", "retired", _("Retire"), is_back=True),
        ),
    )
)
OUTCOME_LIFE = lifecycle.declare(
    Lifecycle(
        "outcome",
        states=(
            State("draft", _("Draft"), "new"),
            State("agreed", _("Agreed with the stakeholder"), "running"),
            State("measured", _("Measured"), "good", is_end=True),
            State("dropped", _("Dropped"), "paused", is_end=True),
        ),
        transitions=(
            Transition("draft", "agreed", _("Agree"), (guards.METHOD,)),
            Transition("agreed", "draft", _("Back to draft"), is_back=True),
            Transition("agreed", "measured", _("Close as measured"), (guards.MEASURED,)),
            Transition("draft", "dropped", _("Drop"), is_back=True),
            Transition("agreed", "dropped", _("Drop"), is_back=True),
        ),
    )
)
