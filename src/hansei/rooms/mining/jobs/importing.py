"""Taking an extract in: staged, written, numbered, fed, shown. Goes on where it was after kill -9."""

from __future__ import annotations

import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction
from ibis.backends.duckdb import Backend

from hansei.analytics import engine
from hansei.analytics.log import Log
from hansei.analytics.mapping import from_yaml
from hansei.analytics.quality import quality
from hansei.analytics.reading import UnreadableFile, open_raw
from hansei.analytics.shaping import difference, shape_and_count
from hansei.kernel import sequencer
from hansei.kernel.actions import Act
from hansei.kernel.erasure import listed, rewrite_source
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Cancelled, LeaseLost, Running, job
from hansei.kernel.models import EventRow, Sequenced, Source
from hansei.rooms.mining import feed, staging, writing
from hansei.rooms.mining.actions.imports import finish_import, folder_of, paths_of
from hansei.rooms.mining.actions.mapping import by_hand
from hansei.rooms.mining.actions.progress import take_back
from hansei.rooms.mining.additions import additions, everything
from hansei.rooms.mining.erasure import pseudonymised
from hansei.rooms.mining.models import DataSet, Extract
from hansei.ui.words.imports import refused

SETTLE_SECONDS = 120


@job("mining.take_in")
def take_in(running: Running) -> dict[str, Any]:
    """Stage what is new, write it in short transactions, feed it to Parquet, then show it."""
    extract = Extract.objects.select_related("data_set__source").get(pk=running.inputs["extract"])
    if extract.state == Extract.State.DONE:
        shutil.rmtree(folder_of(extract), ignore_errors=True)
        return dict(extract.counts)
    try:
        return _taken_in(extract, running)
    except Cancelled:
        take_back(Act(by=running.job.account, via="job"), extract=extract.pk)
        raise
    except (LeaseLost, Refusal):
        raise
    except Exception:  # a fault of ours; where rows are in already, the import can be gone on with
        extract.refresh_from_db()
        if extract.state == Extract.State.TAKING_IN and not extract.staged:
            _give_up(extract, refused("job.bug"))
        raise


def _taken_in(extract: Extract, running: Running) -> dict[str, Any]:
    data_set = extract.data_set
    assert data_set is not None
    try:
        counts = _staged(extract, data_set, running)
    except (UnreadableFile, Refusal) as no:
        _give_up(extract, no)
        raise Refusal(no.code, str(no), **no.details) from None
    total = sum(counts["staged"].values())
    folder = folder_of(extract) / "staged"
    writing.write(
        extract, data_set.pk, folder, lambda done: running.report(step="writing", done=done, of=total), running.hold
    )
    running.report(step="numbering", done=total, of=total)
    _settle(data_set)
    running.report(step="feeding")
    fed_seq = feed.feed(data_set)
    version = data_set.version + 1
    figures = _shown_without_the_erased(data_set, version)
    act = Act(by=running.job.account, via="import")
    finish_import(act, extract=extract.pk, version=version, fed_seq=fed_seq, figures=figures, counts=counts["counts"])
    # The originals too: what is in the log is kept there, and uploads would keep erased people for ever.
    shutil.rmtree(folder_of(extract), ignore_errors=True)
    return dict(counts["counts"])


def _shown_without_the_erased(data_set: DataSet, version: int) -> dict[str, Any]:
    """Make the version to show; again where somebody was erased in the meantime."""
    while True:
        known = len(listed.entries())
        rewrite_source(data_set.pk)
        figures = feed.make_version(data_set, version)
        if known == len(listed.entries()):
            return figures


def _give_up(extract: Extract, no: UnreadableFile | Refusal) -> None:
    """Nothing was written: the extract can be mapped anew, and a data set made for it alone goes."""
    data_set = extract.data_set
    with transaction.atomic():
        extract.state, extract.error = (
            Extract.State.FAILED,
            {"code": no.code, "message": str(no), "details": no.details},
        )
        if data_set is not None and data_set.version == 0:
            extract.data_set = None
        extract.save()
        if data_set is not None and data_set.version == 0:
            Source.objects.filter(pk=data_set.pk).delete()


def _staged(extract: Extract, data_set: DataSet, running: Running) -> dict[str, Any]:
    """Return what was staged; after a crash what was staged before, so that ids and order stay."""
    folder = folder_of(extract) / "staged"
    ready = folder / "ready.json"
    if ready.exists():
        found: dict[str, Any] = orjson.loads(ready.read_bytes())
        return found
    running.report(step="reading")
    scratch = folder_of(extract) / "scratch"
    scratch.mkdir(exist_ok=True)
    try:
        made = _stage(extract, data_set, scratch, folder, running)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    beside = ready.with_suffix(".unfinished")
    beside.write_bytes(orjson.dumps(made))
    beside.rename(ready)
    return made


def _stage(extract: Extract, data_set: DataSet, scratch: Path, folder: Path, running: Running) -> dict[str, Any]:
    con: Backend = feed.connect_for(folder_of(extract), data_set.pk, scratch)
    mapping = from_yaml(extract.mapping)
    is_chosen = by_hand(extract, mapping.encoding)
    raw = open_raw(paths_of(extract), folder=scratch, con=con, encoding=mapping.encoding, by_hand=is_chosen)
    new, simulation = shape_and_count(con, raw, mapping)
    pseudonymised(con, new)
    if not simulation.cases:
        raise refused("import.nothing")
    extract.quality = orjson.loads(orjson.dumps([asdict(note) for note in quality(new, simulation)], default=str))
    extract.save(update_fields=["quality"])
    counts = {"rows": simulation.rows, "rejected": simulation.rejected, "cases": simulation.cases}
    if not data_set.case_kinds:
        data_set.case_kinds = _case_kinds(con, new)
        data_set.save(update_fields=["case_kinds"])
    running.report(step="comparing")
    if data_set.version == 0:
        base = everything(new)
        counts |= {"events": simulation.events, "corrected": 0, "closed": 0, "changed_after": 0, "unchanged": 0}
    else:
        old = engine.load(con, feed.version_folder(data_set.pk, data_set.version))
        found = difference(old, new)
        base = additions(con, old, new, found)
        counts |= {
            "cases": found.new_cases,
            "events": found.added_events,
            "corrected": found.corrected_fields,
            "told_differently": found.corrected_event_fields,
            "closed": found.closed,
            "reopened": found.reopened,
            "changed_after": found.changed_after,
            "unchanged": found.unchanged,
            "overruled": found.overruled,
            "other_values": found.other_values,
            "relations_left_out": found.relations_left_out,
        }
    running.report(step="staging")
    return {"staged": staging.stage(con, base, data_set.pk, folder), "counts": counts}


def _case_kinds(con: Backend, log: Log) -> list[str]:
    """Return the kinds of objects that are this log's cases, so that every later version has the same.

    None are needed where events say themselves, by the role, which object is their case.
    """
    if con.to_pyarrow(log.event_objects.filter(log.event_objects.role == "case").limit(1)).num_rows:
        return []
    cases, objects = log.cases.select("case"), log.objects
    kinds = objects.join(cases, objects.object == cases.case).select("kind").distinct()
    return sorted(con.to_pyarrow(kinds)["kind"].to_pylist())


def _settle(data_set: DataSet) -> None:
    """Have every event of the source numbered; another long transaction can hold the sequencer back for a while."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        sequencer.sequence_pending()
        events = EventRow.objects.filter(source=data_set.pk).count()
        if events == Sequenced.objects.filter(source=data_set.pk).count():
            return
        if time.monotonic() > deadline:
            raise refused("import.held_back")
        time.sleep(0.5)
