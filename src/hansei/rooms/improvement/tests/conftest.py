from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from hansei.kernel import triggers

Bring = Callable[..., int]
FIRST_MONDAY = date(2024, 1, 1)
HEAD = "number,state,opened_at,sys_updated_at,assignment_group,category,priority,resolved_at\n"


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Real commits, and folders of our own. The flush that follows needs the append-only triggers away."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    cache.clear()
    yield
    triggers.lift()


@pytest.fixture
def bring(committed: None, tmp_path: Path) -> Bring:
    """Take weeks `first` to `last` in, with so many payroll cases each, and return the data set's id."""
    from hansei.analytics.mapping import infer, to_yaml
    from hansei.analytics.reading import open_raw
    from hansei.kernel import jobs
    from hansei.kernel.actions import Act
    from hansei.rooms.mining.actions import import_extract, upload_extract
    from hansei.rooms.mining.actions.imports import paths_of
    from hansei.rooms.mining.models import Extract

    def take_in(payroll: list[int], first: int = 0, data_set: int | None = None) -> int:
        file, scratch = tmp_path / "incidents.csv", tmp_path / "scratch"
        file.write_text(HEAD + "".join(rows(payroll, first)))
        act = Act(by=None, via="cli")
        pk = upload_extract(act, files=[("incidents.csv", str(file))], data_set=data_set)
        scratch.mkdir()
        mapping = to_yaml(infer(open_raw(paths_of(Extract.objects.get(pk=pk)), folder=scratch)))
        shutil.rmtree(scratch)
        import_extract(act, extract=pk, mapping=mapping)
        for _ in range(5):  # a scan of the import before may wait in front
            if Extract.objects.get(pk=pk).state == Extract.State.DONE:
                break
            jobs.work_once()
        done = Extract.objects.get(pk=pk)
        assert done.state == Extract.State.DONE, done.job and done.job.error
        assert done.data_set_id is not None
        return int(done.data_set_id)

    return take_in


def rows(payroll: list[int], first: int) -> Iterator[str]:
    """Each week so many payroll cases and five others, spread over its days; one case more begins the next week."""
    for week, calls in enumerate([*payroll, 0], start=first):
        monday = FIRST_MONDAY + timedelta(days=7 * week)
        is_end = week == first + len(payroll)
        for n in range(1 if is_end else calls + 5):
            day = monday + timedelta(days=n % 7)
            category = "payroll" if n < calls else "mail"
            yield f"INC{week:04d}{n:02d},Closed,{day} 10:00,{day} 11:00,Desk,{category},3,{day} 11:00\n"
