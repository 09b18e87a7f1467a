"""The seven steps of a cycle: what each asks, what must prove it, and which things there are to tie to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansei.kernel.models import Account
from hansei.rooms.improvement import naming
from hansei.rooms.improvement.models import Cycle
from hansei.rooms.improvement.naming import Named


@dataclass(frozen=True)
class Step:
    """One of the seven: its name, its part, and the kinds of things of which one must prove it."""

    number: int
    name: str | Promise
    part: str
    needs: tuple[str, ...]
    lacks: str | Promise


MEASURE, REVIEW, IMPROVE = "measure", "review", "improve"
PARTS: Final = {
    MEASURE: pgettext_lazy("phase", "Measure"),
    REVIEW: pgettext_lazy("phase", "Review"),
    IMPROVE: pgettext_lazy("phase", "Improve"),
}
STEPS: Final = (
    Step(
        1, gettext_lazy("Know the strategy for improving"), MEASURE,
        ("goal", "scorecard", "outcome", "decision", "review", "cycle"),
        gettext_lazy("Link the goal, the decision, the review or the cycle before that says what matters."),
    ),
    Step(
        2, gettext_lazy("Define what is measured"), MEASURE, ("metric",),
        gettext_lazy("Link the metrics that are measured."),
    ),
    Step(
        3, gettext_lazy("Gather the data"), MEASURE, ("collection", "collector"),
        gettext_lazy("Link the collections of data that were gathered."),
    ),
    Step(
        4, gettext_lazy("Process the data"), REVIEW, ("collection",),
        gettext_lazy("Link the collections of data that were processed."),
    ),
    Step(
        5, gettext_lazy("Analyse"), REVIEW, ("finding", "report", "swot", "investigation"),
        gettext_lazy("Link the findings, the investigation or the report of the analysis."),
    ),
    Step(
        6, gettext_lazy("Present and use"), REVIEW, ("review", "report", "improvement_report"),
        gettext_lazy("Link the review or report in which it was presented."),
    ),
    Step(
        7, gettext_lazy("Implement"), IMPROVE, ("improvement", "improvement_plan"),
        gettext_lazy("Link the improvements or the plan that came of it."),
    ),
)  # fmt: skip


def step_of(number: int) -> Step:
    """One of the seven steps by its number."""
    return STEPS[number - 1]


def missing(found: Cycle, number: int) -> str | None:
    """What a step still lacks before somebody may answer for it; None where nothing. What is gone proves nothing."""
    step = step_of(number)
    ties = found.evidence.filter(step=number, kind__in=step.needs)
    return None if any(naming.find(None, each.kind, each.key) for each in ties) else str(step.lacks)


def choices(account: Account | None, steps: Iterable[int]) -> dict[int, list[tuple[str, list[Named]]]]:
    """What may be tied to each step, kind by kind in words, so that a person chooses and does not type."""
    wanted = [step_of(number) for number in steps]
    things = {kind: _offered(account, kind) for kind in sorted({kind for each in wanted for kind in each.needs})}
    return {
        each.number: [(naming.kind_name(kind), things[kind]) for kind in each.needs if things[kind]] for each in wanted
    }


def _offered(account: Account | None, kind: str) -> list[Named]:
    if kind == naming.COLLECTION:
        return naming.collections(account)
    return naming.findings(account) if kind == naming.FINDING else naming.records(account, kind)
