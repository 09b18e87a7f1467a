"""The readers of risks: what is over the appetite, who is asked, what is overdue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.models import Account, ObjectLink
from hansei.rooms.governance import roles
from hansei.rooms.governance.levels import LEVELS
from hansei.rooms.governance.models import Escalation, Horizon, Risk
from hansei.rooms.governance.queries.deciding import Held, in_name_of
from hansei.rooms.governance.queries.settings import appetite

SEE = "governance.see"


def visible(account: Account | None) -> QuerySet[Risk]:
    """Return the risks that this person may see."""
    opened = rights.predicate(account, SEE, prefix="identity__")
    return Risk.objects.filter(opened).select_related("identity", "owner")


def open_risks(account: Account | None) -> QuerySet[Risk]:
    return visible(account).exclude(state="closed")


def overdue_reviews(account: Account | None) -> QuerySet[Risk]:
    """Return the open risks whose day of review has passed, the longest overdue first."""
    return open_risks(account).filter(review_on__lt=timezone.localdate()).order_by("review_on", "pk")


def escalations_for(account: Account) -> list[tuple[Escalation, Account]]:
    """Return the risks over their threshold that wait for an answer of this person, in whose name, the oldest first."""
    seen = open_risks(account).values("pk")
    waiting = Escalation.objects.filter(answer="", risk__in=seen).select_related("risk__identity", "risk__owner")
    held = Held()
    found = [(each, whose_answer(account, each, held)) for each in waiting.order_by("pk")]
    return [(each, name) for each, name in found if name is not None]


def whose_answer(account: Account, task: Escalation, held: Held | None = None) -> Account | None:
    """Return in whose name somebody may answer an escalation, None where it is not theirs."""
    return in_name_of(
        account, roles.OWNER_OF[task.horizon], task.risk.service, doer=task.risk.owner, held=held or Held()
    )


def who_is_asked(task: Escalation) -> str:
    """Say whose answer an escalated risk waits for."""
    said = {"horizon": Horizon(task.horizon).label, "role": roles.label(roles.OWNER_OF[task.horizon])}
    return _("The owner of the horizon “%(horizon)s” answers: %(role)s.") % said


def tied_to(record: int) -> QuerySet[Risk]:
    """Return the risks tied to a record, whatever the link is called and whichever way it runs.

    Whoever asks which risks belong to a record asks here: who approves it, what its page lists, what is judged anew.
    """
    ties = ObjectLink.objects.filter(Q(object_id=record) | Q(target_id=record)).values_list("object_id", "target_id")
    return Risk.objects.filter(pk__in={end for pair in ties for end in pair if end != record})


def level_of_record(record: int) -> str:
    """Return the level of risk of a record for a decision about it: the highest of the open risks tied to it.

    "" where no risk is tied to it. Every open risk counts, also one that the asking person may not see.
    """
    limits = appetite()
    found = [limits.level_of(each) for each in tied_to(record).exclude(state="closed")]
    return max(found, key=LEVELS.index, default="")
