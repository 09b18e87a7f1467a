"""Improvements whose sheets are filled in, so that a test of something else gets on."""

from __future__ import annotations

from datetime import date

from hansei.blocks.checklist import actions as checklist
from hansei.blocks.checklist import queries as checklists
from hansei.kernel.actions import Act
from hansei.rooms.improvement import actions, sheets
from hansei.rooms.improvement.models import Improvement

EARLY_STATES = ("triage", "analysed", "planned", "approved", "in_work")


def answered(act: Act, found: Improvement, code: str = sheets.IMPACT, but: int = 0) -> None:
    """Answer a list, all but the last few of its questions."""
    tasks = checklists.tasks_of(found.pk, code)
    for each in tasks[: len(tasks) - but]:
        checklist.settle(act, record=found.pk, task=each.pk, version=each.version, state="done", note="Ω")


def named(act: Act, found: Improvement, but: int = 0) -> None:
    """Give every duty to the actor, all but the last few."""
    assert act.by is not None
    tasks = checklists.tasks_of(found.pk, sheets.DUTIES)
    for each in tasks[: len(tasks) - but]:
        checklist.give(act, record=found.pk, task=each.pk, version=each.version, person=act.by.pk)


def filled(act: Act, found: Improvement) -> None:
    """Start the sheets, answer the impact and name the duties."""
    actions.start_sheets(act, pk=found.pk)
    answered(act, found)
    named(act, found)


def handed_on(act: Act, found: Improvement) -> None:
    """Record a transfer, so that it may close."""
    actions.transfer(act, pk=found.pk, on=date(2024, 1, 2), people=3, told="Ω")


def moved(act: Act, found: Improvement, to: str) -> Improvement:
    """Go on from where it stands to a state before verification, with its sheets filled."""
    filled(act, found)
    now = Improvement.objects.select_related("identity").get(pk=found.pk)
    for state in EARLY_STATES[EARLY_STATES.index(now.state) + 1 if now.state in EARLY_STATES else 0 :]:
        actions.move(act, pk=now.pk, version=now.identity.version, to=state)
        now = Improvement.objects.select_related("identity").get(pk=now.pk)
        if state == to:
            break
    return now
