"""The demonstration's inputs that people wrote down; what comes by itself is taken in as in any installation."""

from __future__ import annotations

from datetime import date
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration
from hansei.kernel.actions import Act
from hansei.kernel.demonstration import Progress, act_of, identities, let_go, records_of, version_of
from hansei.kernel.models import Account, ObjectLink
from hansei.rooms.improvement.actions import inputs
from hansei.rooms.improvement.models import Input

# Days before the company's last day, who, source, title, evidence; what became of it: "" (it waits), kept, or a reason
# why nothing comes of it, or the improvement that it became.
SAID: Final = (
    (12, "agent", "staff", "Nobody at night knows who holds which key",
     "Three calls in October waited over an hour for a key.", "kept", ""),
    (70, "agent", "staff", "A shorter form for calls about printers", "Ten fields, four are never read.",
     "declined", "The catalogue has a form of four fields since spring; it is shown first now."),
    (230, "manager", "standard", "The standard asks for a yearly test of service continuity",
     "Clause on service continuity; last test two years ago.", "", ""),
    (240, "manager", "audit", "Firewall changes without a name of who approved them", "Five of twenty looked at.",
     "", ""),
    (30, "manager", "audit", "Changes closed without a test result", "Three of twenty looked at.", "", ""),
    (25, "manager", "technology", "Tickets are sold by telephone application from next year",
     "Letter of the sales department.", "converted", "Support hours fit the sale by telephone application"),
)  # fmt: skip


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: what its people had written down; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    for ago, who, origin, title, evidence, end, said in SAID:
        found = records_of(Input).filter(title=title).first()
        if found is None:
            fields: inputs.InputFields = {"title": title, "origin": origin, "evidence": evidence}
            found = inputs.add_input(act_of(who, day, ago=ago), fields=fields)
        if end and found.state == "new":
            _decide(found, act_of("manager", day, ago=ago - 7), end, said)


def _decide(found: Input, act: Act, end: str, said: str) -> None:
    version = version_of(found.pk)
    if end == "kept":
        inputs.move_input(act, pk=found.pk, version=version, to=end)
    elif end == "declined":
        inputs.decline(act, pk=found.pk, version=version, reason=said)
    else:
        inputs.convert(act, pk=found.pk, version=version, title=said)


def remove(progress: Progress) -> None:
    """Delete all inputs of the company, those that came by themselves too; before what they were heard from goes."""
    here = identities("input")
    records_of(Input).update(same_as=None)
    records_of(Input).delete()
    led = identities("improvement")
    ObjectLink.objects.filter(object__in=led.values("pk"), role="came_from").delete()
    let_go(here)


demonstration.part("improvement.inputs", order=28, steps=STEPS[-1:], load=load, remove=remove)
