"""What came from each source of improvement, what became of it, and which sources are silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query
from hansei.rooms.improvement import titles
from hansei.rooms.improvement.models import Improvement, Input, Source, SourceCheck
from hansei.rooms.improvement.queries.control import Share
from hansei.rooms.improvement.similar import Case, like

QUIET: Final = timedelta(days=90)  # without any input for longer than this a source is silent
UNUSED: Final = timedelta(days=180)  # so is one whose inputs led to nothing for longer than this
COMPARED: Final = 2000  # the newest, when a new input is compared with those there


@dataclass(frozen=True)
class SourceRow:
    """One source: what came, what became of it, and when somebody or its feeder last looked.

    An improvement that names the source and came of no input counts as an input that was converted at once.
    `silence`: "" (it speaks), never, quiet (no input in 90 days), unused (nothing converted in 180 days).
    """

    code: str
    inputs: int
    recent: int
    waiting: int
    converted: Share
    last_on: date | None
    silence: str
    check: SourceCheck | None

    @property
    def is_silent(self) -> bool:
        return bool(self.silence)


def seen_inputs(account: Account | None) -> QuerySet[Input]:
    """The inputs this person (None: the system) may see."""
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    return Input.objects.filter(opened).select_related("identity")


@query("improvement.sources")
def sources(account: Account | None, *, today: date | None = None) -> list[SourceRow]:
    """Return the sixteen sources in their order, of what this person may see."""
    today = today or timezone.localdate()
    since = timezone.make_aware(datetime.combine(today - QUIET, time()))
    heard = _by_origin(
        seen_inputs(account),
        n=Count("pk"),
        recent=Count("pk", filter=Q(created_at__gte=since)),
        waiting=Count("pk", filter=Q(state__in=("new", "kept"))),
        repeats=Count("pk", filter=Q(state="repeats")),
        converted=Count("pk", filter=Q(state="converted")),
        first=Min("created_at"),
        last=Max("created_at"),
        used=Max("decided_at", filter=Q(state="converted")),
    )
    opened = rights.predicate(account, "improvement.see", prefix="identity__")
    straight = _by_origin(
        Improvement.objects.filter(opened, inputs=None),
        n=Count("pk"),
        recent=Count("pk", filter=Q(created_at__gte=since)),
        first=Min("created_at"),
        last=Max("created_at"),
    )
    checks = {each.origin: each for each in SourceCheck.objects.select_related("by")}
    none: dict[str, Any] = {}
    return [
        _row(code, heard.get(code, none), straight.get(code, none), checks.get(code), today) for code in Source.values
    ]


def _by_origin(rows: QuerySet[Any], **counted: Any) -> dict[str, dict[str, Any]]:
    return {each["origin"]: each for each in rows.order_by().values("origin").annotate(**counted)}


def _row(
    code: str, heard: dict[str, Any], straight: dict[str, Any], check: SourceCheck | None, today: date
) -> SourceRow:
    n, more = heard.get("n", 0), straight.get("n", 0)
    last = _day(max, heard.get("last"), straight.get("last"))
    used = _day(max, heard.get("used"), straight.get("last"))
    first = _day(min, heard.get("first"), straight.get("first"))
    return SourceRow(
        code=code,
        inputs=n + more,
        recent=heard.get("recent", 0) + straight.get("recent", 0),
        waiting=heard.get("waiting", 0),
        converted=Share(heard.get("converted", 0) + more, n - heard.get("repeats", 0) + more),
        last_on=last,
        silence=silence(today, first, last, used),
        check=check,
    )


def _day(choose: Any, *instants: datetime | None) -> date | None:
    there = [each for each in instants if each is not None]
    return timezone.localdate(choose(there)) if there else None


def silence(today: date, first: date | None, last: date | None, converted: date | None) -> str:
    """Why a source is silent: never, quiet, unused; "" where it is not.

    `first` and `last`: the days of its first and last input; `converted`: the day one was last converted.

    >>> day = date(2026, 9, 1)
    >>> [silence(day, day - timedelta(200), day - timedelta(n), day) for n in (90, 91)]
    ['', 'quiet']
    >>> [silence(day, day - timedelta(n), day, None) for n in (180, 181)]
    ['', 'unused']
    """
    if first is None or last is None:
        return "never"
    if today - last > QUIET:
        return "quiet"
    return "unused" if today - (converted or first) > UNUSED else ""


def silent(rows: Iterable[SourceRow]) -> int:
    """How many sources are silent."""
    return sum(each.is_silent for each in rows)


def alike(account: Account, title: str, evidence: str) -> list[Input]:
    """Return the inputs that say much the same, of the newest this person may see; the most alike first.

    Titles are compared alone and with their evidence: long evidence of its own does not hide the same title.
    """
    rows = {each.pk: each for each in seen_inputs(account).exclude(state="repeats").order_by("-pk")[:COMPARED]}
    called = titles.titles(account, rows.values())
    found = like(Case(0, title), [Case(pk, called[pk]) for pk in rows])
    whole = [Case(pk, f"{called[pk]} {each.evidence}") for pk, each in rows.items()]
    best = dict(sorted([*found, *like(Case(0, f"{title} {evidence}"), whole)], key=lambda pair: pair[1]))
    return [rows[pk] for pk in sorted(best, key=lambda pk: (-best[pk], -pk))]
