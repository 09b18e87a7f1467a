"""Who decides: the one function that every approval of the product asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance import matters, roles
from hansei.rooms.governance.matrix import Cell
from hansei.rooms.governance.models import Deputy, Seat
from hansei.rooms.governance.queries.deputies import deputies_at
from hansei.rooms.governance.queries.settings import matrix
from hansei.ui import words

STANDS_IN = "governance.decide"  # whoever holds it decides where nobody holds a role that may


class Held:
    """Who holds which role now and who acts for whom: each read once, when it is first asked for."""

    @cached_property
    def seats(self) -> list[Seat]:
        return list(seats_now())

    @cached_property
    def deputies(self) -> list[Deputy]:
        return list(deputies_at())

    def principals_of(self, account: Account, matter: str) -> list[Account]:
        """Those for whom somebody acts in a matter."""
        mine = [each for each in self.deputies if each.account_id == account.pk]
        return [each.principal for each in mine if matter in each.matters]

    def named(self, account: Account, matter: str) -> str:
        """The person, with who acts for them."""
        away = [each for each in self.deputies if each.principal_id == account.pk and matter in each.matters]
        if not away:
            return account.name
        return _("%(name)s (%(deputy)s acts for them)") % {"name": account.name, "deputy": away[0].account.name}


@dataclass(frozen=True)
class Deciders:
    """The answer: which role decides by which row, and who holds it.

    `level` is the row applied: higher than `asked` where a limit is passed. `filled_by` is the role of `people`: a
    higher one where nobody holds `role`, "" where nobody holds any and those with the right to stand in decide.
    """

    kind: str
    asked: str
    level: str
    cell: Cell
    people: tuple[Account, ...]
    filled_by: str
    held: Held = field(default_factory=Held, repr=False, compare=False)

    @property
    def role(self) -> str:
        return self.cell.decider

    @property
    def is_over_limit(self) -> bool:
        return self.level != self.asked

    def __str__(self) -> str:
        """Who decides, in one sentence."""
        matter = matters.of_kind(self.kind)
        names = words.listed(self.held.named(each, matter) for each in self.people[:5])
        if not self.filled_by:
            return _("Nobody holds the role “%(role)s”; whoever may set the decision rights decides.") % {
                "role": roles.label(self.role)
            }
        said = {"role": roles.label(self.filled_by), "names": names}
        return ngettext("%(role)s decides: %(names)s.", "%(role)s decides: one of %(names)s.", len(self.people)) % said


def declare_kind(code: str, label: str | Promise, *, matter: str = matters.DECISIONS) -> str:
    """Register what an upper room asks a decision about, when the program starts; a deputy takes it under `matter`."""
    matrices.KINDS[code] = label
    matters.put(code, matter)
    return code


@query("governance.deciders")
def deciders(
    account: Account | None,
    *,
    kind: str,
    level: str,
    amount: Decimal | None = None,
    hours: Decimal | None = None,
    service: str = "",
    doer: Account | None = None,
    held: Held | None = None,
) -> Deciders:
    """Return who decides a matter of this kind and level of risk, over this amount and these hours, for this service.

    What passes the limits of its level is decided as one of the next. The asking account changes nothing. `held`:
    who holds which role now, where it was read already.
    """
    now, held = matrix(), held or Held()
    applied = now.applied(kind, level, amount, hours)
    cell = now.cell(kind, applied)
    people, filled_by = _filling(cell.decider, service, doer, held)
    return Deciders(kind, level, applied, cell, people, filled_by, held)


def why_not(
    account: Account | None,
    kind: str,
    level: str,
    *,
    amount: Decimal | None = None,
    hours: Decimal | None = None,
    service: str = "",
    doer: Account | None = None,
) -> str | None:
    """Return None where this person may decide, else the sentence that says who does. The system itself may."""
    if account is None:
        return None
    found = deciders(account, kind=kind, level=level, amount=amount, hours=hours, service=service, doer=doer)
    if whose(account, found, service, doer=doer) is not None:
        return None
    return not_yours(found)


def not_yours(decides: Deciders) -> str:
    return _("This is not yours to decide. %(who)s") % {"who": decides}


def whose(account: Account, decides: Deciders, service: str = "", *, doer: Account | None = None) -> Account | None:
    """Return in whose name somebody may decide a matter: their own, or that of somebody for whom they act."""
    matter = matters.of_kind(decides.kind)
    return in_name_of(account, decides.role, service, doer=doer, held=decides.held, matter=matter)


def in_name_of(
    account: Account,
    role: str,
    service: str = "",
    *,
    doer: Account | None = None,
    held: Held | None = None,
    matter: str = matters.DECISIONS,
) -> Account | None:
    """Return in whose name somebody decides in this role: their own first, else of whoever they act for.

    Through a deputy nobody decides about their own work: neither the deputy nor the one they act for is its doer.
    """
    held = held or Held()
    if holds_role(account, role, service, doer=doer, held=held):
        return account
    for each in held.principals_of(account, matter):
        if doer not in (account, each) and holds_role(each, role, service, doer=doer, held=held):
            return each
    return None


def holds_role(
    account: Account, role: str, service: str = "", *, doer: Account | None = None, held: Held | None = None
) -> bool:
    """Whether somebody decides in this role or a higher one; where nobody does, whoever may stand in."""
    held = held or Held()
    people, filled_by = _filling(role, service, doer, held)
    if account in people:
        return True
    if not filled_by:
        return rights.holds(account, STANDS_IN)
    return any(roles.RANK[each.role] > roles.RANK[filled_by] for each in _held_for(account, service, held.seats))


def role_of(account: Account | None, decides: Deciders, service: str) -> str:
    """Return the role in which this person decides: the row's, or the highest one held; "" where they stand in."""
    if account is None or account in decides.people:
        return decides.filled_by
    return max(
        (each.role for each in _held_for(account, service, decides.held.seats)),
        key=lambda role: roles.RANK[role],
        default="",
    )


def _held_for(account: Account, service: str, held: Iterable[Seat]) -> list[Seat]:
    """The roles that somebody holds for a service or for all; SQLite folds the case of Latin letters only."""
    here = ("", service.casefold())
    return [each for each in held if each.account_id == account.pk and each.service.casefold() in here]


def nothing_taken() -> str:
    return _("Nothing was decided here that could be reversed.")


def seats_now() -> QuerySet[Seat]:
    """Return who holds which role now."""
    now = timezone.now()
    held = Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))
    return Seat.objects.filter(held, account__is_active=True).select_related("account")


def _filling(role: str, service: str, doer: Account | None, held: Held) -> tuple[tuple[Account, ...], str]:
    """Return who fills a role: its holders for this service, else everywhere, else those of the next role up."""
    if role == "doer" and doer is not None and doer.is_active:
        return (doer,), role
    rank = roles.RANK[role]
    for each in [role, *(other for other in roles.SEATED if roles.RANK[other] > rank)]:
        here = [seat for seat in held.seats if seat.role == each]
        own = [seat for seat in here if service and seat.service.casefold() == service.casefold()]
        chosen = own or [seat for seat in here if not seat.service]
        if chosen:
            return tuple(dict.fromkeys(seat.account for seat in chosen)), each
    return (), ""
