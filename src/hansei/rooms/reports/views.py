"""The pages of reports beyond the register's: the report as a document, the cases behind it, and its readers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.blocks.mail import sending
from hansei.blocks.mail.recipients import recipients
from hansei.blocks.mail.views import ended
from hansei.kernel import rights
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotYet, Refusal, lacks
from hansei.kernel.models import Account
from hansei.rooms.mining import queries as mining
from hansei.rooms.reports import (
    actions,
    came_of_it,
    describing,
    figures,
    kinds,
    mailing,
    papers,
    queries,
    receipts,
    wording,
)
from hansei.rooms.reports.behind import FIGURES as BEHIND
from hansei.rooms.reports.filling import Content
from hansei.rooms.reports.forms import DraftForm
from hansei.rooms.reports.models import Engagement, Receipt, Report
from hansei.rooms.reports.unlinked import unlinked
from hansei.ui import tables
from hansei.ui.pages import reader, web_act, whole_number
from hansei.worktime.periods import month_before

PAGE = 100


def _worker(request: HttpRequest) -> Account:
    account = reader(request)
    if not rights.holds(account, kinds.WORK):
        raise lacks(kinds.WORK)
    return account


@login_required
def new_page(request: HttpRequest) -> HttpResponse:
    """A report on demand: kind, data set, days, and whose."""
    account = _worker(request)
    sets = mining.data_sets(account)
    last = max((each.last_at for each in sets[:1] if each.last_at), default=timezone.now())
    first_day, last_day = month_before(timezone.localdate(last))
    ours = Engagement.objects.filter(rights.predicate(account, kinds.WORK, prefix="identity__")).exclude(state="ended")
    chosen = ours.filter(pk=whole_number(request.GET.get("engagement", "")) or 0).first()
    given: dict[str, Any] = {"first": first_day.isoformat(), "last": last_day.isoformat()}
    if chosen:
        names = ("kind", "organisation", "service")
        given |= {name: getattr(chosen, name) for name in names} | {"engagement": chosen.pk, "source": chosen.data_set}
    form = DraftForm(
        request.POST or None,
        initial=given,
        sources=[(each.id, each.name) for each in sets],
        engagements=[(each.pk, str(each)) for each in ours.select_related("identity").order_by("-pk")[:200]],
    )
    is_outside = False
    if request.method == "POST" and form.is_valid():
        try:
            made = _drafted(request, form.cleaned_data)
            return redirect("reports:paper", made.pk)
        except Refusal as no:
            if no.status != 409:
                raise
            is_outside = no.code == "report.outside_data"
            form.add_error(None, no.message)
    context = {"form": form, "has_data": bool(sets), "is_outside": is_outside}
    return render(request, "reports/new.html", context, status=422 if form.errors else 200)


def _drafted(request: HttpRequest, asked: dict[str, Any]) -> Report:
    engagement = int(asked["engagement"]) if asked["engagement"] else None
    source = int(asked["source"])
    data_set = mining.data_set(reader(request), source)
    return actions.draft_report(
        web_act(request), kind=asked["kind"], source=source, first=asked["first"], last=asked["last"],
        zone=mining.zone_of(data_set), organisation=asked["organisation"].strip(), service=asked["service"].strip(),
        engagement=engagement, is_outside_known=request.POST.get("is_outside_known") == "yes",
    )  # fmt: skip


@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as its readers get it, also as PDF, DOCX and XLSX; issued figures with what was corrected since."""
    account = reader(request)
    found = queries.report_of(account, pk)
    content, later = _contents(account, found)
    if (wanted := document.asked_for(request)) is not None:
        form, language = wanted
        base = request.build_absolute_uri("/")
        make = lambda: describing.described(found, content, later, account=account)  # noqa: E731  # called once, in that language
        return document.answer(document.rendered(make, form, language=language, base=base, zone=found.zone))
    mine = found.receipts.filter(account=account).order_by("read_at").first()
    if mine is not None and mine.opened_at is None and mine.state == Receipt.State.ON_PAGE:
        receipts.opened(web_act(request), receipt=mine.pk)
    return render(request, "reports/paper.html", _context(account, found, content, later) | {"mine": mine})


def _contents(account: Account, found: Report) -> tuple[Content, Content | None]:
    """What to show: issued figures with those of newer data beside them, or the figures of the data as they are."""
    kept = figures.frozen(found)
    if kept is None:
        content = figures.now(found)
        _cases_too(found)
        return {**content, "outcomes": came_of_it.outcomes_now(account, found)}, None
    data_set, snapshot = figures.data_of(found), found.snapshot
    is_same = data_set is None or snapshot is None or data_set.version == snapshot.version
    if is_same or not rights.holds(account, "mining.see"):
        return kept, None
    try:
        return kept, figures.now(found)
    except NotYet:
        return kept, None  # nobody waits for corrections to read what was issued


def _cases_too(found: Report) -> None:
    """Have the cases behind the figures read as well: issuing freezes both."""
    try:
        queries.cases_of(found)
    except NotYet:
        return


