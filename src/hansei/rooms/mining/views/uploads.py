"""Files on their way in: streamed to disk, never held in memory."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from hansei.kernel.errors import Refusal
from hansei.rooms.mining.actions import look_at_extract, upload_extract
from hansei.rooms.mining.actions.imports import ARRIVING
from hansei.rooms.mining.queries import data_sets
from hansei.rooms.mining.views.wizard import importing, steps
from hansei.ui.pages import web_act, whole_number
from hansei.ui.words import imports as say

MOST_FILES = 24  # a year of months, issues and changes
SPARE_ROOM = 0.5  # of what is free: what is read from a file takes room again


class OnDisk(FileUploadHandler):
    """Write each file straight to where extracts lie, so that it is moved and never copied."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.written: list[Path] = []

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin the next file."""
        super().new_file(*arguments, **named)
        folder = Path(settings.UPLOAD_ROOT) / ARRIVING
        folder.mkdir(parents=True, exist_ok=True)
        # Not a context: the file lives until the request is answered, then goes unless it was moved.
        self.file = tempfile.NamedTemporaryFile(dir=folder, prefix="upload-", delete=False)  # noqa: SIM115 - closed when the upload ends
        self.written.append(Path(self.file.name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece; None: nobody else needs it."""
        self.file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Hand the whole file over."""
        self.file.close()
        arrived = UploadedFile(
            file=self.file, name=self.file_name, content_type=self.content_type, size=file_size, charset=self.charset
        )
        arrived.kept_at = self.file.name  # type: ignore[attr-defined]  # where our own handler keeps it
        return arrived

    def upload_interrupted(self) -> None:
        """The other side went away: leave nothing."""
        with contextlib.suppress(AttributeError, OSError):
            self.file.close()
            Path(self.file.name).unlink(missing_ok=True)


@csrf_exempt
@importing
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take files for a new data set or as a later extract of one."""
    if request.method != "POST":
        return _upload(request)
    _need_room(request)
    # It must stand before anything reads the body.
    handler = OnDisk(request)
    request.upload_handlers = [handler]
    try:
        return _upload(request)
    finally:
        # Also those that nobody asked for, and those of a form that was refused before it was looked at.
        for each in handler.written:
            each.unlink(missing_ok=True)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, into=request.GET.get("into", ""))
    arrived = request.FILES.getlist("files")
    return _received(request, arrived)


def _received(request: HttpRequest, arrived: list[UploadedFile[Any]]) -> HttpResponse:
    into = request.POST.get("into", "")
    problem = _problem(arrived)
    if problem:
        return _form(request, into=into, problem=problem)
    files = [(each.name or "file", each.kept_at) for each in arrived]  # type: ignore[attr-defined]  # where our own handler keeps it
    act = web_act(request)
    extract = upload_extract(act, files=files, data_set=whole_number(into))
    zone = request.POST.get("zone", "")
    look_at_extract(web_act(request), extract=extract, zone=zone)
    return redirect("mining:progress", extract)


def _problem(arrived: list[UploadedFile[Any]]) -> str:
    if not arrived:
        return _("Choose at least one file.")
    if len(arrived) > MOST_FILES:
        return _("Files that belong together are given together, but not so many. Import them one after the other.")
    empty = next((each.name for each in arrived if not each.size), None)
    return say.refusal({"code": "file.empty", "details": {"file": empty}}) if empty else ""


def _form(request: HttpRequest, *, into: str, problem: str = "") -> HttpResponse:
    context = {
        "steps": steps(None, 0),
        "data_sets": data_sets(request.user),  # type: ignore[arg-type]  # only somebody signed in comes here
        "into": whole_number(into),
        "problem": problem,
        "zone": _zone_of(request),
    }
    return render(request, "mining/upload.html", context, status=422 if problem else 200)


def _zone_of(request: HttpRequest) -> str:
    from django.utils import timezone

    return timezone.get_current_timezone_name()


def _need_room(request: HttpRequest) -> None:
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > shutil.disk_usage(root).free * SPARE_ROOM:
        raise Refusal("upload.no_room", _("The server has not enough free room for these files."))
