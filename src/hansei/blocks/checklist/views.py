"""Pages of checklists: settling tasks on a record, and editing the texts that ship with the product."""

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
from django.views.decorators.http import require_POST

from hansei.blocks.checklist import actions, pages, queries
from hansei.blocks.checklist.declaration import OURS, SHIPPED, Shipped
from hansei.blocks.checklist.kinds import DECIDE
from hansei.blocks.checklist.models import Side
from hansei.kernel import rights
from hansei.kernel.errors import NotFound, Outdated, Refusal, lacks
from hansei.kernel.models import Identity
from hansei.ui.pages import reader, web_act, whole_number

SPARE = 3  # empty lines under the tasks


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a task of this record, give it to somebody, or add one."""
    given, act = request.POST, web_act(request)
    task, version = whole_number(given.get("task", "")) or 0, whole_number(given.get("version", "")) or 0
    person = whole_number(given.get("person", ""))
    if given.get("do") == "add":
        actions.add(act, record=pk, checklist=given.get("checklist", ""), text=given.get("text", ""), person=person,
                    due_on=_day(given.get("due_on", "")))  # fmt: skip
    elif given.get("do") == "give":
        actions.give(act, record=pk, task=task, version=version, person=person, due_on=_day(given.get("due_on", "")))
    else:
        state, note = given.get("do", ""), given.get("note", "")
        try:
            actions.settle(act, record=pk, task=task, version=version, state=state, note=note)
        except Outdated as refusal:
            return _both(request, pk, task, refusal)
    found = Identity.objects.get(pk=pk)
    return HttpResponseRedirect(
        f"{pages.address_of(found) or reverse('ui:home')}#{_anchor(given.get('checklist', ''))}"
    )


def _both(request: HttpRequest, pk: int, task: int, refusal: Outdated) -> HttpResponse:
    """What stands meanwhile beside what was written: nothing typed is lost, nothing is overwritten unseen."""
    record = Identity.objects.get(pk=pk)
    stands = queries.task_of(pk, task)
    context = {
        "refusal": refusal,
        "task": stands,
        "text": queries.text_of(stands),
        "state": pages.state_of(stands),
        "shipped": SHIPPED[stands.checklist.code],
        "record": record,
        "note": request.POST.get("note", ""),
        "back": f"{pages.address_of(record) or reverse('ui:home')}#{_anchor(stands.checklist.code)}",
    }
    return render(request, "checklist/meanwhile.html", context, status=refusal.status)


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if text and found is None:
        raise Refusal("checklist.day", _("Write the day as year, month, day."))
    return found


def _anchor(code: str) -> str:
    return code.replace(".", "-") if code in SHIPPED else "links"


@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """The checklists that ship with the product, and which version holds."""
    _refuse_unless_decides(request)
    saved = queries.newest_of_all()
    lines = [(each, saved.get(each.code)) for each in SHIPPED.values()]
    return render(request, "checklist/list.html", {"lines": lines})


@login_required
def edit_page(request: HttpRequest, code: str) -> HttpResponse:
    """The text of one checklist: each task with its role, side and days. Saving makes a version."""
    _refuse_unless_decides(request)
    shipped = SHIPPED.get(code)
    if shipped is None:
        raise NotFound("checklist.not_found", _("There is no such checklist."))
    stands = queries.newest(code)
    rows, refusal, number = _rows(shipped, stands.items if stands else None), None, stands.number if stands else 0
    if request.method == "POST":
        rows = _written(request, shipped)
        try:
            actions.write(web_act(request), checklist=code, number=whole_number(request.POST.get("number", "")) or 0,
                          items=[_kept(each, shipped) for each in rows if each["text"].strip()])  # fmt: skip
            messages.success(request, _("Saved. Lists started from now on go by this text."))
            return HttpResponseRedirect(reverse("checklist:edit", args=[code]))
        except Refusal as said:
            if said.status not in (409, 412):
                raise
            refusal = said
    rows += [{"code": "", "text": "", "role": "", "side": OURS, "days": "", "needs_words": False}] * SPARE
    context = {"shipped": shipped, "rows": list(enumerate(rows)), "number": number, "refusal": refusal}
    context |= {"sides": Side.choices, "stands": stands}
    return render(request, "checklist/edit.html", context, status=refusal.status if refusal else 200)


def _refuse_unless_decides(request: HttpRequest) -> None:
    if not rights.holds(reader(request), DECIDE):
        raise lacks(DECIDE)


def _rows(shipped: Shipped, kept: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """What the form shows: every text in words, the shipped one where nobody wrote another."""
    items = kept
    if items is None:
        items = [
            {"code": each.code, "side": each.side, "days": each.days, "needs_words": each.needs_words}
            for each in shipped.items
        ]
    found = []
    for each in items:
        item = shipped.item(each["code"])
        text = each.get("text") or (str(item.text) if item else "")
        role = each.get("role") or (str(item.role) if item else "")
        days = each.get("days")
        found.append({**each, "text": text, "role": role, "days": "" if days is None else days})
    return found


def _written(request: HttpRequest, shipped: Shipped) -> list[dict[str, Any]]:
    given, rows = request.POST, []
    for at in range(min(len(given.getlist("text")), actions.MOST + SPARE)):
        days = whole_number(given.getlist("days")[at]) if at < len(given.getlist("days")) else None
        rows.append(
            {
                "code": given.getlist("code")[at][:60] if at < len(given.getlist("code")) else "",
                "text": given.getlist("text")[at],
                "role": given.getlist("role")[at] if at < len(given.getlist("role")) else "",
                "side": given.getlist("side")[at] if at < len(given.getlist("side")) else OURS,
                "days": days,
                "needs_words": str(at) in given.getlist("needs_words"),
            }
        )
    return rows


def _kept(row: dict[str, Any], shipped: Shipped) -> dict[str, Any]:
    """What is saved: words that are the shipped ones stay empty, so that each reader has them in their language."""
    item = shipped.item(row["code"])
    if item is None:
        return row
    text = "" if row["text"].strip() == str(item.text) else row["text"]
    role = "" if row["role"].strip() == str(item.role) else row["role"]
    return {**row, "text": text, "role": role}
