"""Who gets an issued document, and who opened and read it. What became of each mail the block `mail` writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.mail.actions import again, locked
from hansei.blocks.mail.recipients import Recipient
from hansei.blocks.mail.recipients import recipients as read
from hansei.kernel import records
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account
from hansei.kernel.records import KINDS, Record
from hansei.rooms.reports import mailing, papers, queries
from hansei.rooms.reports.events import MailAddressed, ReportOpened, ReportPublished, ReportRead
from hansei.rooms.reports.kinds import WORK
from hansei.rooms.reports.models import Receipt, Report


@action("report.publish", label=gettext_lazy("Publish to all delivery teams"), on="report", right=WORK)
def publish(act: Act, *, pk: int) -> int:
    """Put an issued report before everybody of the delivery teams and ask them to read it; return how many."""
    found = _issued(act, pk)
    asked = put_before(act, found, queries.delivery_people())
    if not asked:
        raise Refusal("report.published", _("Everybody of the delivery teams has this report already."))
    return asked


def put_before(act: Act, found: Record, people: Iterable[Account]) -> int:
    """Put a claimed document before people who sign in, each once, and ask them to read it; return how many are new."""
    has_it = set(_receipts(found).filter(email="").values_list("account_id", flat=True))
    new = [each for each in people if each.pk not in has_it]
    for each in new:
        Receipt.objects.create(
            record=found.identity, account=each, language=each.language or "en", state=Receipt.State.ON_PAGE,
            due_at=act.at,
        )  # fmt: skip
    if new:
        act.record(ReportPublished(report=found.pk, readers=len(new)), source=records.source_of(found))
    return len(new)


@action("report.mail", label=gettext_lazy("Send by mail"), on="report", right=WORK)
def mail(act: Act, *, pk: int, recipients: str) -> int:
    """Send an issued report to addresses, one a line with its language, at the hour of its engagement; say how many."""
    found = _issued(act, pk)
    return address_lines(act, found, recipients, due_at=send_time(found, act.at))


def address_lines(act: Act, found: Record, recipients: str, *, due_at: datetime) -> int:
    """Address a claimed document to each line that has not got it yet; refuse where there is none."""
    made = sum(address(act, found, each, due_at=due_at) is not None for each in read(recipients))
    if not made:
        raise Refusal("report.no_new_reader", _("Name at least one address that has not got this report yet."))
    return made


def address_all(act: Act, found: Report) -> None:
    """Part of issuing: a mail to each recipient of the engagement."""
    if found.engagement:
        for each in read(found.engagement.recipients):
            address(act, found, each, due_at=send_time(found, act.at))


def address(act: Act, found: Record, to: Recipient, *, due_at: datetime) -> Receipt | None:
    """Have a claimed document mailed to one reader at an instant; None where they were addressed before."""
    if _receipts(found).filter(email=to.email).exists():
        return None
    account = Account.objects.filter(email=to.email, is_active=True).first()
    made = Receipt.objects.create(
        record=found.identity, email=to.email, account=account, language=to.language, state=Receipt.State.WAITING,
        due_at=due_at,
    )  # fmt: skip
    act.record(MailAddressed(report=found.pk, receipt=made.pk), source=records.source_of(found))
    return made


def _receipts(found: Record) -> QuerySet[Receipt]:
    return Receipt.objects.filter(record=found.pk)


def send_time(found: Report, now: datetime) -> datetime:
    """When the reader has time: the engagement's hour in its zone, today if it is still to come; else at once."""
    if found.engagement is None:
        return now
    local = now.astimezone(ZoneInfo(found.engagement.zone))
    due = local.replace(hour=found.engagement.send_hour, minute=0, second=0, microsecond=0)
    if due < local.replace(minute=0, second=0, microsecond=0):
        # By the wall clock: where a day has 23 hours, the hour of the reader stays.
        due = (due.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=local.tzinfo)
    return max(due.astimezone(now.tzinfo), now)


@action("report.send_again", label=gettext_lazy("Send again"), right=WORK)
def send_again(act: Act, *, receipt: int) -> None:
    """Send a mail again that failed or perhaps was not sent, at once."""
    found = _locked(receipt)
    act.claim(KINDS[found.record.kind].model, found.record_id, papers.paper_of(found).work)
    again(act, mailing.POST, found)


@action("report.open_mail", label=gettext_lazy("Open the report"))
def opened(act: Act, *, receipt: int) -> None:
    """Note that a reader opened the report, the first time. The door has checked the link or the person."""
    found = _locked(receipt)
    if found.opened_at is None:
        found.opened_at = act.at
        found.save(update_fields=["opened_at"])
        act.record(ReportOpened(report=found.record_id, receipt=found.pk), source=found.record.source_id)


@action("report.acknowledge", label=gettext_lazy("I have read this"))
def acknowledge(act: Act, *, receipt: int) -> None:
    """Note that a reader has read the report. The door has checked the link or the person."""
    found = _locked(receipt)
    if found.read_at is None:
        found.read_at, found.opened_at = act.at, found.opened_at or act.at
        found.save(update_fields=["read_at", "opened_at"])
        act.record(ReportRead(report=found.record_id, receipt=found.pk), source=found.record.source_id)


def _issued(act: Act, pk: int) -> Report:
    found = act.claim(Report, pk, WORK)
    if found.state != "issued":
        raise Refusal("report.not_issued", _("Issue the report first: nobody gets figures that may still move."))
    return found


def _locked(receipt: int) -> Receipt:
    found: Receipt = locked(mailing.POST, receipt)
    return found
