"""A document by mail: in the reader's language, as PDF, with a link that only they have and that says it was read."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.blocks.mail import sending
from hansei.blocks.mail.posts import Drawn, Link, Post, last_day
from hansei.kernel.records import KINDS
from hansei.rooms.reports import papers
from hansei.rooms.reports.events import MailTried
from hansei.rooms.reports.models import Receipt
from hansei.ui import words as ui_words


def _message(found: Receipt, drawn: Drawn) -> EmailMessage:
    paper, record = papers.paper_of(found), papers.record_of(found)
    language, base = found.language, settings.SITE_ADDRESS
    if (record.pk, language) not in drawn:  # drawn once for all readers of one language
        drawn[record.pk, language] = document.rendered(
            lambda: paper.describe(record), "pdf", language=language, base=base, zone=paper.zone(record)
        )
    file = drawn[record.pk, language]
    with translation.override(language):
        title = str(getattr(record, KINDS[record.record_kind].title))
        said = {"kind": paper.named(record), "title": title}
        context = {**said, "lines": paper.lines(record)}
        url = urljoin(base, reverse("reports:receipt", args=[POST.token(found)]))
        subject = _("%(kind)s: %(title)s") % said
        words = render_to_string("reports/mail.txt", {**context, "url": url, "until": ui_words.of_day(last_day())})
    made = sending.message(POST, found, subject, words)
    made.attach(file.name, file.content, file.content_type)
    return made


def _tried(found: Receipt) -> MailTried:
    return MailTried(report=found.record_id, receipt=found.pk, state=str(found.state), attempts=found.attempts)


POST = Post(
    "report-receipt",
    Receipt,
    message=_message,
    tried=_tried,
    source=lambda found: int(found.record.source_id),
    related=("record",),
    salt="hansei.reports.receipt",
)


def link_of(token: str) -> Link | None:
    """The link of a receipt, while its document is issued; None for anything we did not sign."""
    found = POST.of_token(token)
    if found is None or found.row.record.kind not in papers.PAPERS:
        return None
    return found if papers.paper_of(found.row).is_final(papers.record_of(found.row)) else None
