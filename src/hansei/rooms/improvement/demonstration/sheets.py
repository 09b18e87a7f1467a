"""What the demonstration's people wrote into the sheets of an improvement: made up, and in the words of a company."""

from __future__ import annotations

from datetime import date
from typing import Final

from hansei.analytics.demonstration import PlantedImprovement
from hansei.blocks.checklist import actions as checklist
from hansei.blocks.checklist import queries as checklists
from hansei.kernel.demonstration import account_of, act_of
from hansei.rooms.improvement import actions, sheets
from hansei.rooms.improvement.models import Improvement

IMPACT: Final = {
    "existing": "The way of working of the team on duty and the service named above; nothing else changes.",
    "people": "No new staff. Two hours of instruction for the team on duty.",
    "means": "The means at hand; the measure is the number of cases a week, as frozen in the baseline.",
    "documents": "The entry of the service in the catalogue and the manual of the team on duty.",
    "budget": "Hours of the team itself, paid from its budget for improving.",
    "schedule": "In one step on the day of the intervention, with a way back for a week.",
    "stakeholders": "The team on duty, the service owner and the customer’s contact; all three were asked.",
    "acceptance": "The target that is set here, kept for ninety days, judged by the same measure.",
}
GOAL: Final = {
    "need": "Fewer interruptions of this kind were asked for in the last review with the customer.",
    "realistic": "Other teams reached as much with the same means.",
    "law": "Neither contract nor working hours stand against it.",
    "customer": "The customer’s contact agreed in the last review.",
}
DUTIES: Final = {
    "needs": "agent", "goals": "manager", "manage": "manager", "result": "manager", "reviews": "manager",
    "transfer": "agent",
}  # fmt: skip


def fill(planned: PlantedImprovement, found: Improvement, day: date) -> None:
    """Answer impact and goal, and name the six duties, on a day before the board."""
    for code, answers in ((sheets.IMPACT, {"reason": planned.idea or planned.title, **IMPACT}), (sheets.GOAL, GOAL)):
        for each in checklists.missing(found.pk, code):
            act = act_of("manager", day, 10)
            checklist.settle(
                act, record=found.pk, task=each.pk, version=each.version, state="done", note=answers[each.code]
            )
    for each in checklists.tasks_of(found.pk, sheets.DUTIES):
        if each.person_id is None:
            person = account_of(DUTIES[each.code]).pk
            checklist.give(
                act_of("manager", day, 11), record=found.pk, task=each.pk, version=each.version, person=person
            )


def hand_on(found: Improvement, day: date) -> None:
    """Update catalogue and manual, and tell the team, before it is closed."""
    for each in checklists.missing(found.pk, sheets.DOCUMENTS):
        act = act_of("manager", day, 9)
        checklist.settle(act, record=found.pk, task=each.pk, version=each.version, state="done", note="Updated.")
    if not found.transfers.exists():
        told = "The team on duty and the service desk: what was changed, what the figures say of it, what to watch."
        actions.transfer(act_of("manager", day, 9), pk=found.pk, on=day, people=6, told=told)
