"""What storyboards, SWOT analyses and couplings say in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account, ObjectLink
from hansei.kernel.queries import query
from hansei.rooms.governance.queries import risks
from hansei.rooms.improvement.kinds import SAME_ROOT
from hansei.rooms.improvement.models import Improvement, Investigation, Kata, Rescore, SwotEntry
from hansei.rooms.improvement.queries.control import Share

APPROVED = ("approved", "in_work", "verified", "closed")
ENDS = ("improvement", "risk")


@dataclass(frozen=True)
class Learning:
    """How a storyboard goes: experiments a week over four weeks, surprises, coaching sessions on their days."""

    a_week: float
    surprises: Share
    rhythm: Share


def learning(found: Kata, today: date | None = None) -> Learning:
    """Return how one storyboard goes."""
    day = today or timezone.localdate()
    done = found.steps.exclude(result=None)
    month = sum(day - timedelta(days=28) < timezone.localdate(each.result_at) <= day for each in done if each.result_at)
    surprises = sum(bool(each.is_surprise) for each in done)
    planned = planned_days(found, day)
    held = {timezone.localdate(each.at) for each in found.sessions.all()}
    return Learning(
        month / 4, Share(surprises, done.count()), Share(sum(each in held for each in planned), len(planned))
    )


def planned_days(found: Kata, today: date) -> list[date]:
    """Return the days of coaching so far: every so many days from the first, moved off a weekend to its Monday."""
    if found.begins_on is None:
        return []
    days: list[date] = []
    day = found.begins_on
    while day <= today and len(days) < 1000:
        days.append(day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0))
        day += timedelta(days=found.every_days)
    return sorted({each for each in days if each <= today})


@query("improvement.swot_converted")
def swot_converted(account: Account | None) -> Share:
    """Return how many entries became an improvement or a risk, of those this person may see."""
    opened = rights.predicate(account, "improvement.see", prefix="swot__identity__")
    rows = SwotEntry.objects.filter(opened)
    return Share(rows.exclude(improvement=None, risk=None).count(), rows.count())


@dataclass(frozen=True)
class Coupling:
    """Improvements with a view of their risk, exposure taken away, loops, investigations avoided."""

    with_view: Share
    reduced: int | None
    judged: int
    loops: int
    avoided: int


@query("improvement.coupling")
def coupling(account: Account | None) -> Coupling:
    """Return how risks and improvements work on each other, as far as this person may see them."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    seen = Improvement.objects.filter(opened, state__in=APPROVED)
    tied = {end for pair in _ties().values_list("object_id", "target_id") for end in pair}
    viewed = sum(bool(each.risk.strip()) or each.pk in tied for each in seen.only("pk", "risk"))
    done = Rescore.objects.filter(improvement__in=Improvement.objects.filter(opened)).exclude(done_at=None)
    judged = [each for each in done if each.before is not None and each.after is not None]
    mine = Investigation.objects.filter(opened).values("pk")
    links = ObjectLink.objects.filter(role="investigates", object__in=mine).values("object").annotate(n=Count("pk"))
    return Coupling(
        with_view=Share(viewed, seen.count()),
        reduced=sum((each.before or 0) - (each.after or 0) for each in judged) if judged else None,
        judged=len(judged),
        loops=_loops(),
        avoided=sum(each["n"] - 1 for each in links),
    )


def _ties() -> Any:
    """What ties a risk and an improvement, whatever the link is called; of two alike only that they have one root."""
    ends = Q(object__kind__in=ENDS, target__kind__in=ENDS)
    return ObjectLink.objects.filter(ends).filter(Q(role=SAME_ROOT) | ~Q(object__kind=F("target__kind"))).order_by("pk")


def _loops() -> int:
    """Risks that started an improvement which creates a risk that started another, and so back: counted once each."""
    creates = set(ObjectLink.objects.filter(role="creates_risk").values_list("object_id", "target_id"))
    starts = set(ObjectLink.objects.filter(role="starts_improvement").values_list("target_id", "object_id"))
    return len(creates & starts)


@dataclass(frozen=True)
class Row:
    """A line of the combined register."""

    kind: str
    key: str
    title: str
    pk: int
    state: str
    tied: tuple[tuple[str, int, str], ...]  # role as read from here, the other's id, its key


def combined(account: Account, chosen: str = "") -> list[Row]:
    """Return improvements and risks with what ties them. `chosen`: tied, loose, improvement, risk; empty: all."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    mine = Improvement.objects.filter(opened).select_related("identity").order_by("-pk")[:500]
    both: dict[int, tuple[str, Any]] = {each.pk: ("improvement", each) for each in mine}
    if rights.holds(account, "governance.see"):
        both |= {each.pk: ("risk", each) for each in risks.visible(account).order_by("-pk")[:500]}
    ties: dict[int, list[tuple[str, int, str]]] = {}
    for tie in _ties():
        if tie.object_id in both and tie.target_id in both:
            role = str(tie.role)
            ties.setdefault(tie.object_id, []).append((role, tie.target_id, both[tie.target_id][1].identity.key))
            ties.setdefault(tie.target_id, []).append(
                (f"{role}.back", tie.object_id, both[tie.object_id][1].identity.key)
            )
    rows = [
        Row(kind, each.identity.key, each.title, pk, each.state, tuple(ties.get(pk, ())))
        for pk, (kind, each) in both.items()
    ]
    if chosen in ("tied", "loose"):
        return [row for row in rows if bool(row.tied) == (chosen == "tied")]
    return [row for row in rows if chosen not in ("improvement", "risk") or row.kind == chosen]


def rescores_for(account: Account) -> list[Rescore]:
    """Return the risks of this person that are to be judged anew because an improvement was verified."""
    if not rights.holds(account, "governance.see"):
        return []
    mine = risks.open_risks(account).filter(owner=account).values("pk")
    asked = Rescore.objects.filter(risk__in=mine, done_at=None)
    return list(asked.select_related("improvement__identity", "risk").order_by("pk")[:10])
