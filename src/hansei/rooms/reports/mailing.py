"""A document by mail: in the reader's language, as PDF, with a link that only they have and that says it was read."""

from __future__ import annotations

import smtplib
from functools import partial
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.records import KINDS
from hansei.rooms.reports import papers, receipts
from hansei.rooms.reports.models import Receipt

SALT: Final = "hansei.reports.receipt"
LONGEST_TOKEN: Final = 200
Files = dict[tuple[int, str], document.File]


def is_set_up() -> bool:
    """Whether the site knows a mail server and its own address."""
    return bool(settings.EMAIL_HOST and settings.SITE_ADDRESS)


def send_due() -> int:
    """Send every mail that is due, each once; return how many the server took."""
    if not is_set_up():
        return 0
    receipts.doubt(Act(by=None, via="job"))
    due = Receipt.objects.filter(state=Receipt.State.WAITING, due_at__lte=timezone.now())
    files: Files = {}
    return sum(_send(pk, files) for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:500]))


def _send(pk: int, files: Files) -> bool:
    if not receipts.take(Act(by=None, via="job"), receipt=pk):
        return False
    found = Receipt.objects.select_related("record").get(pk=pk)
    tell = partial(receipts.not_sent, receipt=pk)
    try:
        _message(found, files).send()
    except smtplib.SMTPRecipientsRefused as no:
        code, said = next(iter(no.recipients.values()))
        # A number in the five hundreds: the address will not take it later either.
        tell(Act(by=None, via="job"), error=f"{code} {_readable(said)}", is_final=code >= 500)
    except (smtplib.SMTPException, OSError) as no:
        tell(Act(by=None, via="job"), error=_readable(str(no)) or type(no).__name__)
    except Refusal as no:
        tell(Act(by=None, via="job"), error=str(no))
    else:
        receipts.sent(Act(by=None, via="job"), receipt=pk)
        return True
    return False


def _readable(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:150]


def _message(found: Receipt, files: Files) -> EmailMessage:
    paper, record = papers.paper_of(found), papers.record_of(found)
    language, base = found.language, settings.SITE_ADDRESS
    if (record.pk, language) not in files:  # drawn once for all readers of one language
        files[record.pk, language] = document.rendered(
            lambda: paper.describe(record), "pdf", language=language, base=base, zone=paper.zone(record)
        )
    file = files[record.pk, language]
    with translation.override(language):
        title = str(getattr(record, KINDS[record.record_kind].title))
        said = {"kind": paper.named(record), "title": title}
        context = {**said, "lines": paper.lines(record)}
        url = urljoin(base, reverse("reports:receipt", args=[token_of(found)]))
        subject = _("%(kind)s: %(title)s") % said
        words = render_to_string("reports/mail.txt", {**context, "url": url})
    made = EmailMessage(
        " ".join(subject.split()), words, settings.DEFAULT_FROM_EMAIL, [found.email],
        # The same for every try: a server or a reader that got it twice can tell.
        headers={"Message-ID": f"<report-receipt-{found.pk}@{settings.SITE_HOST}>", "Auto-Submitted": "auto-generated",
                 "Content-Language": language},
        connection=get_connection(timeout=30),
    )  # fmt: skip
    made.attach(file.name, file.content, file.content_type)
    return made


def token_of(found: Receipt) -> str:
    return signing.dumps(found.pk, salt=SALT)


def receipt_of(token: str) -> Receipt | None:
    """The receipt that a link is of; None for anything we did not sign."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Receipt.objects.select_related("record").filter(pk=pk, email__gt="").first()
    if found is None or found.record.kind not in papers.PAPERS:
        return None
    return found if papers.paper_of(found).is_final(papers.record_of(found)) else None
