"""Bring an extract in: uploaded, simulated, then taken in by a job."""

from __future__ import annotations

import hashlib
import re
import shutil
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.mapping import MappingError, from_yaml
from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.events import SourceImported
from hansei.kernel.models import Job, Source
from hansei.rooms.mining.events import ExtractDiscarded, ExtractUploaded, ImportAsked
from hansei.rooms.mining.models import DataSet, Extract
from hansei.ui.words import imports as say

ARRIVING = "arriving"  # below UPLOAD_ROOT: where doors lay down what they are handed


@action("extract.upload", label=gettext_lazy("Upload an export"), right="mining.import")
def upload_extract(act: Act, *, files: list[tuple[str, str]], data_set: int | None = None) -> int:
    """Take files of another tool, (name, path) each, for a look at them; a caller's own file stays."""
    if data_set is not None and not DataSet.objects.filter(pk=data_set, source__state=Source.State.READY).exists():
        raise NotFound("data_set.not_found", _("There is no such data set."))
    extract = Extract.objects.create(data_set_id=data_set, uploaded_by=act.by, uploaded_at=act.at)
    folder = folder_of(extract)
    folder.mkdir(parents=True)
    for place, (name, path) in enumerate(files):
        kept = folder / str(place) / safe_name(name)
        kept.parent.mkdir()
        _take(Path(path), kept)
        relative = f"{place}/{kept.name}"
        extract.files.append(
            {"name": kept.name, "path": relative, "size": kept.stat().st_size, "sha256": _digest(kept)}
        )
    extract.save(update_fields=["files"])
    act.record(ExtractUploaded(extract=extract.pk, bytes=sum(each["size"] for each in extract.files)))
    return extract.pk


def _take(path: Path, kept: Path) -> None:
    """Keep a file: one that arrived through our own doors moves in, anybody else's stays where it is and is copied."""
    if path.resolve().is_relative_to((Path(settings.UPLOAD_ROOT) / ARRIVING).resolve()):
        shutil.move(path, kept)
    else:
        shutil.copyfile(path, kept)


def safe_name(name: str) -> str:
    """The name a person gave, without folders, control characters or anything a file system or shell minds.

    Tables are called after their file, so the name is kept as far as it can be.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = re.sub(r"[^\w.\- ()]+", "_", last).strip(" .")
    stem, suffixes = plain[:-24], plain[-24:]
    return stem.encode()[:120].decode(errors="ignore") + suffixes or "file"


def folder_of(extract: Extract) -> Path:
    """Where an extract's files and its staged rows lie."""
    return Path(settings.UPLOAD_ROOT) / f"extract-{extract.pk}"


def paths_of(extract: Extract) -> list[Path]:
    return [folder_of(extract) / each["path"] for each in extract.files]


def refused_of(extract: Extract) -> Path:
    """Where a simulation leaves the rows that would not come in; they go with the uploaded files."""
    return folder_of(extract) / "refused.parquet"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@action("extract.discard", label=gettext_lazy("Discard"), right="mining.import")
def discard_extract(act: Act, *, extract: int) -> None:
    """Throw an extract away that was not imported; nothing of it was in the log."""
    found = locked(extract)
    if found.state in {Extract.State.TAKING_IN, Extract.State.DONE}:
        raise Refusal("extract.not_discardable", _("This extract is in the data set already; remove the data set."))
    found.state, found.finished_at = Extract.State.DISCARDED, act.at
    found.save(update_fields=["state", "finished_at"])
    act.record(ExtractDiscarded(extract=found.pk))
    transaction.on_commit(lambda: shutil.rmtree(folder_of(found), ignore_errors=True))


def locked(extract: int) -> Extract:
    """Return an extract, locked for this transaction, or refuse."""
    found = Extract.objects.select_for_update(of=("self",)).select_related("job").filter(pk=extract).first()
    if found is None:
        raise NotFound("extract.not_found", _("There is no such extract."))
    return found


ENDED_BADLY = {Job.State.FAILED, Job.State.CANCELLED}


@action("extract.import", label=gettext_lazy("Import"), right="mining.import")
def import_extract(act: Act, *, extract: int, mapping: str, name: str = "", kind: str = "import") -> int:
    """Take an extract into its data set, or into a new one of this name; return the job's number."""
    found = locked(extract)
    stopped = found.state == Extract.State.TAKING_IN and found.job is not None and found.job.state in ENDED_BADLY
    if not stopped and found.state not in {Extract.State.UPLOADED, Extract.State.SIMULATED, Extract.State.FAILED}:
        raise Refusal("extract.not_importable", _("This extract is imported or being imported already."))
    _stays(found.data_set_id)
    try:
        from_yaml(mapping)
    except MappingError as wrong:
        raise say.wrong_mapping(wrong) from None
    if stopped and found.staged:
        mapping = found.mapping  # some rows are in: the rest must come as they did
    if found.data_set_id is None:
        found.data_set = _new_data_set(name or found.files[0]["name"], kind)
    job = jobs.enqueue("mining.take_in", by=act.by, extract=found.pk)
    found.mapping, found.state, found.job, found.error = mapping, Extract.State.TAKING_IN, job, None
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        raise Refusal(
            "data_set.busy", _("Another extract is being imported into this data set; wait for it.")
        ) from None
    assert found.data_set_id is not None
    act.record(ImportAsked(extract=found.pk, into=found.data_set_id))
    return job.pk


def _stays(data_set: int | None) -> None:
    """Refuse to import into a data set that is being removed; none begins to be until this transaction ends."""
    if data_set is None:
        return
    source = Source.objects.select_for_update().filter(pk=data_set).first()
    if source is None or source.state == Source.State.REMOVING:
        raise NotFound("data_set.not_found", _("There is no such data set."))


def _new_data_set(name: str, kind: str) -> DataSet:
    stem = slugify(name)[:60] or "data-set"
    for n in count(1):
        key = stem if n == 1 else f"{stem}-{n}"
        source, is_new = Source.objects.get_or_create(
            key=key, defaults={"name": name[:200], "kind": kind, "state": Source.State.LOADING}
        )
        if is_new:  # also when somebody else takes the same key at this moment
            return DataSet.objects.create(source=source)
    raise AssertionError


@action("import.finish", label=gettext_lazy("Finish an import"), right="mining.import")
def finish_import(
    act: Act, *, extract: int, version: int, fed_seq: int, figures: dict[str, Any], counts: dict[str, int]
) -> None:
    """Show what was taken in: the last, short transaction of an import."""
    found = locked(extract)
    if found.state == Extract.State.DONE:
        return
    data_set = found.data_set
    assert data_set is not None
    data_set.version, data_set.fed_seq, data_set.mapping = version, fed_seq, found.mapping
    data_set.quality = found.quality
    for name in ("cases", "events", "first_at", "last_at"):
        setattr(data_set, name, figures[name])
    data_set.save()
    Source.objects.filter(pk=data_set.pk).update(state=Source.State.READY)
    found.state, found.finished_at, found.counts = Extract.State.DONE, act.at, counts
    found.save(update_fields=["state", "finished_at", "counts"])
    told = {name: counts.get(name, 0) for name in ("cases", "events", "corrected", "closed", "rejected")}
    act.record(SourceImported(imported=data_set.pk, extract=found.pk, **told))
    jobs.enqueue("mining.find", by=act.by, source=data_set.pk, version=version)
