"""What a small file cannot show, on both databases: a large import whose worker is killed among its transactions."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from hansei.analytics.mapping import infer, to_yaml
from hansei.analytics.reading import open_raw
from hansei.kernel import check, jobs, triggers
from hansei.kernel.actions import Act
from hansei.kernel.models import EventRow, Job, Sequenced, Source
from hansei.rooms.mining.actions import import_extract, upload_extract
from hansei.rooms.mining.actions.imports import paths_of
from hansei.rooms.mining.models import DataSet, Extract

pytestmark = pytest.mark.slow
INCIDENTS, ROWS, CASES = "bpic13_incidents_ibm.csv.gz", 65_533, 7_554
WORKER = """
import sys
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
settings.UPLOAD_ROOT, settings.PARQUET_ROOT = sys.argv[2:]
from hansei.kernel import jobs
jobs.work_once()
"""


@pytest.fixture
def committed(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield tmp_path
    triggers.lift()


def asked_for(file: Path, folder: Path, data_set: int | None = None) -> Extract:
    """Upload a copy of the file and ask for its import, as its inferred mapping says."""
    act = Act(by=None, via="cli")
    arrived = folder / "arrived"
    shutil.copyfile(file, arrived)  # an upload is taken over: the original would be gone
    pk = upload_extract(act, files=[(file.name, str(arrived))], data_set=data_set)
    scratch = folder / "scratch"
    scratch.mkdir()
    mapping = to_yaml(infer(open_raw(paths_of(Extract.objects.get(pk=pk)), folder=scratch)))
    shutil.rmtree(scratch)
    import_extract(act, extract=pk, mapping=mapping)
    return Extract.objects.get(pk=pk)


def killed_while_writing(source: int, settings: LazySettings) -> int:
    """Let a process of its own take the file in, kill it among its short transactions; return what it had written."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    folders = [str(settings.UPLOAD_ROOT), str(settings.PARQUET_ROOT)]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), *folders],
        env=environment, cwd=Path(__file__).parents[5],
    )  # fmt: skip
    written = EventRow.objects.filter(source=source)
    while written.count() < ROWS // 4:
        assert worker.poll() is None, "the worker ended before it was killed"
        time.sleep(0.02)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    return written.count()


def test_a_large_export_is_whole_although_its_worker_was_killed(
    committed: Path, shared: Path, settings: LazySettings
) -> None:
    file = shared / "data" / INCIDENTS
    extract = asked_for(file, committed)
    source = extract.data_set_id
    assert source is not None
    assert ROWS // 4 <= killed_while_writing(source, settings) < ROWS
    assert Source.objects.get(pk=source).state == Source.State.LOADING
    assert DataSet.objects.get(pk=source).version == 0, "nothing half-done is shown"

    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.work_once()
    extract.refresh_from_db()
    assert extract.state == Extract.State.DONE, extract.error
    found = DataSet.objects.get(pk=source)
    assert (found.cases, found.events) == (CASES, ROWS)
    written = EventRow.objects.filter(source=source).count()
    assert Sequenced.objects.filter(source=source).count() == written
    assert list(check.check()) == []

    Job.objects.filter(state=Job.State.QUEUED).delete()  # the scan of what came in is another test's
    again = asked_for(file, committed, source)
    assert jobs.work_once()
    again.refresh_from_db()
    told = {name: again.counts[name] for name in ("cases", "events", "corrected", "closed", "unchanged")}
    assert told == {"cases": 0, "events": 0, "corrected": 0, "closed": 0, "unchanged": CASES}
    assert EventRow.objects.filter(source=source).count() == written
