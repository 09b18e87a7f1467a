"""Pages on which people enter values, bring them in from a file, and see what was not collected."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hansei.blocks.register import listing
from hansei.kernel.errors import Refusal
from hansei.rooms.measures import actions, collecting, importing
from hansei.rooms.measures.forms import FileForm, TakeForm, ValueForm
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Metric
from hansei.rooms.measures.pages import COLLECTORS
from hansei.rooms.measures.views.metrics import allowed, back_to, found_for, page, tried
from hansei.rooms.mining import queries as mining
from hansei.ui import words
from hansei.ui.components import Figure
from hansei.ui.pages import web_act


@login_required
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """One value of a period, with its source; a correction stands beside what it corrects."""
    found = found_for(request, pk)
    form = ValueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        value: Any = {name: given[name] for name in ("first", "last", "value", "n")}

        def run() -> None:
            actions.enter_values(
                web_act(request),
                pk=pk,
                values=[value],
                source=given["source"],
                method=given["method"],
                reason=given["reason"],
            )

        if tried(form, run):
            messages.success(request, _("The value stands."))
            return back_to(found, "#collected")
    return page(request, form, _("Enter a value"), found)


@login_required
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Values from a file: first what taking it in would do, then taking it in."""
    found = found_for(request, pk)
    if "rows" in request.POST:
        return _take(request, found)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with tempfile.TemporaryDirectory(prefix="values-") as folder:
                looked = importing.look(found, _kept(file, Path(folder)))
        except Refusal as no:
            if no.status != 409:
                raise
            form.add_error("file", no.message)
        else:
            return _simulation(request, found, looked, file.name)
    context = {"record": found, "form": form}
    return render(request, "measures/import.html", context, status=422 if form.errors else 200)


def _kept(file: Any, folder: Path) -> Path:
    """The file on disk under its own ending, by which a reader knows the format."""
    path = folder / f"values{Path(file.name).suffix[:6]}"
    with path.open("wb") as out:
        for piece in file.chunks():
            out.write(piece)
    return path


def _simulation(request: HttpRequest, found: Metric, looked: importing.Looked, name: str) -> HttpResponse:
    rows = [
        [each["first"].isoformat(), each["last"].isoformat(), each["value"], each.get("n")] for each in looked.taken
    ]
    form = TakeForm(initial={"rows": rows, "source": name[:200]})
    return render(request, "measures/import.html", {"record": found, "looked": looked, "form": form})


def _take(request: HttpRequest, found: Metric) -> HttpResponse:
    form = TakeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        taken: list[int] = []

        def run() -> None:
            done = actions.enter_values(
                web_act(request),
                pk=found.pk,
                values=_rows(given["rows"]),
                source=given["source"],
                method=given["method"],
                reason=given["reason"],
                is_imported=True,
            )
            taken.append(done)

        if tried(form, run):
            n = taken[0]
            said = ngettext("%(n)s value is taken in.", "%(n)s values are taken in.", n) % {"n": words.number(n)}
            messages.success(request, said)
            return back_to(found, "#collected")
    return render(request, "measures/import.html", {"record": found, "form": form, "is_taking": True}, status=422)


def _rows(given: Any) -> list[Any]:
    """What came back with the form, which anybody may have written."""
    try:
        return [
            {"first": date.fromisoformat(first), "last": date.fromisoformat(last), "value": float(value), "n": n}
            for first, last, value, n in given
            if n is None or isinstance(n, int)
        ]
    except (ValueError, TypeError):
        raise Refusal("values.rows", _("These rows cannot be read; choose the file again.")) from None


@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """What should have been collected step by step: gaps in red, completeness, and how much comes by itself."""
    account = allowed(request, SEE)
    today = timezone.localdate()
    found = listing.visible(COLLECTORS, account).filter(state="running").order_by("pk")
    collectors = list(found.select_related("metric", "responsible", "identity"))
    lines = collecting.calendar_of(collectors, today, mining.soon)
    due, came = sum(each.due for each in lines), sum(each.came for each in lines)
    automatic, published = collecting.automation_share(account)
    figures = [
        Figure(came / due if due else None, _("Collection completeness"), form="share", n=due),
        Figure(automatic / published if published else None, _("Automation share"), form="share", n=published),
        Figure(sum(len(each.gaps) for each in lines), _("Gaps"), meaning="bad" if came < due else ""),
    ]
    context = {"lines": lines, "figures": figures, "today": today}
    return render(request, "measures/calendar.html", context)


@login_required
@require_POST
def note_failure(request: HttpRequest, pk: int) -> HttpResponse:
    """Note why a step brought no value."""
    allowed(request, WORK)
    try:
        step = date.fromisoformat(request.POST.get("step", ""))
    except ValueError:
        raise Refusal("collector.step", _("Choose the step that is meant.")) from None
    actions.note_failure(web_act(request), pk=pk, step=step, error=request.POST.get("error", ""))
    return HttpResponseRedirect(reverse("collector:record", args=[pk]))
