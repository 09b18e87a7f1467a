"""Data sets for tests, written straight to Parquet: so many payroll cases in each week."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from hansei.analytics import engine
from hansei.analytics.measures.tests.logs import log_of
from hansei.kernel.models import Source
from hansei.rooms.mining import feed
from hansei.rooms.mining.models import DataSet

FIRST_MONDAY = date(2024, 1, 1)
BEFORE = [6, 5, 7, 6, 8, 5, 6, 7, 6, 5] * 11  # 110 weeks, so that a season has its partners
AFTER = [6, 1, 2, 1, 0, 1, 2, 1, 1, 0, 2, 1, 1, 0, 1, 2]  # the first week lies before the change
CHANGED_ON = FIRST_MONDAY + timedelta(days=7 * 111)


def a_data_set(payroll: Sequence[int | None], source: int | None = None, others: int = 5) -> int:
    """Make a data set, or the next version of one, and return its id. A week of None has no case at all."""
    if source is None:
        made = Source.objects.create(key=f"set-{Source.objects.count()}", name="Вызовы", kind="import", state="ready")
        found = DataSet.objects.create(source=made)
    else:
        found = DataSet.objects.get(pk=source)
    found.version += 1
    folder = feed.version_folder(found.pk, found.version)
    # The tests' folder outlives a test's database, and its numbers begin anew.
    shutil.rmtree(folder, ignore_errors=True)
    engine.save(log_of(_cases(payroll, others)), folder)
    found.save()
    return int(found.pk)


def _cases(payroll: Sequence[int | None], others: int) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = []
    for week, calls in enumerate([*payroll, 0]):
        monday = FIRST_MONDAY + timedelta(days=7 * week)
        if calls is None:
            continue
        for n in range(1 if week == len(payroll) else calls + others):
            at = datetime.combine(monday + timedelta(days=n % 7), time(10))
            category = "payroll" if n < calls else "mail"
            case = {"case": len(cases) + 1, "key": f"INC{week:04d}{n:02d}", "kind": "incident", "category": category}
            cases.append(case | {"reported_at": at, "first_at": at, "last_at": at})
    return cases
