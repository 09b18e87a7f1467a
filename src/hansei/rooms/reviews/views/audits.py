"""Pages of audits: the programme, the report, and what asks for more than a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from hansei.blocks.document import api as document
from hansei.blocks.lifecycle import LIFECYCLES
from hansei.blocks.register import listing
from hansei.blocks.register.declaration import Register
from hansei.blocks.register.submitting import Versioned, submitted
from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import Refusal
from hansei.kernel.records import Record
from hansei.rooms.reviews import actions, audit_paper, audited, clauses, guards, kinds
from hansei.rooms.reviews.audit_pages import AUDITS, FINDINGS, figures_of, tabs_of
from hansei.rooms.reviews.independence import not_somebody_else, not_the_owner
from hansei.rooms.reviews.models import Audit, AuditFinding
from hansei.ui import marks
from hansei.ui.forms import CHOICE, CONTROL
from hansei.ui.marks.calendar import Dot, calendar_strip
from hansei.ui.pages import reader, web_act, whole_number

BEFORE, AFTER = timedelta(days=182), timedelta(days=365)  # what the strip of the programme shows around today


def _words(label: Any, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": CONTROL, "rows": 6})
    return forms.CharField(label=label, max_length=20_000, widget=widget, **more)


class ReasonForm(Versioned):
    """Why something is withdrawn."""

    reason = _words(gettext_lazy("Why it is withdrawn"))


class AnswerForm(Versioned):
    """What the owner of a finding says."""

    answer = _words(
        pgettext_lazy("audit", "Answer"),
        help_text=gettext_lazy("Why it came about, what was done, and what shows that it was done."),
    )


class VerifyForm(Versioned):
    """What somebody else saw who looked whether it is put right."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Is it put right?"),
        choices=[("works", gettext_lazy("Yes: close it")), ("not_yet", gettext_lazy("Not yet: back to its owner"))],
        widget=forms.Select(attrs={"class": CHOICE}),
    )
    verification = _words(
        gettext_lazy("What the verification showed"), help_text=gettext_lazy("What was looked at, and what was seen.")
    )


def _one(request: HttpRequest, register: Register, pk: int, right: str) -> Record:
    return listing.one(register, reader_of(request, right), pk)


def _note(*said: str | None) -> SafeString:
    """What still stands against it, above the form."""
    return format_html_join("", '<div class="alert alert-info">{}</div>', ((each,) for each in said if each))


@login_required
def programme(request: HttpRequest) -> HttpResponseBase:
    """The audit programme: when each area was and will be audited, and which clauses were really looked at."""
    account = reader_of(request, kinds.AUDIT_SEE)
    today = timezone.localdate()
    lines = audited.programme(account)
    planned = audited.audits(account).exclude(state="withdrawn").filter(
        planned_on__range=(today - BEFORE, today + AFTER)
    )  # fmt: skip
    dots = [Dot(each.planned_on, 1, each.title) for each in planned.order_by("planned_on") if each.planned_on]
    drawn = calendar_strip(dots, today - BEFORE, today + AFTER, _("Audits by week"))
    if (file := marks.asked_for(request, drawn)) is not None:
        return file
    coverage = audited.coverage(account)
    parts = [each for each in coverage if not each.is_head]
    life = LIFECYCLES["audit"]
    context = {
        "tabs": tabs_of("audit:programme"),
        "figures": figures_of(account),
        "lines": [(each, life.state(each.next.state) if each.next else None) for each in lines],
        "drawn": drawn if dots else None,
        "coverage": [(each, clauses.label(each.code)) for each in coverage],
        "covered": sum(each.standing == "covered" for each in parts),
        "parts": len(parts),
        "years": audited.YEARS,
        "today": today,
        "may_work": rights.holds(account, kinds.AUDIT_WORK),
    }
    return render(request, "reviews/audits.html", context)


@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of an audit as a document: a draft until it is issued; findings one may not see are left out."""
    account = reader_of(request, kinds.AUDIT_SEE)
    found = listing.one(AUDITS, account, pk)
    assert isinstance(found, Audit)

    def make() -> document.Document:
        return audit_paper.described(account, found)

    if (wanted := document.asked_for(request)) is not None:
        form, language = wanted
        base = request.build_absolute_uri("/")
        return document.answer(document.rendered(make, form, language=language, base=base))
    return render(request, "reviews/audit_report.html", {"record": found, "document": document.body(make())})


@login_required
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which main clauses an audit looks at."""
    names, version = request.POST.getlist("clause"), whole_number(request.POST.get("version", "")) or 0
    actions.choose_clauses(web_act(request), pk=pk, version=version, names=names)
    return HttpResponseRedirect(f"{reverse('audit:records:record', args=[pk])}#checklists")


@login_required
@require_POST
def auditors(request: HttpRequest, pk: int) -> HttpResponse:
    """Name an auditor beside the lead, or take one off."""
    act, account = web_act(request), whole_number(request.POST.get("account", "")) or 0
    if request.POST.get("do") == "release":
        actions.release_auditor(act, audit=pk, account=account)
    else:
        actions.name_auditor(act, audit=pk, account=account)
    return HttpResponseRedirect(f"{reverse('audit:records:record', args=[pk])}#auditors")


@login_required
@require_POST
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who works in an area, or that somebody no longer does."""
    act, given = web_act(request), request.POST
    if given.get("do") == "release":
        actions.release_area_person(act, area=pk, person=whole_number(given.get("person", "")) or 0)
    else:
        account = whole_number(given.get("account", "")) or 0
        actions.name_area_person(act, area=pk, account=account, since=_day(given.get("since", "")))
    return HttpResponseRedirect(f"{reverse('audit:areas:record', args=[pk])}#people")


def _day(text: str) -> Any:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if text and found is None:
        raise Refusal("audit.day", _("Write the day as year, month, day."))
    return found


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a planned audit is not held, and why."""
    found = _one(request, AUDITS, pk, kinds.AUDIT_WORK)
    form = ReasonForm(request.POST or None, initial={"version": found.identity.version})
    return submitted(
        request, AUDITS, found, form, actions.withdraw_audit, _("Withdraw the audit"), submit=_("Withdraw")
    )


@login_required
def withdraw_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a finding that does not stand, with the reason."""
    found = _one(request, FINDINGS, pk, kinds.AUDIT_WORK)
    form = ReasonForm(request.POST or None, initial={"version": found.identity.version})
    heading = _("Withdraw the finding")
    return submitted(request, FINDINGS, found, form, actions.withdraw_finding, heading, submit=_("Withdraw"))


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a finding; what still stands against it is said above the form."""
    found = _one(request, FINDINGS, pk, kinds.AUDIT_SEE)
    assert isinstance(found, AuditFinding)
    initial = {"version": found.identity.version, "answer": found.answer}
    form = AnswerForm(request.POST or None, initial=initial)
    return submitted(
        request, FINDINGS, found, form, actions.answer_finding, _("Answer the finding"),
        submit=pgettext("button", "Answer"),
        lead=_note(not_the_owner(found, reader(request)), guards.HAS_CAPA.missing(found)),
    )  # fmt: skip


@login_required
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a finding is put right: by somebody who had no part in it."""
    found = _one(request, FINDINGS, pk, kinds.AUDIT_WORK)
    assert isinstance(found, AuditFinding)
    form = VerifyForm(request.POST or None, initial={"version": found.identity.version})
    return submitted(
        request, FINDINGS, found, form, actions.verify_finding, _("Verify the finding"), submit=_("Save"),
        lead=_note(not_somebody_else(found, reader(request)), guards.CAPA_CLOSED.missing(found)),
    )  # fmt: skip
