"""The document of a plan or report, and what is done with it there: publish, send, say that it was read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.blocks.mail import sending
from hansei.blocks.register.declaration import Register
from hansei.kernel import rights
from hansei.rooms.improvement import queries
from hansei.rooms.improvement.actions import papers
from hansei.rooms.improvement.kinds import WORK
from hansei.rooms.improvement.models import Plan
from hansei.rooms.improvement.pages.papers import PLANS, REPORTS, drawn
from hansei.rooms.improvement.papers import describing
from hansei.rooms.improvement.views.asking import opened
from hansei.rooms.reports import queries as reports
from hansei.ui.pages import web_act, whole_number


@login_required
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan of six parts as its readers get it, also as PDF, DOCX and HTML; approved ones as they were approved."""
    return _page(request, PLANS, pk)


@login_required
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of an improvement as both receivers get it, with the proof of who has it."""
    return _page(request, REPORTS, pk)


def _page(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    account, found = opened(request, register, pk, register.see)
    if (wanted := document.asked_for(request)) is not None:
        form, language = wanted
        base = request.build_absolute_uri("/")
        return document.answer(document.rendered(lambda: drawn(found, account), form, language=language, base=base))
    made = drawn(found, account)
    is_plan = isinstance(found, Plan)
    may_work, frozen = rights.allowed(account, WORK, found.identity), found.frozen
    asked = queries.concerned(found) if is_plan and may_work and found.state == "approved" else []
    context = {
        "record": found,
        "register": register,
        "is_plan": is_plan,
        "document": document.body(made),
        "sections": made.sections,
        "frozen": frozen,
        "approver": describing.approver(found, frozen),
        "may_work": may_work,
        "may_publish": may_work and is_plan and found.state in ("approved", "published"),
        "may_send": may_work and not is_plan and found.state == "approved",
        "asked": [(each, rights.allowed(each, register.see, found.identity)) for each in asked],
        "receipts": list(reports.receipts_of(pk)[:200]) if may_work else [],
        "reading": reports.reading_of(found),
        "mail_is_set_up": sending.is_set_up(),
        "mine": queries.unread(account, found).exists(),
        "missing": _missing(found) if not is_plan else [],
        "urls": _urls(register, pk),
        "versions": _versions(found),
    }
    return render(request, "improvement/paper.html", context)


def _missing(found: Any) -> list[str]:
    names = {"leader": _("the responsible leader"), "supervisor": _("the supervisor")}
    return [names[each] for each in queries.missing_receivers(found)] if found.state == "sending" else []


def _urls(register: Register, pk: int) -> dict[str, str]:
    names = ("edit", "record", "acknowledge", "publish" if register is PLANS else "send")
    return {name: reverse(f"{register.namespace}:{name}", args=[pk]) for name in names} | {
        "list": reverse(f"{register.namespace}:list")
    }


def _versions(found: Any) -> list[Any]:
    """The other versions, which stay readable as they were."""
    others = type(found)._default_manager.filter(improvement=found.improvement_id).exclude(pk=found.pk)
    return list(others.exclude(state="withdrawn").select_related("identity").order_by("number"))


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a plan before those affected, and mail it to further addresses."""
    opened(request, PLANS, pk)
    asked = papers.publish_plan(
        web_act(request), pk=pk, version=_version(request), recipients=request.POST.get("recipients", "")[:20_000]
    )
    messages.success(request, _("Readers asked: %(n)s.") % {"n": asked})
    return HttpResponseRedirect(reverse("sip:document", args=[pk]))


@login_required
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a report to both its receivers."""
    opened(request, REPORTS, pk)
    papers.send_report(web_act(request), pk=pk, version=_version(request))
    messages.success(request, _("Both are being sent the report; it counts as sent when both have it."))
    return HttpResponseRedirect(reverse("irp:document", args=[pk]))


@login_required
@require_POST
def acknowledge_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read a plan."""
    return _acknowledged(request, PLANS, pk)


@login_required
@require_POST
def acknowledge_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one has read a report."""
    return _acknowledged(request, REPORTS, pk)


def _acknowledged(request: HttpRequest, register: Register, pk: int) -> HttpResponse:
    account, found = opened(request, register, pk, register.see)
    papers.acknowledge(web_act(request), account, found)
    return HttpResponseRedirect(reverse(f"{register.namespace}:document", args=[pk]))


def _version(request: HttpRequest) -> int:
    return whole_number(request.POST.get("version", "")) or 0
