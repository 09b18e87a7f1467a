"""The readers of decisions: what waits for whom, what is to be looked at again, and how deciding goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from hansei.kernel import past, rights
from hansei.kernel.models import Account, Identity, ObjectLink
from hansei.kernel.queries import query
from hansei.rooms.governance import roles
from hansei.rooms.governance.levels import LEVEL_LABELS, LEVELS
from hansei.rooms.governance.models import Decision, Risk, Taken
from hansei.rooms.governance.queries.deciding import Deciders, Held, deciders, whose
from hansei.rooms.governance.queries.risks import SEE, visible
from hansei.rooms.governance.queries.settings import matrix

FEWEST = 10  # below so many decisions in one role nothing is said of overload


def decisions(account: Account | None) -> QuerySet[Decision]:
    """Return the decisions that this person may see."""
    opened = rights.predicate(account, SEE, prefix="identity__")
    return Decision.objects.filter(opened).select_related("identity", "owner", "decider")


def waiting_for(account: Account) -> list[tuple[Decision, Account]]:
    """Return what this person may decide and in whose name, the longest waiting first."""
    asked, held = decisions(account).filter(state="asked").order_by("changed_at", "pk"), Held()
    found = [(each, whose_decision(account, each, held)) for each in asked]
    return [(each, name) for each, name in found if name is not None]


def whose_decision(account: Account, found: Decision, held: Held | None = None) -> Account | None:
    """Return in whose name somebody may decide a decision of the log, None where it is not theirs."""
    name = whose(account, deciders_of(account, found, held), found.service, doer=found.owner)
    return None if was_their_own(found, account, name) else name


def was_their_own(found: Decision, account: Account | None, name: Account | None) -> bool:
    """Whether somebody would decide in another's name what either of them ever owned."""
    if account is None or name is None or name == account:
        return False
    owners = past.ids_ever(Identity.objects.filter(pk=found.pk).values("pk"), ("owner",))
    return not owners.isdisjoint((account.pk, name.pk))


def acted_for(record: int) -> Account | None:
    """Return for whom a deputy took the decision about a record that holds; None where nobody's deputy did."""
    last = Taken.objects.filter(record=record, reversed_at=None).select_related("acting_for").order_by("-at", "-pk")
    return None if (found := last.first()) is None else found.acting_for


def deciders_of(account: Account | None, found: Decision, held: Held | None = None) -> Deciders:
    """Return who decides a decision of the log, by what is written in it."""
    return deciders(
        account,
        kind=found.kind,
        level=found.level,
        amount=found.amount,
        hours=found.hours,
        service=found.service,
        doer=found.owner,
        held=held,
    )


def tied_decisions(account: Account | None, record: int) -> list[Decision]:
    """Return what was decided, and holds, of the decisions linked with a record, as far as this person may see them."""
    ties = ObjectLink.objects.filter(Q(object_id=record) | Q(target_id=record)).values_list("object_id", "target_id")
    numbers = {each for pair in ties for each in pair}
    held = decisions(account).exclude(chosen="").exclude(state="reversed")
    return list(held.filter(pk__in=numbers - {record}).order_by("pk"))


def due_checks(account: Account | None) -> QuerySet[Decision]:
    """Return decisions whose outcome is to be looked at by today, the oldest first."""
    due = decisions(account).filter(state="decided", check_on__lte=timezone.localdate())
    return due.order_by("check_on", "pk")


def risks_of(account: Account | None, decision: int) -> list[tuple[str, Risk]]:
    """Return the risks tied to a decision with what the tie means, as far as this person may see them."""
    ties = dict(ObjectLink.objects.filter(target_id=decision).values_list("object_id", "role"))
    ties |= dict(ObjectLink.objects.filter(object_id=decision).values_list("target_id", "role"))
    found = visible(account).filter(pk__in=ties).order_by("-pk")
    return [(str(ties[each.pk]), each) for each in found]


@dataclass(frozen=True)
class AtLevel:
    """Decisions by one level's row: how many, how long they waited (hours, median and 90th percentile)."""

    level: str
    n: int
    median_hours: float | None
    p90_hours: float | None

    @property
    def label(self) -> str | Promise:
        return LEVEL_LABELS[self.level]


@dataclass(frozen=True)
class Overload:
    """A role that mostly decides trifles: `trivial` of `n` had low risk and passed no limit. `share` is from 0 to 1."""

    role: str
    to: str
    n: int
    trivial: int

    @property
    def share(self) -> float:
        return self.trivial / self.n


@dataclass(frozen=True)
class Deciding:
    """How deciding went in a period. Each share stands with its count and its n; without n it is no data."""

    levels: list[AtLevel]
    n: int
    low: int
    low_escalated: int
    reversed: int
    checks_due: int
    checks_done: int
    overloads: list[Overload]

    @property
    def escalated_share(self) -> float | None:
        """Of the decisions with low risk, those decided above the role that low risk is given to."""
        return self.low_escalated / self.low if self.low else None

    @property
    def reversed_share(self) -> float | None:
        return self.reversed / self.n if self.n else None

    @property
    def revisited_share(self) -> float | None:
        """Of the decisions whose day to look at the outcome has come, those that were looked at."""
        return self.checks_done / self.checks_due if self.checks_due else None


@query("governance.deciding")
def deciding_since(account: Account, *, since: datetime) -> Deciding:
    """Return how decisions were taken since an instant: lead times by level, escalated, reversed, looked at again."""
    seen = Taken.objects.filter(rights.predicate(account, SEE, prefix="record__"), at__gte=since)
    taken = list(seen.order_by("pk"))
    now = matrix()
    low = [each for each in taken if each.asked_level == "low"]
    come = decisions(account).filter(check_on__lte=timezone.localdate(), check_on__gte=since.date())
    return Deciding(
        levels=[_at_level(level, [each for each in taken if each.level == level]) for level in LEVELS],
        n=len(taken),
        low=len(low),
        low_escalated=sum(_rank(each) > roles.RANK[now.cell(each.kind, "low").decider] for each in low),
        reversed=sum(each.reversed_at is not None for each in taken),
        checks_due=come.count(),
        checks_done=come.filter(state__in=["revisited", "reversed"]).count(),
        overloads=_overloads(taken, now.overload_percent),
    )


def _rank(taken: Taken) -> int:
    return roles.RANK[taken.by_role or taken.role]


def _at_level(level: str, taken: Sequence[Taken]) -> AtLevel:
    hours = sorted((each.at - each.asked_at).total_seconds() / 3600 for each in taken)
    if not hours:
        return AtLevel(level, 0, None, None)
    # The 90th percentile as the nearest rank: the smallest wait that nine of ten do not pass.
    return AtLevel(level, len(hours), median(hours), hours[-(-9 * len(hours) // 10) - 1])


def _overloads(taken: Sequence[Taken], percent: int) -> list[Overload]:
    """Roles above the work of whose decisions more than so many percent were trivial."""
    found = []
    for role, to in (("team_lead", "doer"), ("service_owner", "team_lead"), ("governing_body", "service_owner")):
        mine = [each for each in taken if (each.by_role or each.role) == role]
        trivial = sum(each.asked_level == "low" and each.level == "low" for each in mine)
        if len(mine) >= FEWEST and trivial * 100 > percent * len(mine):
            found.append(Overload(role, to, len(mine), trivial))
    return found
