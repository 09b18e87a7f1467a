"""The kind improvement cycle: open while its steps are signed one after the other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records
from hansei.rooms.improvement.guards import cycles as guards
from hansei.rooms.improvement.models import Cycle

CYCLE = records.declare(
    records.RecordKind(
        kind="cycle",
        prefix="CYC",
        room="improvement",
        model=Cycle,
        name=_("improvement cycle"),
        plural=_("Improvement cycles"),
        tracked=("title", "service", "scope", "first", "last", "owner", "previous"),
        texts=("title", "service", "scope"),
    )
)

CYCLE_LIFE = lifecycle.declare(
    Lifecycle(
        "cycle",
        states=(
            State("open", _("Open"), "running"),
            State("complete", _("Complete"), "good", is_end=True),
            State("stopped", _("Stopped"), "bad", is_end=True),
        ),
        transitions=(
            Transition("open", "complete", _("Close the cycle"), (guards.SIGNED,)),
            Transition("open", "stopped", _("Stop the cycle"), is_back=True),
        ),
    )
)
