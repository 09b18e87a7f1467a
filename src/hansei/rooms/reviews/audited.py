"""What readers are told of audits: the programme, which clauses were looked at, what waits, and how findings close."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from hansei.blocks.checklist.models import Task, TaskState
from hansei.blocks.meeting.queries import Share
from hansei.kernel import demonstration, rights
from hansei.kernel.models import OWN, Account
from hansei.kernel.queries import query
from hansei.rooms.reviews import clauses, independence
from hansei.rooms.reviews.kinds import AUDIT_SEE, AUDIT_WORK
from hansei.rooms.reviews.models import Audit, AuditArea, AuditFinding, Grade, Pack

STANDING: Final = ("open", "answered")
HELD: Final = ("reported", "closed")
SOON: Final = timedelta(days=14)
YEARS: Final = 3  # a certificate's round: each clause is looked at once in it


def areas(account: Account | None) -> QuerySet[AuditArea]:
    opened = rights.predicate(account, AUDIT_SEE, prefix="identity__")
    return AuditArea.objects.filter(opened).select_related("identity__source", "responsible")


def audits(account: Account | None) -> QuerySet[Audit]:
    opened = rights.predicate(account, AUDIT_SEE, prefix="identity__")
    return Audit.objects.filter(opened).select_related("identity__source", "area__identity", "lead")


def findings(account: Account | None) -> QuerySet[AuditFinding]:
    """The findings this person may see; confidential ones only where they may see those."""
    opened = rights.predicate(account, AUDIT_SEE, prefix="identity__")
    return AuditFinding.objects.filter(opened).select_related("identity", "audit__identity", "owner")


def open_findings(account: Account | None) -> QuerySet[AuditFinding]:
    """Findings not closed yet that are no secret, for whoever looks for what may be improved."""
    return findings(account).filter(state__in=STANDING, identity__is_confidential=False).order_by("pk")


def closed_on_time(found: Iterable[AuditFinding], until: date) -> Share:
    """Findings closed by their day, of those that were due by then or are closed; withdrawn ones do not count."""
    due = [
        each
        for each in found
        if each.state != "withdrawn" and (each.closed_on or (each.due_on and each.due_on < until))
    ]
    in_time = [each for each in due if each.closed_on and (each.due_on is None or each.closed_on <= each.due_on)]
    return Share(len(in_time), len(due))


@dataclass(frozen=True)
class Figures:
    """How findings go, for one reader."""

    open: int
    overdue: int
    on_time: Share


@query("audit.figures")
def figures(account: Account) -> Figures:
    """Return how many findings are open, how many of them overdue, and the share that was closed on time."""
    today, seen = timezone.localdate(), findings(account).select_related(None)
    standing = seen.filter(state__in=STANDING)
    return Figures(standing.count(), standing.filter(due_on__lt=today).count(), closed_on_time(seen, today))


@dataclass(frozen=True)
class AreaLine:
    """An area in the programme: when it was last audited, when it is next, and until when it has to be."""

    area: AuditArea
    last: Audit | None
    next: Audit | None
    due_on: date

    @property
    def is_late(self) -> bool:
        """No audit is planned that comes in time, and the day has passed."""
        return self.due_on < timezone.localdate()

    @property
    def is_uncovered(self) -> bool:
        """Due within three months and nothing planned."""
        return self.next is None and self.due_on <= months_after(timezone.localdate(), 3)


def programme(account: Account) -> list[AreaLine]:
    """Every area that is audited, the one that is due first on top."""
    by_area: dict[int, list[Audit]] = {}
    for each in audits(account).exclude(state="withdrawn").order_by("planned_on", "pk"):
        by_area.setdefault(each.area_id, []).append(each)
    lines = []
    for area in areas(account).filter(state="active"):
        known = by_area.get(area.pk, [])
        held = [each for each in known if each.state in HELD]
        last = max(held, key=lambda each: (each.reported_on or date.min, each.pk), default=None)
        coming = next((each for each in known if each.state not in HELD), None)
        since = last.reported_on if last is not None and last.reported_on else timezone.localdate(area.created_at)
        lines.append(AreaLine(area, last, coming, months_after(since, area.every_months)))
    return sorted(lines, key=lambda each: (each.due_on, each.area.pk))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Clause:
    """A part of the standard: when it was last looked at, what is planned, and what was found in three years."""

    code: str
    last: Audit | None
    planned: Audit | None
    nonconformities: int
    observations: int
    is_head: bool = False

    @property
    def standing(self) -> str:
        """covered: looked at in three years; planned: not yet, but it will be; never."""
        if self.last is not None:
            return "covered"
        return "planned" if self.planned is not None else "never"


def coverage(account: Account) -> list[Clause]:
    """Each part of the standard, by what was really answered in an audit; a question “not needed” covers nothing."""
    today = timezone.localdate()
    since = months_after(today, -12 * YEARS)
    known = list(audits(account).exclude(state="withdrawn").order_by("planned_on", "pk"))
    held = {each.pk: each for each in known if each.state in HELD and each.reported_on and each.reported_on >= since}
    answered = Task.objects.filter(
        checklist__record__in=held,
        checklist__code__startswith=clauses.PREFIX,
        state__in=(TaskState.DONE, TaskState.FAILED),
    ).values_list("code", "checklist__record_id")
    last: dict[str, Audit] = {}
    for code, record in answered:
        audit, before = held[record], last.get(code)
        if before is None or (audit.reported_on, audit.pk) > (before.reported_on, before.pk):
            last[code] = audit
    coming: dict[str, Audit] = {}
    for each in known:
        if each.state not in HELD:
            for number in clauses.codes(each.clauses):
                coming.setdefault(number, each)
    found = Counter(
        findings(account).filter(audit__in=[*held, *(each.pk for each in known if each.state == "running")])
        .exclude(state="withdrawn").values_list("clause", "grade")
    )  # fmt: skip
    return [
        Clause(
            code,
            last.get(code),
            coming.get(code.split(".")[0]),
            found[code, Grade.NONCONFORMITY],
            found[code, Grade.OBSERVATION],
            code in clauses.NAMES,
        )
        for code, _label in clauses.choices()
    ]


@dataclass(frozen=True)
class Waiting:
    """Something of audits that waits for one reader: answer, verify, begin or go on; `day` is until when."""

    why: str
    record: Audit | AuditFinding
    day: date | None

    @property
    def is_late(self) -> bool:
        return self.day is not None and self.day < timezone.localdate()


def waiting(account: Account) -> list[Waiting]:
    """What waits for this reader, the most pressing first."""
    if not rights.holds(account, AUDIT_SEE):
        return []
    audits_too = rights.holds(account, AUDIT_WORK)
    mine = Q(audit__lead=account) | Q(audit__members__account=account) if audits_too else Q(pk__in=())
    asked = findings(account).filter(Q(state="open", owner=account) | (Q(state__in=STANDING) & mine)).distinct()
    rows = asked.select_related("audit__area", "answered_by").order_by("due_on", "pk")[:100]
    lines = [Waiting(why, each, each.due_on) for each in rows if (why := _asks(each, account))]
    lines += _own_audits(account) if audits_too else []
    return sorted(lines, key=lambda each: (each.day or date.max, each.record.pk))


def _asks(found: AuditFinding, account: Account) -> str:
    """What a finding asks of this reader; "" for nothing."""
    if found.state == "open" and found.owner_id == account.pk:
        return "answer"
    if found.state == "answered":
        return "verify" if independence.not_somebody_else(found, account) is None else ""
    is_late = found.due_on is not None and found.due_on < timezone.localdate()
    return "overdue" if is_late and found.audit.lead_id == account.pk else ""


def _own_audits(account: Account) -> list[Waiting]:
    """The audits of this auditor that are to begin, or go on."""
    soon = Q(state="planned", planned_on__lte=timezone.localdate() + SOON)
    own = audits(account).filter(Q(lead=account) | Q(members__account=account)).distinct()
    rows = own.filter(soon | Q(state="running")).order_by("planned_on", "pk")[:50]
    return [
        Waiting("begin", each, each.planned_on) if each.state == "planned" else Waiting("go_on", each, None)
        for each in rows
    ]


def conformity(pack: Pack, data_set: Any) -> dict[str, Any]:
    """What audits say in a management review's pack, as it stood on the period's last day; nothing where none was held.

    Confidential findings are left out, and audits of other organisations where the review is of one.
    """
    of = demonstration.records_source().pk if demonstration.is_made_up(data_set.source) else OWN
    held = Audit.objects.filter(identity__source=of, reported_on__lte=pack.last, state__in=HELD)
    organisation = pack.review.identity.organisation_id
    if organisation is not None:
        held = held.filter(identity__organisation=organisation)
    if not held.exists():
        return {}
    found = AuditFinding.objects.filter(audit__in=held.values("pk"), identity__is_confidential=False)
    rows = list(found.exclude(state="withdrawn").select_related("audit__area").order_by("pk"))
    standing = [each for each in rows if each.closed_on is None or each.closed_on > pack.last]
    new = [each for each in rows if each.audit.reported_on and pack.first <= each.audit.reported_on]
    due = [each for each in rows if each.due_on and pack.first <= each.due_on <= pack.last]
    in_time = sum(1 for each in due if each.closed_on and each.due_on and each.closed_on <= each.due_on)
    figures = [
        _figure("audits_reported", held.filter(reported_on__gte=pack.first).count()),
        *(_figure(f"audit_{grade}", sum(each.grade == grade for each in new)) for grade in Grade.values),
        _figure("audit_open", len(standing)),
        _figure("audit_overdue", sum(1 for each in standing if each.due_on and each.due_on < pack.last)),
    ]
    if due:
        figures.append({"code": "audit_on_time", "form": "share", "value": round(in_time / len(due), 6), "n": len(due)})
    return {"figures": figures, "tables": _by_area(rows, standing)}


def _figure(code: str, n: int) -> dict[str, Any]:
    return {"code": code, "form": "number", "value": n, "n": None}


def _by_area(rows: list[AuditFinding], standing: list[AuditFinding]) -> list[dict[str, Any]]:
    """One row an area that has findings: how many of each grade, how many stood open."""
    grades = Counter((each.audit.area.title, each.grade) for each in rows)
    still = Counter(each.audit.area.title for each in standing)
    titles = sorted({each.audit.area.title for each in rows})
    told = [[title, *(grades[title, grade] for grade in Grade.values), still[title]] for title in titles]
    columns = ["audit_area", *Grade.values, "audit_open"]
    return [{"code": "audited_areas", "columns": columns, "rows": told}] if told else []
