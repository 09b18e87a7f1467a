"""Data sets for tests, written straight to Parquet from the few columns of a case that a test is about."""

from __future__ import annotations

import shutil
from typing import Any

from hansei.analytics import engine
from hansei.analytics.measures.tests.logs import log_of
from hansei.kernel.models import Source
from hansei.rooms.mining import feed, results
from hansei.rooms.mining.models import DataSet


def a_data_set(
    cases: list[dict[str, Any]], of: DataSet | None = None, steps: list[dict[str, Any]] | None = None
) -> DataSet:
    """Make a data set, or the next version of one; what a case does not say follows from its report."""
    if of is None:
        source = Source.objects.create(key=f"set-{Source.objects.count()}", name="Вызовы", kind="import", state="ready")
        of = DataSet.objects.create(source=source)
    of.version += 1
    folder = feed.version_folder(of.pk, of.version)
    # The tests' folder outlives a test's database, and its numbers begin anew.
    shutil.rmtree(folder, ignore_errors=True)
    results._read.cache_clear()
    rows = []
    for number, each in enumerate(cases, 1):
        at = each["reported_at"]
        plain = {"case": number, "key": f"INC{number:05d}", "kind": "incident", "first_at": at, "last_at": at}
        rows.append(plain | each)
    engine.save(log_of(rows, steps or []), folder)
    of.save()
    return of
