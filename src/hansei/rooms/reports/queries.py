"""The readers of reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Account, TeamMember
from hansei.kernel.queries import query
from hansei.kernel.records import Record
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import figures, kinds, papers
from hansei.rooms.reports.models import Receipt, Report
from hansei.rooms.reports.papers import Paper as Paper
from hansei.rooms.reports.papers import declare_paper as declare_paper


@dataclass(frozen=True)
class ReportRow:
    """A report as lists show it."""

    id: int
    key: str
    title: str
    kind: str
    first: str
    last: str
    state: str


@query("reports.reports")
def reports(account: Account) -> list[ReportRow]:
    """Return the reports this person may see, the newest first."""
    return [
        ReportRow(each.pk, each.identity.key, each.title, each.kind, str(each.first), str(each.last), each.state)
        for each in visible(account).order_by("-pk")[:1000]
    ]


def visible(account: Account) -> QuerySet[Report]:
    """The reports this person may see; before issue only with the data they are counted from."""
    if not rights.holds(account, kinds.SEE):
        return Report.objects.none()
    found = Report.objects.filter(rights.predicate(account, kinds.SEE, prefix="identity__"))
    if not rights.holds(account, "mining.see"):
        found = found.filter(state="issued")
    return found.select_related("identity", "engagement", "owner")


def report_of(account: Account, pk: int) -> Report:
    """Return one report this person may see, or refuse."""
    found = visible(account).filter(pk=pk).first()
    if found is None:
        raise NotFound("report.not_found", _("There is no such report, or you may not see it."))
    return found


@dataclass(frozen=True)
class Reading:
    """How many readers got a report, opened it and said that they have read it."""

    asked: int
    opened: int
    read: int

    @property
    def share(self) -> float | None:
        return self.read / self.asked if self.asked else None


@query("reports.reading")
def reading(account: Account, *, report: int) -> Reading:
    """Return how many of those who got a report have read it."""
    return reading_of(report_of(account, report))


def reading_of(found: Record) -> Reading:
    """Whoever a mail did not reach was not asked."""
    got = Receipt.objects.filter(
        record=found.pk,
        state__in=[Receipt.State.ON_PAGE, Receipt.State.SENT, Receipt.State.DOUBTFUL],
    )
    told = got.aggregate(
        asked=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False) | Q(read_at__isnull=False)),
        read=Count("pk", filter=Q(read_at__isnull=False)),
    )  # fmt: skip
    return Reading(**told)


def delivery_people() -> QuerySet[Account]:
    """Everybody of the delivery teams; where no teams are kept, everybody who may see reports."""
    active = Account.objects.filter(is_active=True)
    members = active.filter(pk__in=TeamMember.objects.filter(until=None).values("account"))
    everybody = members if members.exists() else active
    wanted = [each.pk for each in everybody if rights.holds(each, kinds.SEE)]
    return Account.objects.filter(pk__in=wanted)


def to_read(account: Account) -> QuerySet[Receipt]:
    """The documents put before this person that they have not read yet."""
    open_ = Receipt.objects.filter(papers.seen_by(account), account=account, read_at=None)
    return open_.select_related("record").order_by("pk")


def receipts_of(record: int) -> QuerySet[Receipt]:
    """Who was sent a document, and what became of it; the caller may see the record."""
    return Receipt.objects.filter(record=record).select_related("account")


def cases_of(found: Report) -> dict[str, Any]:
    """The cases behind the figures: of the snapshot once issued. Rises NotYet while they are being read."""
    snapshot = found.snapshot
    if snapshot is not None:
        return {"rows": snapshot.cases, "cut": snapshot.content.get("summary", {}).get("cut", 0)}
    data_set = figures.data_of(found)
    return figures.cases(mining.soon, data_set, found) or figures.CASES_OF_NONE if data_set else figures.CASES_OF_NONE
