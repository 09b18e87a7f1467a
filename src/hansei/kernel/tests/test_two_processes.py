"""Two `hansei serve` on one database, as real processes: no job is done twice, and a killed one's job is taken up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from hansei.kernel.models import Job

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed")]

# The loop as the background process runs it; jobs write down each time that one begins.
LOOP = """
import sys, threading, time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from hansei.kernel import jobs, loop

def begun(running):
    with open(sys.argv[2], "a") as file:
        file.write(f"{running.job.pk}\\n")

@jobs.job("test.short", jobs.Lane.LOOKING)
def short(running):
    begun(running)

@jobs.job("test.long")
def long(running):
    begun(running)
    if running.job.attempts == 1:
        time.sleep(600)

stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
loop.run(stop)
"""
Serve = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    path = tmp_path / "begun"
    path.touch()
    return path


@pytest.fixture
def serve(begun: Path) -> Iterator[Serve]:
    running: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", LOOP, str(connection.settings_dict["NAME"]), str(begun)]
        running.append(
            subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[4], stdin=subprocess.PIPE, text=True)
        )
        return running[-1]

    yield start
    for each in running:
        if each.stdin:
            each.stdin.close()
        try:
            each.wait(20)
        except subprocess.TimeoutExpired:
            each.kill()
            each.wait()


def wait_for(what: Callable[[], bool], seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"{seconds:.0f} s were not enough"
        time.sleep(0.1)


def made(name: str, count: int = 1) -> list[int]:
    """Jobs that this process cannot do: only the two others know them."""
    return sorted(Job.objects.create(name=name).pk for _ in range(count))


def test_two_processes_do_every_job_once(serve: Serve, begun: Path):
    wanted = made("test.short", 40)
    serve()
    serve()
    wait_for(lambda: not Job.objects.exclude(state=Job.State.DONE).exists())
    assert sorted(map(int, begun.read_text().split())) == wanted
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_the_other_process_takes_up_what_a_killed_one_held(serve: Serve, begun: Path):
    """Not before its lease has ended, and exactly once."""
    pk = made("test.long")[0]
    first = serve()
    wait_for(lambda: begun.read_text() == f"{pk}\n")
    other = made("test.short")[0]
    second = serve()
    wait_for(lambda: Job.objects.get(pk=other).state == Job.State.DONE)
    first.send_signal(signal.SIGKILL)
    first.wait()
    time.sleep(1.5)  # the other looks twice a second
    assert Job.objects.get(pk=pk).attempts == 1
    Job.objects.filter(pk=pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    wait_for(lambda: Job.objects.get(pk=pk).state == Job.State.DONE)
    found = Job.objects.get(pk=pk)
    assert (found.attempts, found.worker.rpartition(":")[2]) == (2, str(second.pid))
    assert begun.read_text().split().count(str(pk)) == 2
