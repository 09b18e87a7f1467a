"""What the lists of an improvement must say before it goes on, and what its goal must be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.checklist import queries as checklists
from hansei.blocks.checklist.models import TaskState
from hansei.blocks.lifecycle import Guard
from hansei.kernel import links
from hansei.rooms.improvement.guards import improvement as plain
from hansei.rooms.improvement.models import End, Improvement
from hansei.rooms.improvement.sheets import DUTIES, GOAL, IMPACT
from hansei.ui import words

GOAL_KINDS = ("goal", "goal_node")


def _impact(found: Improvement) -> str | None:
    if not checklists.is_started(found.pk, IMPACT):
        return _("Start the sheets, then answer the questions of impact.")
    if not (left := checklists.missing(found.pk, IMPACT)):
        return None
    said = {"n": words.number(len(left)), "first": checklists.text_of(left[0])}
    return _("Answer the questions of impact first; %(n)s are open, the first: “%(first)s”") % said


def _duties(found: Improvement) -> str | None:
    tasks = checklists.tasks_of(found.pk, DUTIES)
    if not tasks:
        return _("Start the sheets, then name a person for each of the six duties.")
    unnamed = [checklists.text_of(each) for each in tasks if each.person_id is None]
    if not unnamed:
        return None
    return _("Name a person for each duty; without one: %(duties)s.") % {"duties": words.listed(unnamed)}


def _transfer(found: Improvement) -> str | None:
    """An idea that was withdrawn before anything was done has taught nothing that others must be told."""
    was_begun = found.state in ("in_work", "verified")
    if found.end == End.WITHDRAWN and not was_begun:
        return None
    if found.transfers.exists():
        return None
    return _("Hand the knowledge on first: record the transfer session with what was told and to how many.")


IMPACT_ANSWERED = Guard("improvement.impact", gettext_lazy("the nine questions of impact are answered"), _impact)
# Fixed: who checks is never who did the work.
DUTIES_NAMED = Guard("improvement.duties", gettext_lazy("each of the six duties has a name"), _duties, fixed=True)
TRANSFERRED = Guard("improvement.transfer", gettext_lazy("its knowledge was handed on"), _transfer)


@dataclass(frozen=True)
class GoalCheck:
    """One line of the goal's check: what is asked, whether it holds (None: nobody said yet), and what is missing."""

    code: str
    says: str
    holds: bool | None
    missing: str = ""


def goal_checks(found: Improvement) -> list[GoalCheck]:
    """Hold the goal against its six rules: two that the records tell, four that people answer."""
    return [_linked(found), _measurable(found), *_answered(found)]


def passes(checks: list[GoalCheck]) -> bool:
    """Whether a goal meets every rule."""
    return all(each.holds for each in checks)


def _linked(found: Improvement) -> GoalCheck:
    kinds = {each.other.record_kind for each in links.links_of(None, found.pk)}
    missing = _("Link it with the service goal it serves, by the goal’s number under “Linked”.")
    is_linked = bool(kinds & set(GOAL_KINDS))
    return GoalCheck("linked", _("It serves a service goal"), is_linked, "" if is_linked else missing)


def _measurable(found: Improvement) -> GoalCheck:
    said = [guard.missing(found) for guard in (plain.MEASURE, plain.PLAN, plain.BASELINE)]
    missing = " ".join(each for each in said if each)
    return GoalCheck("measurable", _("It is measurable: measure, baseline, target and date"), not missing, missing)


def _answered(found: Improvement) -> list[GoalCheck]:
    checks = []
    for each in checklists.tasks_of(found.pk, GOAL):
        holds = {TaskState.DONE: True, TaskState.NOT_NEEDED: True, TaskState.FAILED: False}.get(TaskState(each.state))
        missing = _("Nobody answered this yet.") if holds is None else ""
        note = each.note.text if each.note and holds is False else missing
        checks.append(GoalCheck(each.code, checklists.text_of(each), holds, note))
    return checks or [
        GoalCheck("started", _("Its people answered the questions of the goal"), None, _("Start the sheets."))
    ]
