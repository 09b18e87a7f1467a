"""Pages of this room that ask for more than the register does."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hansei.blocks.register import listing
from hansei.blocks.register.forms import RecordForm, form_for
from hansei.blocks.register.views import new_page as plain_new_page
from hansei.blocks.register.views import reader_of
from hansei.kernel.errors import Outdated, Refusal
from hansei.kernel.models import Account
from hansei.rooms.improvement import actions, evidence, guards, measuring, wording
from hansei.rooms.improvement.forms import CloseForm, FindingForm, FreezeForm, MeasureForm, Versioned
from hansei.rooms.improvement.models import End, Improvement, Source
from hansei.rooms.improvement.pages import REGISTER
from hansei.rooms.mining import queries as mining
from hansei.ui.pages import web_act, whole_number

Both = tuple[str, str, str]  # label, as it stands now, as this person wrote it


@login_required
def new_page(request: HttpRequest) -> HttpResponse:
    """A new improvement: an idea, or, where the address names a finding, that finding's."""
    if "finding" not in request.GET and "finding" not in request.POST:
        return plain_new_page(request, register=REGISTER)
    account = reader_of(request, REGISTER.work)
    handed = FindingForm(request.POST if request.method == "POST" else _handed(request, account))
    if not handed.is_valid():
        raise Refusal(
            "improvement.finding_address", _("This address does not name a finding and the cases that count.")
        )
    given = {name: request.GET[name] for name in REGISTER.editable if name in request.GET}
    form = form_for(REGISTER, account)(
        request.POST or None, initial={"owner": account.pk, "origin": Source.FINDINGS, **given}
    )
    if request.method == "POST" and form.is_valid() and (made := _from_finding(request, form, handed)) is not None:
        messages.success(request, _("The improvement stands, and its baseline is frozen."))
        return HttpResponseRedirect(reverse("improvement:record", args=[made.pk]))
    said = wording.rule({"where": handed.cleaned_data["where"], "hours": handed.cleaned_data["hours"]})
    more: dict[str, Any] = {"handed": handed.hidden_fields(), "rule": said}
    return _page(request, form, _("Improve what was found"), None, template="improvement/new.html", **more)


def _handed(request: HttpRequest, account: Account) -> dict[str, str]:
    """Return what the address says of a finding; what it leaves out is asked of the scan."""
    given = {name: request.GET[name] for name in FindingForm.base_fields if name in request.GET}
    source = whole_number(given.get("source", ""))
    if "where" in given or source is None:
        return given
    return measuring.rule_of_finding(mining.finding(account, source, given["finding"])) | given


def _from_finding(request: HttpRequest, form: RecordForm, handed: FindingForm) -> Improvement | None:
    known, values = handed.cleaned_data, form.values()
    try:
        return actions.from_finding(
            web_act(request),
            title=values["title"],
            source=known["source"],
            finding=known["finding"],
            where=known["where"],
            hours=known["hours"],
            chosen_first=known["first"],
            chosen_last=known["last"],
            fields=values,  # type: ignore[arg-type]  # made from the same declaration
        )
    except Refusal as refusal:
        _said(form, refusal)
        return None


@login_required
def measure_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which cases count."""
    account, found = _found(request, pk)
    form = MeasureForm(request.POST or None, initial=MeasureForm.initial_of(found), account=account)

    def run(version: int) -> None:
        given = form.cleaned_data
        actions.choose_measure(
            web_act(request),
            pk=pk,
            version=version,
            source=given["source"],
            where=form.where(),
            hours=form.hours(),
            unit=given["unit"],
        )

    def mine() -> list[Both]:
        rule = {"where": form.where(), "hours": form.hours()}
        return [(_("Cases that count"), wording.rule(found.rule), wording.rule(rule))]

    outdated = _submitted(request, form, run, found, mine)
    return _back(found) if outdated is None else _page(request, form, _("What is counted"), found, **outdated)


@login_required
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the baseline from the data as they are now."""
    _account, found = _found(request, pk)
    form = FreezeForm(request.POST or None, initial={"version": found.identity.version})

    def run(version: int) -> None:
        given = {name: form.cleaned_data[name] for name in ("since", "chosen_first", "chosen_last")}
        actions.freeze_baseline(web_act(request), pk=pk, version=version, **given)
        messages.success(request, _("The baseline is frozen."))

    outdated = _submitted(request, form, run, found)
    more = {"submit": _("Freeze the baseline"), **(outdated or {})}
    return _back(found) if outdated is None else _page(request, form, _("Freeze the baseline"), found, **more)


