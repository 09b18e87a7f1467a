"""Jobs: taken up again after a kill, done by one worker at a time, given up after five losses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from hansei.kernel import jobs, records
from hansei.kernel.errors import Refusal
from hansei.kernel.models import Job

pytestmark = pytest.mark.usefixtures("committed")
DIE = """
import sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from hansei.kernel import jobs
@jobs.job("test.long")
def work(running):
    running.report(done=3)
    print("working", flush=True)
    sys.stdin.read()
jobs.work_once()
"""


@pytest.fixture(autouse=True)
def only_our_jobs(monkeypatch: pytest.MonkeyPatch) -> dict[str, jobs.Work]:
    known: dict[str, jobs.Work] = {}
    monkeypatch.setattr(jobs, "JOBS", known)
    return known


def test_a_job_whose_worker_is_killed_is_taken_up_where_it_was(only_our_jobs: dict[str, jobs.Work]):
    only_our_jobs["test.long"] = lambda running: {"from": running.progress["done"]}
    found = jobs.enqueue("test.long", by=None)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    worker = subprocess.Popen(
        [sys.executable, "-c", DIE, str(connection.settings_dict["NAME"])],
        env=environment, cwd=Path(__file__).parents[4], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout
    assert worker.stdin
    try:
        assert worker.stdout.readline() == "working\n"
        assert not jobs.work_once()  # its lease still holds
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdin.close()
        worker.stdout.close()
    found.refresh_from_db()
    assert (found.state, found.attempts, found.progress) == (Job.State.RUNNING, 1, {"done": 3})
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.work_once()
    found.refresh_from_db()
    assert (found.state, found.attempts, found.result) == (Job.State.DONE, 2, {"from": 3})


def test_two_workers_never_do_one_job_both(only_our_jobs: dict[str, jobs.Work]):
    done: list[int] = []
    only_our_jobs["test.quick"] = lambda running: done.append(running.job.pk)
    wanted = sorted(jobs.enqueue("test.quick", by=None).pk for _ in range(12))
    start = threading.Barrier(3)

    def work() -> None:
        start.wait(10)
        while jobs.work_once():
            pass
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while jobs.work_once():  # a worker that found every free row locked had ended
        pass
    assert sorted(done) == wanted


def test_a_worker_that_lost_its_lease_writes_nothing_more(only_our_jobs: dict[str, jobs.Work]):
    def lose(running: jobs.Running) -> None:
        Job.objects.update(worker="another")
        running.report(done=1)

    only_our_jobs["test.lost"] = lose
    found = jobs.enqueue("test.lost", by=None)
    jobs.work_once()
    found.refresh_from_db()
    assert (found.state, found.worker, found.progress) == (Job.State.RUNNING, "another", {})


def test_a_cancelled_job_stops_at_its_next_report(only_our_jobs: dict[str, jobs.Work]):
    steps: list[str] = []

    def work(running: jobs.Running) -> None:
        jobs.cancel(running.job)
        steps.append("before")
        running.report(done=1)
        steps.append("after")

    only_our_jobs["test.cancelled"] = work
    found = jobs.enqueue("test.cancelled", by=None)
    jobs.work_once()
    found.refresh_from_db()
    assert (found.state, steps, jobs.cancel(found)) == (Job.State.CANCELLED, ["before"], False)


def test_a_job_that_loses_every_worker_is_given_up(only_our_jobs: dict[str, jobs.Work]):
    only_our_jobs["test.deadly"] = lambda running: pytest.fail("it may not run a sixth time")
    found = jobs.enqueue("test.deadly", by=None)
    Job.objects.update(
        state=Job.State.RUNNING, attempts=jobs.MOST_ATTEMPTS, lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert not jobs.work_once()
    found.refresh_from_db()
    assert (found.state, found.error) == (Job.State.FAILED, {"code": "job.lost_too_often", "message": ""})


def test_a_refused_job_says_why_and_a_faulty_one_does_not_stop_the_next(only_our_jobs: dict[str, jobs.Work]):
    def refuse(running: jobs.Running) -> None:
        raise Refusal("file.bad", "…", line=3)

    def break_down(running: jobs.Running) -> None:
        raise ZeroDivisionError

    only_our_jobs |= {"test.refused": refuse, "test.faulty": break_down}
    refused, faulty = (jobs.enqueue(name, by=None) for name in ("test.refused", "test.faulty"))
    assert jobs.work_once()
    assert jobs.work_once()
    refused.refresh_from_db()
    faulty.refresh_from_db()
    assert refused.error == {"code": "file.bad", "message": "…", "details": {"line": 3}}
    assert (faulty.state, faulty.error) == (Job.State.FAILED, {"code": "job.bug", "message": ""})


def test_no_number_is_given_twice():
    given: list[int] = []

    def take() -> None:
        for _ in range(10):
            given.append(records.next_number("test"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 41))
