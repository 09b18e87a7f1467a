"""The demonstration's ideas that nobody has begun: judged by value, effort and risk, so that there is an order."""

from __future__ import annotations

from datetime import date
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration
from hansei.kernel.demonstration import Progress, account_of, act_of, records_of, version_of
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Improvement

# Title, idea, element, service, value, effort (1 low, 2 medium, 3 high), risk of doing nothing, how far it is.
IDEAS: Final = (
    ("Reset passwords without a call", "One call in six asks for a new password; a page could give it.", "technology",
     "Workplace", 3, 2, "The desk stays full on Monday mornings, and callers with an outage wait.", ("triage",)),
    ("One checklist for the first day of new staff", "Each hall does it otherwise, and something is always missing.",
     "process", "Workplace", 2, 1, "", ("triage", "analysed")),
    ("A second person who knows the purchasing system", "Only one person can mend it.", "people",
     "Finance and Purchasing", 3, 1, "When this person is away, orders stand still for days.", ("triage",)),
    ("Move the old file server", "It is slow, and its room is to be closed in two years.", "resource", "Network", 1, 3,
     "Nothing happens before the room is closed.", ()),
    ("Spare boards at both depots", "A broken board waits four days for its replacement.", "resource",
     "Passenger Information", 2, 2, "Passengers go on missing trains while a board is dark.", ()),
)  # fmt: skip


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: what is missing of them."""
    if day != STEPS[-1]:
        return
    for place, (title, idea, element, service, value, effort, risk, ways) in enumerate(IDEAS):
        if records_of(Improvement).filter(title=title).exists():
            continue
        fields: actions.Fields = {"title": title, "idea": idea, "element": element, "service": service}
        owner = account_of(("manager", "agent")[place % 2]).pk
        fields |= {"value": value, "effort": effort, "risk": risk, "owner": owner}
        found = actions.propose(act_of("agent", day, ago=60 - 9 * place), fields=fields)
        for to in ways:
            act = act_of("manager", day, 11, ago=50 - 9 * place)
            actions.move(act, pk=found.pk, version=version_of(found.pk), to=to)


def remove(progress: Progress) -> None:
    """They go with all others of the company."""


demonstration.part("improvement.ideas", order=21, steps=STEPS[-1:], load=load, remove=remove)
