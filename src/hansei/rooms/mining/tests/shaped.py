"""A data set from the text of an export, for tests of the rooms that read one; the same text is shaped once."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from hansei.analytics import engine
from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape
from hansei.kernel.models import Source
from hansei.rooms.mining import feed, results
from hansei.rooms.mining.models import DataSet


def show(text: str, key: str, into: DataSet | None = None) -> DataSet:
    """Show this text as the next version of a data set, or as a new one from a source of this name."""
    into = into or DataSet.objects.filter(source__key=key).first()
    if into is None:
        source = Source.objects.create(key=key, name="Ωμέγα", kind="import", state=Source.State.READY)
        into = DataSet.objects.create(source=source, case_kinds=[])
    into.version += 1
    into.last_at = datetime(2025, 4, 2, 9, tzinfo=UTC)
    into.save()
    folder = feed.version_folder(into.source_id, into.version)
    shutil.rmtree(folder, ignore_errors=True)
    results._read.cache_clear()  # the tests' folder outlives a test's database, and its numbers begin anew
    shutil.copytree(_shaped(text), folder)
    return into


@cache
def _shaped(text: str) -> Path:
    """The folder with the log that this text gives."""
    home = Path(tempfile.mkdtemp(prefix="shaped-", dir=settings.HOME))
    file, folder = home / "cases.csv", home / "log"
    file.write_text(text)
    raw = open_raw([file], folder=home)
    engine.save(shape(raw.con, raw, infer(raw, zone="UTC")), folder)
    return folder