@login_required
def verify_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answer as it is now, and keep it."""
    _account, found = _found(request, pk)
    form = Versioned(request.POST or None, initial={"version": found.identity.version})

    def run(version: int) -> None:
        actions.verify(web_act(request), pk=pk, version=version)
        messages.success(request, _("The answer is kept."))

    if (outdated := _submitted(request, form, run, found)) is None:
        return _back(found)
    more = {"lead": evidence.section(request, found), "submit": _("Keep this answer"), **outdated}
    return _page(request, form, _("Verify"), found, **more)


@login_required
def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Close with an end that the answer supports; say why the other ends are not offered."""
    _account, found = _found(request, pk)
    refused = {each: _refusal_of(found, each) for each in End}
    ends = [each for each in End if refused[each] is None]
    form = CloseForm(request.POST or None, initial={"version": found.identity.version}, ends=ends)

    def run(version: int) -> None:
        given = form.cleaned_data
        actions.close(web_act(request), pk=pk, version=version, end=given["end"], reason=given["reason"])

    def mine() -> list[Both]:
        return [(_("Reason"), found.end_reason, form.cleaned_data["reason"])]

    if (outdated := _submitted(request, form, run, found, mine)) is None:
        return _back(found)
    locked = [(each.label, said) for each, said in refused.items() if said is not None]
    more = {"template": "improvement/close.html", "locked": locked, "submit": _("Close"), **outdated}
    return _page(request, form, _("Close"), found, **more)


def _submitted(
    request: HttpRequest,
    form: Versioned,
    run: Callable[[int], None],
    found: Improvement,
    both: Callable[[], list[Both]] = list,
) -> dict[str, Any] | None:
    """Do what a form says: None where it is done, else what its page says beside.

    Done over somebody else's change it is refused; the page keeps what was written, shows both, and asks again.
    """
    if request.method != "POST" or not form.is_valid():
        return {}
    try:
        run(form.cleaned_data["version"])
        return None
    except Outdated as refusal:
        stands = [(label, now, mine) for label, now, mine in both() if now != mine]
        form.data = _with_version(request, found.identity.version)
        return {"refusal": refusal, "both": stands, "status": refusal.status}
    except Refusal as refusal:
        _said(form, refusal)
        return {}


def _with_version(request: HttpRequest, version: int) -> QueryDict:
    given = request.POST.copy()
    given["version"] = str(version)
    return given


def _refusal_of(found: Improvement, end: End) -> str | None:
    """Say why this end cannot be chosen, leaving aside the reason that the form asks for."""
    tried = copy(found)
    tried.end, tried.end_reason = end, "-"
    return guards.END.missing(tried)


def _found(request: HttpRequest, pk: int) -> tuple[Account, Improvement]:
    account = reader_of(request, REGISTER.work)
    found = listing.one(REGISTER, account, pk)
    assert isinstance(found, Improvement)
    return account, found


def _back(found: Improvement) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("improvement:record", args=[found.pk]))


def _said(form: Any, refusal: Refusal) -> None:
    """Put a refusal into the form; who lacks a right or acts on an old version gets the page that says so."""
    if refusal.status != 409 or isinstance(refusal, Outdated):
        raise refusal
    fields = refusal.details.get("fields")
    for name, said in (fields if isinstance(fields, dict) else {"": [refusal.message]}).items():
        form.add_error(name if name in form.fields else None, said)


def _page(
    request: HttpRequest,
    form: Any,
    heading: str,
    found: Improvement | None,
    *,
    template: str = "register/form.html",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    list_url = reverse("improvement:list")
    context = {
        "register": REGISTER,
        "form": form,
        "heading": heading,
        "crumb": found.identity.key if found else heading,
        "list_url": list_url,
        "back_url": reverse("improvement:record", args=[found.pk]) if found else list_url,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else status)
