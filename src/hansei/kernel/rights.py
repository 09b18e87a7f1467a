"""Who may do what where: one function turns (person, right) into one indexed predicate over identities."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Grant, Identity

# right -> what it lets a person do (lazy translation). Rooms declare theirs; `room.see` comes first.
RIGHTS: dict[str, str | Promise] = {}


def declare(right: str, says: str | Promise) -> str:
    """Register a right, e.g. `improvement.work`."""
    if right in RIGHTS:
        raise ValueError(f"right {right} is declared twice")
    RIGHTS[right] = says
    return right


declare("account.administer", _("Manage accounts, roles and settings"))
declare("record.confidential", _("See confidential records"))


def grants_of(account: Account, *, at: datetime | None = None) -> list[Grant]:
    """Return the grants in force for an account, its own and its teams', read once per account object."""
    kept: list[Grant] | None = getattr(account, "_grants", None)
    if kept is None or at is not None:
        now = at or timezone.now()
        teams = account.memberships.filter(Q(until=None) | Q(until__gt=now), since__lte=now).values("team_id")
        kept = list(
            Grant.objects.filter(Q(account=account) | Q(team__in=teams))
            .filter(Q(until=None) | Q(until__gt=now), since__lte=now)
            .select_related("role")
        )
        account._grants = kept  # type: ignore[attr-defined]
    return kept


def _giving(account: Account, right: str, at: datetime | None) -> list[Grant]:
    if not account.is_active:
        return []
    return [each for each in grants_of(account, at=at) if right in each.role.rights]


def holds(account: Account, right: str, *, at: datetime | None = None) -> bool:
    """Return whether the account holds the right in any scope."""
    return bool(_giving(account, right, at))


def predicate(account: Account | None, right: str, *, at: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition on identities (reached through `prefix`) that this right opens to this account.

    None is the system itself: everything. A right held in one organisation opens nothing in another.
    """
    if account is None:
        return Q()
    opened, mine = Q(pk__in=[]), _mine(account, prefix)
    for grant in _giving(account, right, at):
        if grant.scope == Grant.Scope.EVERYTHING:
            opened = ~Q(pk__in=[])
            break
        opened |= mine if grant.scope == Grant.Scope.MINE else Q(**{f"{prefix}{grant.scope}_id": grant.scope_object_id})
    if holds(account, "record.confidential", at=at):
        return opened
    return opened & (Q(**{f"{prefix}is_confidential": False}) | mine)


def _mine(account: Account, prefix: str) -> Q:
    if account.person_id is None:
        return Q(pk__in=[])
    return Q(**{f"{prefix}requester_id": account.person_id})


def identities(account: Account | None, right: str, *, at: datetime | None = None) -> QuerySet[Identity]:
    """Return the identities on which the account holds the right."""
    return Identity.objects.filter(predicate(account, right, at=at))


def allowed(account: Account | None, right: str, identity: Identity, *, at: datetime | None = None) -> bool:
    """Return whether the account holds the right on this one record."""
    return identities(account, right, at=at).filter(pk=identity.pk).exists()
