"""Who acts for whom: now, in one matter; and with whom somebody counts as one person for a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account, Grant
from hansei.kernel.people import ADMINISTER
from hansei.rooms.governance.models import Deputy

EVERYWHERE: Final = (Grant.Scope.EVERYTHING, None)
OF_ONES_OWN: Final = (Grant.Scope.MINE, None)


def deputies_at(at: datetime | None = None) -> QuerySet[Deputy]:
    """Return who acts for whom at an instant, now if none is named. Closed accounts neither act nor are acted for."""
    now = at or timezone.now()
    held = Deputy.objects.filter(since__lte=now, until__gt=now, account__is_active=True, principal__is_active=True)
    return held.select_related("account", "principal").order_by("pk")


def stands_in_for(account: Account | None, matter: str, *, at: datetime | None = None) -> list[Account]:
    """Return those for whom somebody acts in this matter. One level: not those for whom they act in turn."""
    if account is None:
        return []
    return [each.principal for each in deputies_at(at).filter(account=account) if matter in each.matters]


def deputies_between(since: datetime, until: datetime) -> QuerySet[Deputy]:
    """Return who acted for whom at any time between two instants; what ended before it began is left out."""
    return Deputy.objects.filter(since__lte=until, until__gt=since).filter(until__gt=F("since"))


def one_person(accounts: Iterable[int], since: datetime, until: datetime) -> set[int]:
    """Return these accounts (their ids), and those who acted for them or for whom they acted between two instants.

    Whatever it was for: whoever speaks with another's voice does not check that other's work. One level.
    """
    keys = set(accounts)
    met = deputies_between(since, until).filter(Q(account__in=keys) | Q(principal__in=keys))
    return keys | {each for pair in met.values_list("account", "principal") for each in pair}


def known_deputies(account: Account) -> QuerySet[Deputy]:
    """Return the deputies that somebody may know of: their own, those they are, for an administrator all."""
    rows = Deputy.objects.select_related("account", "principal", "reason")
    if rights.holds(account, ADMINISTER):
        return rows
    return rows.filter(Q(principal=account) | Q(account=account))


def reaches(account: Account, other: Account, right: str = "") -> bool:
    """Whether somebody works wherever the other does, so that a customer's account never acts for another's.

    With a right: whether they hold it wherever the other does, and somewhere at all. What is the other's own is nobody
    else's: only who works everywhere reaches it.
    """
    own, theirs = _places(account, right), _places(other, right)
    if EVERYWHERE in own or EVERYWHERE in theirs or OF_ONES_OWN in theirs:
        return EVERYWHERE in own
    return theirs <= own and (bool(own) or not right)


def _places(account: Account, right: str) -> set[tuple[str, int | None]]:
    """Return where somebody holds anything, or a right."""
    given = (each for each in rights.grants_of(account) if not right or right in each.role.rights)
    return {(each.scope, each.scope_object_id) for each in given}
