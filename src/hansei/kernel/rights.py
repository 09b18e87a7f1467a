"""Who may do what where: one function turns (person, right) into one indexed predicate over identities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Account, Grant, Identity, Role, TeamMember

# right -> what it lets a person do (lazy translation). Rooms declare theirs; `room.see` comes first.
RIGHTS: dict[str, str | Promise] = {}
# Rights over what belongs to no organisation, service or team: held anywhere less than everywhere, they open nothing.
UNDIVIDED: set[str] = set()


def declare(right: str, says: str | Promise, *, undivided: bool = False) -> str:
    """Register a right, e.g. `improvement.work`.

    `undivided`: what it opens belongs to no organisation, service or team.
    """
    if right in RIGHTS:
        raise ValueError(f"right {right} is declared twice")
    RIGHTS[right] = says
    if undivided:
        UNDIVIDED.add(right)
    return right


declare("account.administer", _("Manage accounts, roles and settings"), undivided=True)
declare("record.confidential", _("See confidential records"))


# An account that lives as long as a job acts at many instants.
MOST_KEPT = 8


def grants_of(account: Account, *, at: datetime | None = None) -> list[Grant]:
    """Return the grants in force for an account, its own and its teams', read once per account object and instant."""
    kept: dict[datetime | None, list[Grant]] = account.__dict__.setdefault("_grants", {})
    if at not in kept:
        if len(kept) == MOST_KEPT:
            kept.clear()
        now = at or timezone.now()
        teams = account.memberships.filter(Q(until=None) | Q(until__gt=now), since__lte=now).values("team_id")
        kept[at] = list(
            Grant.objects.filter(Q(account=account) | Q(team__in=teams))
            .filter(Q(until=None) | Q(until__gt=now), since__lte=now)
            .select_related("role")
        )
    return kept[at]


def _giving(account: Account, right: str, at: datetime | None) -> list[Grant]:
    if not account.is_active:
        return []
    given = [each for each in grants_of(account, at=at) if right in each.role.rights]
    return [each for each in given if each.scope == Grant.Scope.EVERYTHING] if right in UNDIVIDED else given


def holds(account: Account, right: str, *, at: datetime | None = None) -> bool:
    """Return whether the account holds the right in any scope."""
    return bool(_giving(account, right, at))


def predicate(account: Account | None, right: str, *, at: datetime | None = None, prefix: str = "") -> Q:
    """Return the condition on identities (reached through `prefix`) that this right opens to this account.

    None is the system itself: everything. A right held in one organisation opens nothing in another.
    """
    if account is None:
        return Q()
    opened, secrets = (_opened(account, each, at, prefix) for each in (right, "record.confidential"))
    if secrets is None:
        return opened or Q()
    known = Q(**{f"{prefix}is_confidential": False}) | _mine(account, prefix) | secrets
    return known if opened is None else opened & known


def _opened(account: Account, right: str, at: datetime | None, prefix: str) -> Q | None:
    """The condition of the right's grants alone; None where it is held everywhere."""
    opened = Q(pk__in=[])
    for grant in _giving(account, right, at):
        if grant.scope == Grant.Scope.EVERYTHING:
            return None
        is_mine = grant.scope == Grant.Scope.MINE
        place = {f"{prefix}{grant.scope}_id": grant.scope_object_id}
        opened |= _mine(account, prefix) if is_mine else Q(**place)
    return opened


def colleagues(account: Account | None) -> QuerySet[Account]:
    """Return those whom this person may name: who holds anything where they do, and who holds anything everywhere."""
    everybody = Account.objects.all()
    if account is None:
        return everybody
    own = grants_of(account)
    if any(each.scope == Grant.Scope.EVERYTHING for each in own):
        return everybody
    shared = Q(scope=Grant.Scope.EVERYTHING)
    for each in own:
        if each.scope_object_id is not None:
            shared |= Q(scope=each.scope, scope_object=each.scope_object_id)
    return everybody.filter(Q(pk=account.pk) | _holding(shared))


def _holding(grants: Q, at: datetime | None = None) -> Q:
    """The condition on accounts that they, or their teams, hold one of these grants."""
    now = at or timezone.now()
    in_force = Q(until=None) | Q(until__gt=now)
    held = Grant.objects.filter(grants).filter(in_force, since__lte=now)
    members = TeamMember.objects.filter(in_force, since__lte=now, team__in=held.exclude(team=None).values("team"))
    return Q(pk__in=held.exclude(account=None).values("account")) | Q(pk__in=members.values("account"))


def known_people(account: Account | None, wanted: Iterable[int]) -> set[int]:
    """Return those of these accounts whom this person may name."""
    keys = set(wanted)
    return set(colleagues(account).filter(pk__in=keys).values_list("pk", flat=True)) if keys else keys


def _mine(account: Account, prefix: str) -> Q:
    if account.person_id is None:
        return Q(pk__in=[])
    return Q(**{f"{prefix}requester_id": account.person_id})


def identities(account: Account | None, right: str, *, at: datetime | None = None) -> QuerySet[Identity]:
    """Return the identities on which the account holds the right."""
    return Identity.objects.filter(predicate(account, right, at=at))


def allowed(account: Account | None, right: str, identity: Identity, *, at: datetime | None = None) -> bool:
    """Return whether the account holds the right on this one record: `predicate`, asked of a row that is read already.

    A page asks this of every line it shows, so it costs no question to the database.
    """
    if account is None:
        return True
    if not _opens(account, right, identity, at):
        return False
    known = not identity.is_confidential or _is_mine(account, identity)
    return known or _opens(account, "record.confidential", identity, at)


def holders(right: str, identity: Identity | None = None, *, at: datetime | None = None) -> QuerySet[Account]:
    """Return who holds the right on this one record: `allowed`, asked of everybody at once; without one, anywhere."""
    found = Account.objects.filter(_held_by(right, identity, at), is_active=True)
    if identity is None or not identity.is_confidential:
        return found
    mine = Q(person=identity.requester_id) if identity.requester_id is not None else Q(pk__in=[])
    return found.filter(mine | _held_by("record.confidential", identity, at))


def _held_by(right: str, identity: Identity | None, at: datetime | None) -> Q:
    """The condition on accounts that the right's grants open this record to them."""
    roles = Q(role__in=[pk for pk, rights in Role.objects.values_list("pk", "rights") if right in rights])
    everywhere = roles & Q(scope=Grant.Scope.EVERYTHING)
    if right in UNDIVIDED:
        return _holding(everywhere, at)
    if identity is None:
        return _holding(roles, at)
    for scope in (Grant.Scope.ORGANISATION, Grant.Scope.SERVICE, Grant.Scope.TEAM):
        place = getattr(identity, f"{scope}_id")
        everywhere |= roles & Q(scope=scope, scope_object=place) if place is not None else Q(pk__in=[])
    found = _holding(everywhere, at)
    if identity.requester_id is not None:
        found |= Q(person=identity.requester_id) & _holding(roles & Q(scope=Grant.Scope.MINE), at)
    return found


def _opens(account: Account, right: str, identity: Identity, at: datetime | None) -> bool:
    for grant in _giving(account, right, at):
        if grant.scope == Grant.Scope.EVERYTHING:
            return True
        if grant.scope == Grant.Scope.MINE:
            if _is_mine(account, identity):
                return True
        elif getattr(identity, f"{grant.scope}_id") == grant.scope_object_id:
            return True
    return False


def _is_mine(account: Account, identity: Identity) -> bool:
    return account.person_id is not None and identity.requester_id == account.person_id
