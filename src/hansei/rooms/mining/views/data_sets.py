"""Data sets: which there are, one with its deliveries and its quality, taking it out and removing it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hansei.analytics.mapping import from_yaml, to_yaml, without_samples
from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed, NotFound
from hansei.kernel.models import Account, Job
from hansei.rooms.mining import next_month
from hansei.rooms.mining.actions import export_data_set, remove_data_set
from hansei.rooms.mining.actions.exports import ENDINGS, exports_of
from hansei.rooms.mining.models import DataSet, Extract
from hansei.rooms.mining.queries import data_set, data_sets
from hansei.rooms.mining.views.simulation import notes_of
from hansei.rooms.mining.views.wizard import RUNNING, importing
from hansei.ui import places, words
from hansei.ui.pages import page_or_part, web_act
from hansei.ui.words import imports as say

FORMS = [
    ("ocel_json", "OCEL 2.0 JSON"),
    ("ocel_sqlite", "OCEL 2.0 SQLite"),
    ("xes", "XES"),
    ("csv", "CSV"),
    ("parquet", "Parquet (zip)"),
]


def _reader(request: HttpRequest, right: str) -> Account:
    reader = request.user
    if not (isinstance(reader, Account) and rights.holds(reader, right)):
        raise NotAllowed("right.missing", _("Your role does not open this page."))
    return reader


@login_required
@require_GET
def data_set_list(request: HttpRequest) -> HttpResponse:
    """All data sets, and the imports that are under way."""
    reader = _reader(request, "mining.see")
    may_import = rights.holds(reader, "mining.import")
    open_states = [Extract.State.UPLOADED, Extract.State.SIMULATED, Extract.State.TAKING_IN, Extract.State.FAILED]
    under_way = Extract.objects.filter(state__in=open_states).select_related("data_set__source", "uploaded_by", "job")
    last: dict[int | None, Extract] = {}
    for each in Extract.objects.filter(state=Extract.State.DONE).order_by("pk"):
        last[each.data_set_id] = each
    rows = [(row, last.get(row.id)) for row in data_sets(reader)]
    context = {
        "rows": rows,
        "under_way": under_way.order_by("-pk")[:50] if may_import else [],
        "may_import": may_import,
    }
    return render(request, "mining/data_sets.html", context)


@login_required
@require_GET
def data_set_page(request: HttpRequest, source: int) -> HttpResponse:
    """One data set: its figures, what came when, how good it is."""
    reader = _reader(request, "mining.see")
    found = data_set(reader, source)
    done = Extract.objects.filter(data_set=found, state=Extract.State.DONE).select_related("uploaded_by")
    day = next_month.day_of(found)
    context = {
        "found": found,
        "extracts": done.order_by("-pk")[:50],
        "notes": notes_of(found.quality),
        "forms": FORMS,
        "next_month": words.of_day(day) if day else "",
        "may_import": rights.holds(reader, "mining.import"),
        "may_export": rights.holds(reader, "mining.export"),
        "places": places.sections("mining.data_set", request, found),
    }
    return render(request, "mining/data_set.html", context)


@login_required
@require_GET
def next_month_file(request: HttpRequest, source: int) -> HttpResponseBase:
    """The demonstration's next month, to be brought in as a later extract."""
    found = data_set(_reader(request, "mining.import"), source)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.csv"
        name = next_month.name_of(next_month.write(found, path))
        # Opened before the folder goes: what is open can be read to its end.
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


@importing
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, source: int) -> HttpResponse:
    """Ask for the name of the data set, then remove it."""
    found = data_set(_reader(request, "mining.import"), source)
    problem = ""
    if request.method == "POST":
        if request.POST.get("name", "").strip() == found.source.name:
            remove_data_set(web_act(request), source=source)
            return redirect("mining:data_sets")
        problem = _("This is not its name. Nothing was removed.")
    return render(request, "mining/remove.html", {"found": found, "problem": problem}, status=422 if problem else 200)


@login_required
@require_GET
def saved_mapping(request: HttpRequest, source: int) -> HttpResponse:
    """The mapping of a data set as YAML, without its samples: cells of the export may name people."""
    found = data_set(_reader(request, "mining.see"), source)
    name = f"{_plain_name(found)}-mapping.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    written = to_yaml(without_samples(from_yaml(found.mapping)))
    return HttpResponse(written, content_type="application/yaml; charset=utf-8", headers=headers)


@login_required
@require_POST
def export(request: HttpRequest, source: int) -> HttpResponse:
    """Have a data set written out."""
    data_set(_reader(request, "mining.export"), source)
    job = export_data_set(web_act(request), source=source, form=request.POST.get("form", ""))
    return redirect("mining:export", source, job)


def _export_job(source: int, job: int) -> Job:
    found = Job.objects.filter(pk=job, name="mining.export", inputs__source=source).first()
    if found is None:
        raise NotFound("export.not_found", _("There is no such export."))
    return found


@login_required
@require_GET
def export_page(request: HttpRequest, source: int, job: int) -> HttpResponse:
    """How far an export is; then the link to its file."""
    found = data_set(_reader(request, "mining.export"), source)
    written = _export_job(source, job)
    context = {
        "found": found,
        "job": written,
        "form": dict(FORMS).get(written.inputs.get("form"), ""),
        "runs": written.state in RUNNING,
        "step": say.step(written.progress.get("step")),
        "error": say.refusal(written.error) if written.state == Job.State.FAILED else "",
        "is_there": written.state == Job.State.DONE and (exports_of(source) / str(job)).exists(),
        "left_out": sum(written.result.get("left_out", {}).values()) if written.result else 0,
    }
    return page_or_part(request, "mining/export.html", "mining/parts/export.html", context)


@login_required
@require_GET
def export_file(request: HttpRequest, source: int, job: int) -> HttpResponseBase:
    """The file itself, under a plain name."""
    found = data_set(_reader(request, "mining.export"), source)
    written = _export_job(source, job)
    path = exports_of(source) / str(written.pk)
    if written.state != Job.State.DONE or not path.is_file():
        raise NotFound("export.gone", _("This file is not there any more. Export the data set again."))
    name = f"{_plain_name(found)}.{ENDINGS[written.inputs['form']]}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def _plain_name(found: DataSet) -> str:
    return re.sub(r"[^\w.-]+", "-", found.source.name).strip(".-")[:80] or "data-set"
