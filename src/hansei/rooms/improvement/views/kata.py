"""What is written on storyboards, in SWOT analyses and between risks and improvements; the combined register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hansei.blocks.register.declaration import Register
from hansei.blocks.register.values import state_label
from hansei.blocks.register.views import reader_of
from hansei.blocks.register.views.records import record_page
from hansei.kernel import links
from hansei.kernel.errors import NotFound, Refusal
from hansei.rooms.improvement import queries, relations
from hansei.rooms.improvement.actions import coupling, katas, swots
from hansei.rooms.improvement.pages import REGISTER as IMPROVEMENTS
from hansei.rooms.improvement.pages.kata import KATAS, SWOTS
from hansei.rooms.improvement.views.asking import opened
from hansei.ui.components import Figure
from hansei.ui.pages import web_act, whole_number

CHOICES = (
    ("", gettext_lazy("all")),
    ("tied", gettext_lazy("tied to each other")),
    ("loose", gettext_lazy("tied to nothing")),
    ("improvement", gettext_lazy("Improvements")),
    ("risk", gettext_lazy("Risks")),
)


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Refusal("checklist.day", _("Write the day as year, month, day."))
    return found


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text.replace(",", ".").replace("\u202f", "").replace(" ", ""))
    except ValueError:
        raise Refusal("kata.value", _("Write a number.")) from None


@login_required
@require_POST
def write_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Write on a storyboard: target, obstacle, experiment, value, coaching."""
    opened(request, KATAS, pk, KATAS.see)
    try:
        _write_board(request, pk)
    except Refusal as refusal:
        return _shown_again(request, KATAS, pk, refusal)
    return HttpResponseRedirect(f"{reverse('kata:record', args=[pk])}#board")


def _shown_again(request: HttpRequest, register: Register, pk: int, refusal: Refusal) -> HttpResponse:
    """Show the record's page with the form as it was filled in, and the sentence beside it."""
    if refusal.status != Refusal.status:
        raise refusal
    request.refused = refusal  # type: ignore[attr-defined]  # the page's section reads it; a request has no such field
    page = record_page(request, pk, register=register)
    page.status_code = refusal.status
    return page


def _write_board(request: HttpRequest, pk: int) -> None:
    given, act = request.POST, web_act(request)
    text, it = given.get("text", ""), whole_number(given.get("it", "")) or 0
    do = given.get("do", "")
    if do == "target":
        katas.set_target(act, pk=pk, text=text, due_on=_day(given.get("due_on", "")),
                         value=_number(given.get("value", "")), was_reached="reached" in given)  # fmt: skip
    elif do == "obstacle":
        katas.name_obstacle(act, pk=pk, text=text)
    elif do in ("current", "waiting", "gone"):
        katas.move_obstacle(act, pk=pk, obstacle=it, to=do)
    elif do == "step":
        katas.plan_step(act, pk=pk, text=text, expected=given.get("expected", ""))
    elif do == "expect":
        katas.expect(act, pk=pk, experiment=it, text=text)
    elif do == "result":
        katas.write_result(act, pk=pk, experiment=it, text=text, learned=given.get("learned", ""),
                           is_surprise="surprise" in given)  # fmt: skip
    elif do == "measure":
        value = _number(given.get("value", ""))
        katas.measure(act, pk=pk, day=_day(given.get("day", "")), value=float("nan") if value is None else value)
    elif do == "coach":
        katas.hold_coaching(act, pk=pk, answers=given.getlist("answer"), better=given.get("better", ""))
    else:
        raise NotFound("kata.nothing", _("There is nothing of that kind on the board."))


@login_required
@require_POST
def write_swot(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an entry, vote, derive a strategy, or make something of an entry."""
    opened(request, SWOTS, pk, SWOTS.see)
    try:
        _write_swot(request, pk)
    except Refusal as refusal:
        return _shown_again(request, SWOTS, pk, refusal)
    return HttpResponseRedirect(f"{reverse('swot:record', args=[pk])}#lists")


def _write_swot(request: HttpRequest, pk: int) -> None:
    given, act = request.POST, web_act(request)
    it, do = whole_number(given.get("it", "")) or 0, given.get("do", "")
    if do == "enter":
        swots.enter(act, pk=pk, quadrant=given.get("quadrant", ""), text=given.get("text", ""),
                    evidence=given.get("evidence", ""), is_opinion="opinion" in given)  # fmt: skip
    elif do == "vote":
        swots.vote(act, pk=pk, entry=it)
    elif do == "conclude":
        ends = [whole_number(given.get(name, "")) or 0 for name in ("inside", "outside")]
        swots.conclude(act, pk=pk, inside=ends[0], outside=ends[1], text=given.get("text", ""))
    else:
        swots.convert(act, pk=pk, entry=it, to=do)


@login_required
@require_POST
def raise_risk(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise a risk from an improvement, or investigate both at once."""
    opened(request, IMPROVEMENTS, pk)
    act, given = web_act(request), request.POST
    if given.get("do") == "investigate":
        made = coupling.investigate(act, pk=pk)
        return HttpResponseRedirect(reverse("investigation:record", args=[made.pk]))
    coupling.raise_risk(act, pk=pk, title=given.get("title", ""), is_doing_nothing=given.get("do") == "nothing")
    return HttpResponseRedirect(f"{reverse('improvement:record', args=[pk])}#coupled")


@login_required
@require_POST
def start_improvement(request: HttpRequest, risk: int) -> HttpResponse:
    """Propose an improvement against a risk."""
    reader_of(request, IMPROVEMENTS.work)
    made = coupling.start_improvement(web_act(request), risk=risk)
    messages.success(request, _("The improvement is proposed and tied to the risk."))
    return HttpResponseRedirect(reverse("improvement:record", args=[made.pk]))


@login_required
def combined_page(request: HttpRequest) -> HttpResponse:
    """Improvements and risks in one register, with the picture of what ties them."""
    account = reader_of(request, IMPROVEMENTS.see)
    chosen = request.GET.get("show", "")
    rows, found = queries.combined(account, chosen), queries.coupling(account)
    lines = [
        (each, state_label(each.kind, each.state), _address(each.kind, each.pk), _said(each.tied)) for each in rows
    ]
    view = found.with_view
    figures = [
        Figure(view.share, _("With a view of the risk"), form="share", note=f"{view.part} / {view.whole}"),
        Figure(
            found.reduced, _("Exposure taken away"), n=found.judged, note=_("likelihood × impact, before less after")
        ),
        Figure(found.loops, _("Loops")),
        Figure(found.avoided, _("Investigations avoided")),
    ]
    context: dict[str, Any] = {"lines": lines, "choices": CHOICES, "chosen": chosen, "figures": figures}
    context["picture"] = relations.picture(rows)
    return render(request, "improvement/combined.html", context)


def _address(kind: str, pk: int) -> str:
    return reverse(f"{kind}:record", args=[pk])


def _said(tied: tuple[tuple[str, int, str], ...]) -> list[tuple[str, str]]:
    found = []
    for role, _pk, key in tied:
        code, is_back = role.removesuffix(".back"), role.endswith(".back")
        known = links.ROLES[code]
        found.append((str(known.backward if is_back else known.forward), key))
    return found
