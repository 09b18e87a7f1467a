"""Approvals that upper rooms ask of the decision rights: declared once, asked of each record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from hansei.kernel import records
from hansei.kernel.models import Account, EventObject, EventRow
from hansei.rooms.governance.queries.deciding import Held, deciders, whose, why_not

R = TypeVar("R", bound=records.Record)


@dataclass(frozen=True)
class Approval(Generic[R]):
    """What is asked before a record is approved: the kind of decision, its level of risk, its service and its doer.

    `decided_over` gives what holds the service and the owner: the record itself, or what it is a paper of.
    """

    kind: str
    level: Callable[[R], str]
    asked_at: Callable[[R], datetime | None]
    decided_over: Callable[[R], Any] = lambda found: found

    def terms(self, found: R) -> dict[str, Any]:
        """The level, service and doer, as `deciders` takes them."""
        over = self.decided_over(found)
        return {"kind": self.kind, "level": self.level(found), "service": over.service, "doer": over.owner}

    def who_else(self, found: R, account: Account | None) -> str | None:
        """Return None where this person may approve it, else the sentence that says who does."""
        return why_not(account, **self.terms(found))

    def in_whose_name(self, found: R, account: Account, held: Held) -> Account | None:
        """Return in whose name this person may approve it: their own or a principal's; None: in nobody's."""
        terms = self.terms(found)
        return whose(account, deciders(account, held=held, **terms), terms["service"], doer=terms["doer"])


def moved_at(state: str) -> Callable[[records.Record], datetime | None]:
    """Return a reader of when a record came to this state last; None: it never did."""

    def read(found: records.Record) -> datetime | None:
        touched = EventObject.objects.filter(object_id=found.pk).values("event_id")
        moved = EventRow.objects.filter(pk__in=touched, kind="record.moved", facts__now=state)
        return moved.order_by("-pk").values_list("occurred_at", flat=True).first()

    return read
