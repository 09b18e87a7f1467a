"""Pages of corrective and preventive actions beside their register, and what customers may read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.blocks.register.views import reader_of
from hansei.kernel import jobs
from hansei.kernel.errors import NotFound
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.actions import capa
from hansei.rooms.improvement.kinds import SHARED
from hansei.rooms.improvement.models import CustomerReport
from hansei.rooms.improvement.pages.capa import CAPAS, VIOLATIONS
from hansei.rooms.improvement.papers import capa as papers
from hansei.rooms.improvement.views.asking import opened
from hansei.rooms.mining import queries as mining
from hansei.ui.pages import reader, web_act, whole_number


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which fields the customer may see."""
    opened(request, CAPAS, pk)
    version = whole_number(request.POST.get("version", "")) or 0
    capa.release_fields(web_act(request), pk=pk, version=version, names=request.POST.getlist("released"))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{reverse('capa:record', args=[pk])}#faces")


@login_required
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the customer is told, as it is told."""
    opened(request, CAPAS, pk)
    version = whole_number(request.POST.get("version", "")) or 0
    made = capa.share_capa(web_act(request), pk=pk, version=version, recipient=request.POST.get("recipient", ""))
    return HttpResponseRedirect(reverse("capa:told", args=[made.pk]))


@login_required
def told_page(request: HttpRequest, report: int) -> HttpResponse:
    """A report as the customer was told: for those who work on the case, and for the customer's own readers."""
    account = reader(request)
    found = queries.shared_reports(account).filter(pk=report).first()
    if found is None:
        kept = CustomerReport.objects.filter(pk=report).values_list("capa_id", flat=True).first()
        if kept is None:
            raise NotFound("capa.no_report", _("There is no such report, or you may not see it."))
        opened(request, CAPAS, kept, CAPAS.see)
        found = CustomerReport.objects.select_related("capa__identity").get(pk=report)
    if (file := _file(request, lambda: papers.for_customer(found))) is not None:
        return file
    context = {"document": document.body(papers.for_customer(found)), "is_intact": found.seal == found.sealed()}
    return render(request, "improvement/capa_told.html", context)


@login_required
@require_POST
def from_audit(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a case for a finding of an audit."""
    made = capa.open_for_audit(web_act(request), pk=pk)
    return HttpResponseRedirect(reverse("capa:record", args=[made.pk]))


@login_required
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a case as a document, for ourselves: also as PDF and DOCX, each page marked internal."""
    account, found = opened(request, CAPAS, pk, CAPAS.see)
    if (file := _file(request, lambda: papers.internal(account, found))) is not None:
        return file
    context = {"record": found, "document": document.body(papers.internal(account, found))}
    return render(request, "improvement/capa_report.html", context)


def _file(request: HttpRequest, make: document.Make) -> HttpResponse | None:
    """The document as the file that the address asks for; None where it asks for the page."""
    if (wanted := document.asked_for(request)) is None:
        return None
    form, language = wanted
    return document.answer(document.rendered(make, form, language=language, base=request.build_absolute_uri("/")))


@login_required
def shared_page(request: HttpRequest) -> HttpResponse:
    """The reports that were shared with a customer, for that customer's readers."""
    account = reader_of(request, SHARED)
    return render(request, "improvement/capa_shared.html", {"reports": list(queries.shared_reports(account)[:200])})


@login_required
@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Record what a data set's cases broke in its last whole month; it is counted beside and comes by itself."""
    account = reader_of(request, VIOLATIONS.work)
    found = mining.data_set(account, whole_number(request.POST.get("source", "")) or 0)
    jobs.enqueue("improvement.violations", by=account, source=found.pk)
    messages.success(request, _("The breached targets of the last whole month are being counted; look again soon."))
    return HttpResponseRedirect(reverse("violation:list"))
