"""The kind input: heard, looked at, and turned into an improvement or not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import records
from hansei.rooms.improvement.guards import inputs as guards
from hansei.rooms.improvement.models import Input

INPUT = records.declare(
    records.RecordKind(
        kind="input",
        prefix="INP",
        room="improvement",
        model=Input,
        name=_("input"),
        plural=_("Inputs"),
        tracked=("title", "evidence", "origin", "heard_of", "reason", "improvement", "same_as"),
        texts=("title", "evidence", "reason"),
    )
)

CONVERT = "inputs:convert"
DECLINE = "inputs:decline"
REPEATS = "inputs:repeats"

INPUT_LIFE = lifecycle.declare(
    Lifecycle(
        "input",
        states=(
            State("new", _("New"), "new"),
            State("kept", _("Kept for later"), "paused"),
            State("converted", _("Became an improvement"), "good", is_end=True),
            State("declined", _("Declined"), "running", is_end=True),
            State("repeats", _("Repeats another"), "running", is_end=True),
        ),
        transitions=(
            Transition("new", "kept", _("Keep for later")),
            *(
                way
                for start in ("new", "kept")
                for way in (
                    # Fixed: an improvement that is made of a finding settles the input that came of the finding.
                    Transition(
                        start,
                        "converted",
                        _("Make an improvement of it"),
                        (guards.IMPROVEMENT,),
                        form=CONVERT,
                        fixed=True,
                    ),
                    Transition(start, "declined", _("Decline"), (guards.REASON,), form=DECLINE, is_back=True),
                    Transition(start, "repeats", _("It repeats another"), (guards.SAME,), form=REPEATS, is_back=True),
                )
            ),
        ),
    )
)
