"""Jobs: taken up again after a kill, done by one worker at a time, given up after five losses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from hansei.kernel import jobs, loop, records
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
    monkeypatch.setattr(jobs, "LANES", {})
    return known


@pytest.mark.slow
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


def test_a_worker_that_slept_through_its_lease_may_not_write_on(only_our_jobs: dict[str, jobs.Work]):
    """Another thread of the same process took the job over: the same name, one attempt more."""
    written: list[str] = []

    def sleep_through_it(running: jobs.Running) -> None:
        Job.objects.update(attempts=2)
        with transaction.atomic():
            running.hold()
            written.append("twice")

    only_our_jobs["test.slow"] = sleep_through_it
    found = jobs.enqueue("test.slow", by=None)
    jobs.work_once()
    found.refresh_from_db()
    assert (written, found.state, found.attempts) == ([], Job.State.RUNNING, 2)


@pytest.mark.parametrize(
    "fault", [OperationalError("gone"), InterfaceError("closed"), DatabaseError("disk"), OSError()]
)
def test_the_lease_is_renewed_again_after_a_fault(
    only_our_jobs: dict[str, jobs.Work],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
):
    """The first renewal fails, whatever the fault; the thread lives on, and the second one keeps the job."""
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.3))
    faults = [fault]
    plain = jobs._held

    def failing_once(found: Job) -> Any:
        if threading.current_thread().name.startswith("lease-") and faults:
            raise faults.pop()
        return plain(found)

    def work(running: jobs.Running) -> dict[str, Any]:
        began, end = timezone.now(), time.monotonic() + 20
        while time.monotonic() < end:
            time.sleep(0.05)
            until = Job.objects.values_list("lease_until", flat=True).get()
            if not faults and until is not None and until > began + timedelta(seconds=0.35):
                return {"renewed": True}
        return {"renewed": False}

    monkeypatch.setattr(jobs, "_held", failing_once)
    only_our_jobs["test.long"] = work
    found = jobs.enqueue("test.long", by=None)
    assert jobs.work_once()
    found.refresh_from_db()
    assert (found.state, found.result) == (Job.State.DONE, {"renewed": True})
    assert "could not be renewed" in caplog.text


def test_looking_at_a_file_never_waits_for_a_scan(only_our_jobs: dict[str, jobs.Work]):
    """Three workers as `hansei serve` has them: the scan takes as long as it likes."""
    looked, stop = threading.Event(), threading.Event()
    jobs.job("test.scan", jobs.Lane.BACKGROUND)(lambda running: {"looked_meanwhile": looked.wait(20)})
    jobs.job("test.look", jobs.Lane.LOOKING)(lambda running: looked.set())
    scan = jobs.enqueue("test.scan", by=None)
    jobs.enqueue("test.look", by=None)
    served = threading.Thread(target=loop.run, args=(stop,))
    served.start()
    end = time.monotonic() + 30
    while Job.objects.exclude(state=Job.State.DONE).exists() and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    served.join(20)
    scan.refresh_from_db()
    assert (scan.state, scan.result) == (Job.State.DONE, {"looked_meanwhile": True})


@pytest.mark.parametrize("ends_in_time", [True, False])
def test_stopping_says_whether_a_job_is_still_being_done(
    only_our_jobs: dict[str, jobs.Work], monkeypatch: pytest.MonkeyPatch, ends_in_time: bool
):
    monkeypatch.setattr(loop, "TO_END", 0.2)
    begun, let_go, stop, said = threading.Event(), threading.Event(), threading.Event(), []

    def work(running: object) -> None:
        begun.set()
        let_go.wait(20)

    jobs.job("test.long", jobs.Lane.BACKGROUND)(work)
    long = jobs.enqueue("test.long", by=None)
    served = threading.Thread(target=lambda: said.append(loop.run(stop)))
    served.start()
    assert begun.wait(20)

    def finish() -> None:
        let_go.set()
        end = time.monotonic() + 20
        while Job.objects.get(pk=long.pk).state != Job.State.DONE and time.monotonic() < end:
            time.sleep(0.02)

    if ends_in_time:
        finish()
    stop.set()
    served.join(20)
    assert said == [ends_in_time]
    finish()


def test_a_lane_s_worker_takes_nothing_of_another_lane(only_our_jobs: dict[str, jobs.Work]):
    for lane in jobs.Lane:
        jobs.job(f"test.{lane}", lane)(lambda running: None)
        jobs.enqueue(f"test.{lane}", by=None)
    assert jobs.work_once(lane=jobs.Lane.WAITED_FOR)
    assert not jobs.work_once(lane=jobs.Lane.WAITED_FOR)
    left = Job.objects.filter(state=Job.State.QUEUED).order_by("name").values_list("name", flat=True)
    assert list(left) == ["test.background", "test.looking"]


def test_a_fault_in_one_step_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    monkeypatch.setattr(loop, "AFTER_A_FAULT", 0.01)
    stop, done = threading.Event(), []

    def step() -> bool:
        done.append(1)
        if len(done) == 1:
            raise DatabaseError("malformed")
        stop.set()
        return True

    loop._repeat(step, stop)
    assert len(done) == 2
    assert "a step of the background work failed" in caplog.text


def test_no_number_is_given_twice():
    given: list[int] = []

    def take() -> None:
        for _ in range(10):
            given.append(records.begin("test")[0])
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 41))