def _context(account: Account, found: Report, content: Content, later: Any) -> dict[str, Any]:
    # Read once for the document, which tells them, and for the form, in which they are changed.
    prefetch_related_objects([found], Prefetch("reasons", found.reasons.select_related("reason")))
    described = describing.described(found, content, later, account=account)
    snapshot = found.snapshot
    said = {each.figure: each.reason.text for each in found.reasons.all()}
    may_work = rights.allowed(account, kinds.WORK, found.identity)
    return {
        "report": found,
        "document": document.body(described),
        "sections": described.sections,
        "snapshot": snapshot,
        "is_intact": snapshot is None or snapshot.is_intact,
        "may_work": may_work,
        "may_edit": may_work and found.state in ("draft", "commented"),
        "missing": [(code, wording.figure(code), said.get(code, "")) for code in figures.missing(content)],
        "receipts": found.receipts.select_related("account")[:200] if may_work else [],
        "reading": queries.reading_of(found),
        "mail_is_set_up": sending.is_set_up(),
        "languages": document.LANGUAGES,
    }


@login_required
def cases(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The cases behind a figure: of the snapshot once the report is issued."""
    account = reader(request)
    found = queries.report_of(account, pk)
    code = request.GET.get("figure", "reported")
    if code not in BEHIND:
        raise Http404
    behind = queries.cases_of(found)
    rows = [each for each in behind["rows"] if code in each["of"]]
    if form := tables.wanted(request, "cases"):
        head = [wording.column(name) for name in ("key", "service", "category", "priority", "team")]
        head += [_("Reported"), _("Resolved"), _("Due")]
        names = ("key", "service", "category", "priority", "team", "reported_at", "resolved_at", "due_at")
        return tables.as_file(
            form, f"{found.identity.key}-{code}", head, [[each[name] for name in names] for each in rows]
        )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [
        {**each, **{name: _instant(each[name]) for name in ("reported_at", "resolved_at", "due_at")}} for each in page
    ]
    context = {"report": found, "title": wording.figure(code), "rows": shown, "page": page, "total": len(rows)}
    context |= {"cut": behind["cut"], "snapshot": found.snapshot, "sees_tickets": rights.holds(account, "mining.see")}
    return render(request, "reports/cases.html", context)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


@login_required
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a figure is missing."""
    queries.report_of(reader(request), pk)
    given = {name: request.POST.get(name, "") for name in ("figure", "text")}
    actions.explain_figure(web_act(request), pk=pk, **given)
    return redirect("reports:paper", pk)


@login_required
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then freeze the figures and send the report."""
    account = _worker(request)
    found = queries.report_of(account, pk)
    if request.method != "POST":
        if found.state == "issued":
            return redirect("reports:paper", pk)
        to = recipients(found.engagement.recipients) if found.engagement else []
        context = {"report": found, "recipients": to, "mail_is_set_up": sending.is_set_up()}
        return render(request, "reports/issue.html", context)
    try:
        figures.now(found)
        queries.cases_of(found)
    except NotYet:
        messages.warning(request, _("The figures are still being counted. Issue the report when they stand here."))
        return redirect("reports:paper", pk)
    actions.issue_report(web_act(request), pk=pk, version=whole_number(request.POST.get("version", "")) or 0)
    messages.success(request, _("The report is issued: its figures are frozen and sealed."))
    return redirect("reports:paper", pk)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was decided because of the report."""
    queries.report_of(reader(request), pk)
    actions.note_decision(web_act(request), pk=pk, text=request.POST.get("text", ""))
    return redirect(f"{reverse('reports:paper', args=[pk])}#decisions")


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the report before everybody of the delivery teams."""
    queries.report_of(reader(request), pk)
    asked = receipts.publish(web_act(request), pk=pk)
    messages.success(request, _("Readers asked: %(n)s.") % {"n": asked})
    return redirect("reports:paper", pk)


@login_required
@require_POST
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report to more addresses."""
    queries.report_of(reader(request), pk)
    made = receipts.mail(web_act(request), pk=pk, recipients=request.POST.get("recipients", "")[:20_000])
    messages.success(request, _("Mails to be sent: %(n)s.") % {"n": made})
    return redirect("reports:paper", pk)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail again that did not get through; then to the page of what was sent."""
    receipts.send_again(web_act(request), receipt=pk)
    return redirect(papers.address_of(Receipt.objects.select_related("record").get(pk=pk)))


@login_required
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read the report."""
    account = reader(request)
    queries.report_of(account, pk)
    for mine in Receipt.objects.filter(record=pk, account=account, read_at=None):
        receipts.acknowledge(web_act(request), receipt=mine.pk)
    return redirect("reports:paper", pk)


@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """A document by the link of a mail, for whoever holds it: as issued, in the mail's language."""
    link = mailing.link_of(token)
    if link is None:
        raise Http404
    found: Receipt = link.row
    paper, record = papers.paper_of(found), papers.record_of(found)
    if link.has_ended:
        return ended(request, language=found.language, ask=paper.owner(record))
    act = Act(by=None, via="mail")
    if request.method == "POST":
        receipts.acknowledge(act, receipt=found.pk)
        return redirect("reports:receipt", token)
    if request.method == "GET":
        receipts.opened(act, receipt=found.pk)
        found.refresh_from_db(fields=["opened_at", "read_at"])
    with translation.override(found.language):
        # What lies behind a figure is for people who sign in.
        made = unlinked(paper.describe(record))
        context = {"receipt": found, "title": made.title, "document": document.body(made), "language": found.language}
        return render(request, "reports/receipt.html", context)
