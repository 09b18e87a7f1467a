"""The kinds kata storyboard, SWOT analysis and investigation, and the links between risks and improvements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import lifecycle
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records
from hansei.rooms.improvement.guards import kata as guards
from hansei.rooms.improvement.models import Investigation, Kata, Swot

CREATES_RISK, STARTS_IMPROVEMENT, SAME_ROOT, INVESTIGATES = (
    "creates_risk",
    "starts_improvement",
    "same_root",
    "investigates",
)
links.declare(CREATES_RISK, pgettext_lazy("link", "creates the risk"), pgettext_lazy("link", "is created by"))
links.declare(STARTS_IMPROVEMENT, pgettext_lazy("link", "starts"), pgettext_lazy("link", "was started by the risk"))
links.declare(
    SAME_ROOT,
    pgettext_lazy("link", "has the same root as"),
    pgettext_lazy("link", "has the same root as"),
    is_mutual=True,
)
links.declare(INVESTIGATES, pgettext_lazy("link", "investigates"), pgettext_lazy("link", "is investigated by"))

KATA = records.declare(
    records.RecordKind(
        kind="kata",
        prefix="KAT",
        room="improvement",
        model=Kata,
        name=_("kata storyboard"),
        plural=_("Kata storyboards"),
        tracked=("title", "current", "service", "learner", "coach", "unit", "every_days", "begins_on"),
        texts=("title", "current", "service", "unit"),
    )
)
KATA_LIFE = lifecycle.declare(
    Lifecycle(
        "kata",
        states=(State("running", _("Running"), "running"), State("closed", _("Closed"), "good", is_end=True)),
        transitions=(Transition("running", "closed", _("Close"), (guards.KATA_LEARNED,), is_back=True),),
    )
)
SWOT = records.declare(
    records.RecordKind(
        kind="swot",
        prefix="SWT",
        room="improvement",
        model=Swot,
        name=_("SWOT analysis"),
        plural=_("SWOT analyses"),
        tracked=("title", "service", "purpose", "owner"),
        texts=("title", "service", "purpose"),
    )
)
SWOT_LIFE = lifecycle.declare(
    Lifecycle(
        "swot",
        states=(
            State("collecting", _("Collecting"), "new"),
            State("voting", _("Voting"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("collecting", "voting", _("Vote"), (guards.SWOT_FILLED,)),
            Transition("voting", "collecting", _("Collect more"), is_back=True),
            Transition("voting", "closed", _("Close"), (guards.SWOT_CONCLUDED,)),
        ),
    )
)
INVESTIGATION = records.declare(
    records.RecordKind(
        kind="investigation",
        prefix="INV",
        room="improvement",
        model=Investigation,
        name=_("investigation"),
        plural=_("Investigations"),
        tracked=("title", "question", "cause", "evidence", "owner"),
        texts=("title", "question", "cause", "evidence"),
    )
)
INVESTIGATION_LIFE = lifecycle.declare(
    Lifecycle(
        "investigation",
        states=(State("open", _("Open"), "running"), State("closed", _("Closed"), "good", is_end=True)),
        transitions=(Transition("open", "closed", _("Close"), (guards.ROOT_FOUND,)),),
    )
)
