"""The steps of an import as pages: file, mapping, simulation, import; each survives a reload."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed, NotFound
from hansei.kernel.models import Account, Job
from hansei.rooms.mining.actions import cancel_work, discard_extract, import_extract, look_at_extract, simulate_extract
from hansei.rooms.mining.actions.progress import is_cancellable
from hansei.rooms.mining.models import Extract
from hansei.ui import words
from hansei.ui.pages import lead, page_or_part, web_act
from hansei.ui.words import imports as say

View = Callable[..., HttpResponseBase]
OF_ENCODING = {"file.unknown_encoding", "file.other_encoding"}  # refusals that another choice may mend
RUNNING = {Job.State.QUEUED, Job.State.RUNNING}


def importing(view: View) -> View:
    """Only for those who may import; others read that they may not."""

    @login_required
    @functools.wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if not (isinstance(request.user, Account) and rights.holds(request.user, "mining.import")):
            raise NotAllowed("right.missing", _("Only those who may import data open this page."))
        return view(request, *arguments, **named)

    return guarded


def one_extract(extract: int) -> Extract:
    """Return an extract with its job and data set, or refuse."""
    found = Extract.objects.select_related("job", "data_set__source", "uploaded_by").filter(pk=extract).first()
    if found is None or found.state == Extract.State.DISCARDED:
        raise NotFound("extract.not_found", _("There is no such extract; perhaps it was discarded."))
    return found


def is_running(extract: Extract) -> bool:
    """Whether a job works on the extract, or will."""
    return extract.job is not None and extract.job.state in RUNNING


def page_of(extract: Extract) -> str:
    """The address of the step at which an extract stands."""
    step = "progress"
    if extract.state == Extract.State.DONE:
        step = "done"
    elif not is_running(extract) and extract.state != Extract.State.TAKING_IN:
        if extract.state == Extract.State.SIMULATED:
            step = "simulation"
        elif extract.mapping and not _has_stopped(extract):
            step = "mapping"
    return reverse(f"mining:{step}", args=[extract.pk])


def _has_stopped(extract: Extract) -> bool:
    return extract.state == Extract.State.FAILED or (extract.job is not None and extract.job.state == Job.State.FAILED)


@dataclass(frozen=True)
class Step:
    """One of the four steps above each page of the wizard."""

    label: str
    is_done: bool
    is_current: bool
    url: str = ""


def steps(extract: Extract | None, current: int) -> list[Step]:
    """The four steps; one that is behind leads back while nothing is imported."""
    labels = (_("File"), _("Mapping"), _("Simulation"), pgettext("step of the wizard", "Import"))
    urls = ["", "", "", ""]
    if extract is not None and extract.state not in {Extract.State.DONE, Extract.State.TAKING_IN} and current > 1:
        urls[1] = reverse("mining:mapping", args=[extract.pk])
    return [
        Step(label, at < current, at == current, urls[at] if at < current else "") for at, label in enumerate(labels)
    ]


def frame(extract: Extract, current: int) -> dict[str, Any]:
    """What every page of the wizard shows: the steps, the files, the data set they go into."""
    rows = extract.looked.get("rows")
    return {
        "extract": extract,
        "steps": steps(extract, current),
        "names": [each["name"] for each in extract.files],
        "size": words.compact(sum(each["size"] for each in extract.files)),
        "rows": rows,
        "columns": len(extract.looked.get("columns", [])),
        "into": None if _made_its_data_set(extract) else extract.data_set,
    }


def _made_its_data_set(extract: Extract) -> bool:
    """Whether this was the first delivery of its data set: then it is no later extract of it."""
    earlier = Extract.objects.filter(data_set=extract.data_set, pk__lt=extract.pk, state=Extract.State.DONE)
    return extract.state == Extract.State.DONE and not earlier.exists()


@importing
@require_GET
def extract_page(request: HttpRequest, extract: int) -> HttpResponse:
    """Lead to the step at which the extract stands."""
    return redirect(page_of(one_extract(extract)))


@importing
@require_GET
def progress(request: HttpRequest, extract: int) -> HttpResponse:
    """Show how far the work on an extract is; htmx asks again each second, without scripts the page reloads itself."""
    found = one_extract(extract)
    address = page_of(found)
    if address != request.path:
        return lead(request, address)
    context = frame(found, 3 if found.state == Extract.State.TAKING_IN else 1) | _progress(found)
    return page_or_part(request, "mining/progress.html", "mining/parts/progress.html", context)


def _progress(extract: Extract) -> dict[str, Any]:
    job = extract.job
    told = job.progress if job else {}
    waiting = job is not None and job.state == Job.State.QUEUED
    begun = (job.started_at or job.created_at) if job else None
    return {
        "job": job,
        "runs": is_running(extract) or _stopping(extract),
        "is_stopping": _stopping(extract),
        "step": say.step(None if waiting else told.get("step")),
        "done": told.get("done"),
        "of": told.get("of") if told.get("step") == "writing" else None,
        "since": words.span(timezone.now() - begun) if begun and not waiting else "",
        "error": _error(extract),
        "encodings": say.encodings([]) if (extract.error or {}).get("code") in OF_ENCODING else [],
        "is_import": extract.state == Extract.State.TAKING_IN,
        "is_cancellable": is_cancellable(extract),
        "is_stalled": job is not None and _has_lost_its_worker(job),
        "waits_long": waiting and begun is not None and (timezone.now() - begun).total_seconds() > 10,
    }


def _has_lost_its_worker(job: Job) -> bool:
    """Killed, or its server is down: the next worker takes the work up again."""
    return job.state == Job.State.RUNNING and job.lease_until is not None and job.lease_until < timezone.now()


def _stopping(extract: Extract) -> bool:
    """Cancelled, and its worker has not let go yet."""
    job = extract.job
    return (
        extract.state == Extract.State.TAKING_IN
        and job is not None
        and job.state == Job.State.CANCELLED
        and job.lease_until is not None
        and job.lease_until > timezone.now()
    )


def _error(extract: Extract) -> str:
    if extract.error:
        return say.refusal(extract.error)
    if extract.job is not None and extract.job.state == Job.State.FAILED:
        return say.refusal(extract.job.error)
    if extract.job is not None and extract.job.state == Job.State.CANCELLED:
        return _("The work was cancelled. Nothing was written.") if not extract.staged else _("The work was cancelled.")
    return ""


@importing
@require_POST
def look_again(request: HttpRequest, extract: int) -> HttpResponse:
    """Read the files once more, with another preset, zone, kind of case or encoding."""
    asked = {name: request.POST.get(name, "") for name in ("zone", "preset", "case_type", "encoding")}
    look_at_extract(web_act(request), extract=extract, **asked)
    return _to_progress(extract)


@importing
@require_POST
def simulate(request: HttpRequest, extract: int) -> HttpResponse:
    """Find out what an import would do, before anything is written."""
    simulate_extract(web_act(request), extract=extract)
    return _to_progress(extract)


@importing
@require_POST
def start_import(request: HttpRequest, extract: int) -> HttpResponse:
    """Take the extract in as it was simulated; also goes on with an import that stopped."""
    found = one_extract(extract)
    import_extract(
        web_act(request), extract=extract, mapping=found.mapping, name=request.POST.get("name", "").strip()[:200]
    )
    return _to_progress(extract)


@importing
@require_POST
def cancel(request: HttpRequest, extract: int) -> HttpResponse:
    """Stop the work on an extract; an import leaves nothing behind."""
    cancel_work(web_act(request), extract=extract)
    return redirect("mining:extract", extract)


@importing
@require_POST
def discard(request: HttpRequest, extract: int) -> HttpResponse:
    """Throw an extract away that was not imported."""
    discard_extract(web_act(request), extract=extract)
    return redirect("mining:data_sets")


def _to_progress(extract: int) -> HttpResponseRedirect:
    return redirect("mining:progress", extract)


@importing
@require_GET
def done(request: HttpRequest, extract: int) -> HttpResponse:
    """What came in, what did not, how good the data are, and where to read on."""
    found = one_extract(extract)
    if found.state != Extract.State.DONE:
        return redirect(page_of(found))
    from hansei.rooms.mining.views.simulation import notes_of

    return render(request, "mining/done.html", frame(found, 4) | {"notes": notes_of(found.quality)})
