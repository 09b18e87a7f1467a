"""Pages of the settings: decision rights, who holds which role, what one may decide oneself, the appetite."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.blocks.register.views import reader_of
from hansei.kernel import rights
from hansei.kernel.errors import Outdated, Refusal
from hansei.rooms.governance import actions, differences, queries
from hansei.rooms.governance import matrix as matrices
from hansei.rooms.governance.days import end_of
from hansei.rooms.governance.forms import AskForm, SeatForm, UndoForm, WidenForm
from hansei.rooms.governance.kinds import DECIDE, SEE_RIGHTS
from hansei.rooms.governance.levels import LEVEL_LABELS, LEVELS
from hansei.rooms.governance.models import Horizon, Setting
from hansei.rooms.governance.queries import settings
from hansei.rooms.governance.roles import ROLES
from hansei.rooms.governance.setting_forms import AppetiteForm, RowForm
from hansei.ui.pages import web_act, whole_number

QUARTER = timedelta(days=90)


@login_required
def rights_page(request: HttpRequest) -> HttpResponse:
    """The matrix: who decides what at which level of risk; who would decide this; who holds which role; its history."""
    account = reader_of(request, SEE_RIGHTS)
    ask = AskForm(request.GET if "kind" in request.GET else None)
    now, currency = queries.matrix(), queries.appetite().currency
    rows = [
        (kind, label, kind in now.rows, [(level, now.cell(kind, level)) for level in LEVELS])
        for kind, label in matrices.KINDS.items()
    ]
    context = {
        "rows": [
            (kind, label, is_own, [(level, _shown(cell, currency)) for level, cell in cells])
            for kind, label, is_own, cells in rows
        ],
        "levels": [LEVEL_LABELS[each] for each in LEVELS],
        "ask": ask,
        "answer": _answer(ask, currency) if ask.is_bound and ask.is_valid() else None,
        "seats": queries.seats_now(),
        "roles": ROLES,
        "seat_form": SeatForm(),
        "may_set": rights.holds(account, DECIDE),
        "deciding": queries.deciding_since(account, since=timezone.now() - QUARTER),
        **_history(Setting.Name.MATRIX),
    }
    return render(request, "governance/rights.html", context)


def _shown(cell: matrices.Cell, currency: str) -> dict[str, Any]:
    return {
        "decider": ROLES[cell.decider],
        "limits": differences.limits(cell, currency),
        "consult": [ROLES[each] for each in cell.consult],
        "inform": [ROLES[each] for each in cell.inform],
        "aids": [matrices.AIDS[each] for each in cell.aids],
    }


def _answer(ask: AskForm, currency: str) -> dict[str, Any]:
    given = ask.cleaned_data
    found = queries.deciders(None, **given)
    return {"found": found, "cell": _shown(found.cell, currency), "level": LEVEL_LABELS[found.level]}


def _history(name: str) -> dict[str, Any]:
    """Every version with what it changed, newest first, and the number of the one that holds."""
    kept = queries.versions(name)
    before = [*(each.content for each in kept[1:]), settings.STARTERS[name]]
    pairs = zip(kept, before, strict=False)
    made = [(each, differences.between(name, was, each.content)) for each, was in pairs]
    return {"versions": made, "number": settings.number(name), "setting": name}


@login_required
def edit_rights(request: HttpRequest, kind: str) -> HttpResponse:
    """Say who decides one kind of decision, level by level."""
    reader_of(request, DECIDE)
    if kind not in matrices.KINDS:
        raise Http404
    stands = settings.content(Setting.Name.MATRIX)
    first = {"seen": settings.number(Setting.Name.MATRIX)}
    form = RowForm(request.POST or None, initial=first, kind=kind, now=matrices.read(stands))

    def run() -> None:
        given = form.cleaned_data
        actions.set_matrix(web_act(request), seen=given["seen"], content=form.content(stands), why=given["why"])

    heading = _("Who decides: %(kind)s") % {"kind": matrices.KINDS[kind]}
    back = reverse("governance:rights")
    return _set(request, form, run, back, "governance/edit_rights.html", {"heading": heading, "kind": kind})


@login_required
def appetite_page(request: HttpRequest) -> HttpResponse:
    """The appetite: how much risk is borne in which category and horizon, its history, and the form to set it."""
    account = reader_of(request, SEE_RIGHTS)
    stands = settings.content(Setting.Name.APPETITE)
    first = {"seen": settings.number(Setting.Name.APPETITE)}
    form = AppetiteForm(request.POST or None, initial=first, stands=stands)
    context = {
        "horizons": [each.label for each in Horizon],
        "may_set": rights.holds(account, DECIDE),
        **_history(Setting.Name.APPETITE),
    }

    def run() -> None:
        given = form.cleaned_data
        actions.set_appetite(web_act(request), seen=given["seen"], content=form.content(), why=given["why"])

    return _set(request, form, run, reverse("governance:appetite"), "governance/appetite.html", context)


@login_required
def undo_page(request: HttpRequest, name: str) -> HttpResponse:
    """Let an earlier version hold again, with the difference before it is done."""
    reader_of(request, DECIDE)
    wanted = whole_number(request.POST.get("number", "") or request.GET.get("number", ""))
    known = {0, *(each.number for each in queries.versions(name))}
    if name not in Setting.Name.values or wanted not in known:
        raise Http404
    form = UndoForm(request.POST or None, initial={"seen": settings.number(name), "number": wanted})
    back = reverse("governance:rights" if name == Setting.Name.MATRIX else "governance:appetite")

    def run() -> None:
        given = form.cleaned_data
        actions.undo(web_act(request), name=name, seen=given["seen"], number=given["number"], why=given["why"])

    changes = differences.between(name, settings.content(name), settings.content(name, wanted))
    context = {"changes": changes, "wanted": wanted, "setting": Setting.Name(name).label, "back_url": back}
    return _set(request, form, run, back, "governance/undo.html", context)


def _set(
    request: HttpRequest, form: Any, run: Any, back: str, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                run()
                messages.success(request, _("It holds from now on."))
                return HttpResponseRedirect(back)
            except Outdated as outdated:
                status = outdated.status
                form.add_error(None, outdated.message)
            except Refusal as refused:
                if refused.status != 409:
                    raise
                form.add_error(None, refused.message)
    return render(request, template, {"form": form, **context}, status=status)


@login_required
@require_POST
def give_seat(request: HttpRequest) -> HttpResponse:
    """Give somebody a role."""
    reader_of(request, DECIDE)
    form = SeatForm(request.POST)
    if not form.is_valid():
        raise Refusal("seat.wrong", _("Choose a person and a role."))
    given = form.cleaned_data
    until = end_of(given["until"]) if given["until"] else None
    actions.give_seat(
        web_act(request), account=given["account"].pk, role=given["role"], service=given["service"], until=until
    )
    return HttpResponseRedirect(f"{reverse('governance:rights')}#seats")


@login_required
@require_POST
def end_seat(request: HttpRequest) -> HttpResponse:
    """End somebody's role."""
    reader_of(request, DECIDE)
    actions.end_seat(web_act(request), seat=whole_number(request.POST.get("seat", "")) or 0)
    return HttpResponseRedirect(f"{reverse('governance:rights')}#seats")


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What may I decide? By kind and level, with limits; and the form to ask for more."""
    account = reader_of(request, SEE_RIGHTS)
    form = WidenForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = actions.ask_wider(web_act(request), **form.cleaned_data)
            return HttpResponseRedirect(reverse("decision:record", args=[made.pk]))
    currency = queries.appetite().currency
    found = queries.scope_of(account)
    context = {
        "rows": [
            (matrices.KINDS[kind], [(each, differences.limits(each.cell, currency)) for each in here])
            for kind, here in found.rows
        ],
        "seats": found.seats,
        "acts_for": found.acts_for,
        "roles": ROLES,
        "levels": [LEVEL_LABELS[each] for each in LEVELS],
        "form": form,
    }
    return render(request, "governance/mine.html", context, status=status)
