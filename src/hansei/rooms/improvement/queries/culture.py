"""Whether improving belongs to many or hangs on one: who takes part, on whom it depends, hours set aside, thanks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account, Grant, Role, TeamMember
from hansei.kernel.queries import query
from hansei.rooms.improvement import duties
from hansei.rooms.improvement.kinds import DEPENDENCE, SEE
from hansei.rooms.improvement.models import (
    Celebration,
    ControlItem,
    End,
    Improvement,
    Nomination,
    Participant,
    ReservedTime,
    RoleDuty,
    Supervision,
)
from hansei.rooms.improvement.queries.control import Share
from hansei.rooms.improvement.queries.improvement import visible

WINDOW: Final = timedelta(days=365)
MOST_DEPENDENT: Final = 0.5  # above this share of one person, improving stops when they leave
FEWEST: Final = 3  # of one or two improvements somebody always has most
SMALL_TEAM: Final = 5  # smaller teams stand together: their shares would speak of persons


@dataclass(frozen=True)
class TeamRow:
    """How many of a team took part. Without a name: all small teams together."""

    team: str
    part: Share


@dataclass(frozen=True)
class Culture:
    """Participation in the last year; dependence of what is open now; hours of the last twelve months.

    `key_person` is the largest share of open improvements that one person owns; `depends_on` is their name, only for
    those with the right to it, and only where it is a warning.
    """

    participants: Share
    key_person: Share
    teams: tuple[TeamRow, ...]
    reserved: Decimal
    used: Decimal
    thanks: int
    depends_on: str = ""

    @property
    def is_dependent(self) -> bool:
        """Whether more than half of the open improvements hang on one person."""
        share = self.key_person.share
        return share is not None and self.key_person.whole >= FEWEST and share > MOST_DEPENDENT

    @property
    def hours(self) -> float | None:
        """The share of reserved hours that was used; more than all of them reads as more than 100 %."""
        return float(self.used / self.reserved) if self.reserved else None


@query("improvement.culture")
def culture(account: Account, *, today: date | None = None) -> Culture:
    """Return the signs of a culture of improving, of the improvements this person may see. Nobody is ranked."""
    day = today or timezone.localdate()
    seen = visible(account).exclude(end=End.WITHDRAWN)
    active = seen.filter(Q(ended_at=None) | Q(ended_at__gte=timezone.now() - WINDOW))
    staff, joined = set(_staff()), _joined(active)
    share, owner = _key_person(seen.filter(ended_at=None))
    hours = reserved_since(day).aggregate(reserved=Sum("reserved"), used=Sum("used"))
    found = Culture(
        participants=Share(len(staff & joined), len(staff)),
        key_person=share,
        teams=_teams(staff, joined),
        reserved=hours["reserved"] or Decimal(0),
        used=hours["used"] or Decimal(0),
        thanks=Celebration.objects.filter(improvement__in=active.values("pk")).count(),
    )
    if not found.is_dependent or owner is None or not rights.holds(account, DEPENDENCE):
        return found
    return Culture(**{**found.__dict__, "depends_on": owner.name})


def thanks(account: Account, most: int = 20) -> QuerySet[Celebration]:
    """Return the newest thanks for improvements this person may see."""
    rows = Celebration.objects.filter(improvement__in=visible(account).values("pk"))
    return rows.select_related("improvement__identity", "text", "by").order_by("-pk")[:most]


def wall(account: Account, most: int = 20) -> QuerySet[Nomination]:
    """Return the newest nominations that everybody may read: of colleagues, or of an improvement this person sees."""
    return _readable(account, Nomination.objects.filter(state=Nomination.State.SHOWN))[:most]


def nominations_of(account: Account, *, waiting: bool = False) -> QuerySet[Nomination]:
    """Return the newest nominations of somebody, for them alone to answer."""
    rows = Nomination.objects.filter(account=account)
    rows = rows.filter(state=Nomination.State.ASKED) if waiting else rows
    return rows.select_related("improvement__identity", "text", "by").order_by("-pk")


def nominations_in_team(account: Account) -> QuerySet[Nomination]:
    """Return the nominations that wait: those this person wrote, and those of people in a team of theirs."""
    now = timezone.now()
    members = TeamMember.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
    teams = members.filter(account=account).values("team")
    near = Q(by=account) | Q(account__in=members.filter(team__in=teams).values("account"))
    waiting = Nomination.objects.filter(near, state=Nomination.State.ASKED).exclude(account=account)
    return _readable(account, waiting)


def _readable(account: Account, rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    near = Q(improvement=None, account__in=rights.colleagues(account).values("pk"))
    seen = near | Q(improvement__in=visible(account).values("pk"))
    return rows.filter(seen).select_related("improvement__identity", "text", "by", "account").order_by("-pk")


def role_duties() -> QuerySet[RoleDuty]:
    """Return what roles' descriptions ask for improving now, role by role."""
    return RoleDuty.objects.filter(until=None).select_related("role", "duty").order_by("role__text", "pk")


def reserved_since(today: date) -> QuerySet[ReservedTime]:
    """Return the hours set aside in the last twelve months, this one among them."""
    first = date(today.year - 1, today.month, 1)
    return ReservedTime.objects.filter(month__gt=first, month__lte=today)


def _staff() -> QuerySet[Account, int]:
    """Those who may sign in and see improvements: a customer's readers are not among them."""
    now = timezone.now()
    in_force = Q(since__lte=now) & (Q(until=None) | Q(until__gt=now))
    able = [each.pk for each in Role.objects.all() if SEE in each.rights]
    grants = Grant.objects.filter(in_force, role__in=able)
    members = TeamMember.objects.filter(in_force, team__in=grants.values("team"))
    found = Account.objects.filter(is_active=True)
    wanted = Q(pk__in=grants.values("account")) | Q(pk__in=members.values("account"))
    return found.filter(wanted).values_list("pk", flat=True)


def _joined(active: QuerySet[Improvement]) -> set[int]:
    """Who proposed, owns, takes part in, does, checks or supervises one of them."""
    mine = active.values("pk")
    told: set[int | None] = set()
    for proposed_by, owner in active.values_list("proposed_by", "owner"):
        told |= {proposed_by, owner}
    for implementer, checker in ControlItem.objects.filter(improvement__in=mine).values_list("implementer", "checker"):
        told |= {implementer, checker}
    told |= set(Participant.objects.filter(improvement__in=mine).values_list("account", flat=True))
    told |= set(Supervision.objects.filter(improvement__in=mine).values_list("supervisor", flat=True))
    return {each for each in told if each is not None}


def _key_person(running: QuerySet[Improvement]) -> tuple[Share, Account | None]:
    """The largest part of the open, owned improvements that one person owns; two accounts of one person are one."""
    owners = [each.owner for each in running.filter(owner__isnull=False).select_related("owner")]
    counted = Counter(duties.person_of(each) for each in owners if each is not None)
    if not counted:
        return Share(0, 0), None
    person, most = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    owner = next(each for each in owners if each is not None and duties.person_of(each) == person)
    return Share(most, len(owners)), owner


def _teams(staff: set[int], joined: set[int]) -> tuple[TeamRow, ...]:
    """Each team by name, small ones together; a rest that is small itself is left out."""
    now = timezone.now()
    members = TeamMember.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now, account__in=staff)
    by_team: dict[str, set[int]] = defaultdict(set)
    for team, account in members.values_list("team__key", "account"):
        by_team[team].add(account)
    rows = [_row(team, people, joined) for team, people in sorted(by_team.items()) if len(people) >= SMALL_TEAM]
    small = set().union(*(people for people in by_team.values() if len(people) < SMALL_TEAM))
    return (*rows, *([_row("", small, joined)] if len(small) >= SMALL_TEAM else []))


def _row(team: str, people: set[int], joined: set[int]) -> TeamRow:
    return TeamRow(team, Share(len(people & joined), len(people)))
