"""The background work goes on after its process was killed."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from hansei.doors.cli.beside import kept_running

WAITS = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); sys.stdin.read()"
FAILS = "import sys; open(sys.argv[1], 'a').write('x\\n'); sys.exit(3)"


def lines(file: Path, n: int) -> list[str]:
    """What stands in the file once it has `n` lines."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if file.exists() and len(found := file.read_text().split()) >= n:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{file} never had {n} lines")


def test_a_process_that_is_killed_starts_again_and_ends_with_us(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    started = tmp_path / "started"
    with caplog.at_level(logging.ERROR, "hansei.serve"):
        with kept_running([sys.executable, "-c", WAITS, str(started)], shortest=0.05):
            (first,) = lines(started, 1)
            os.kill(int(first), signal.SIGKILL)
            second = lines(started, 2)[1]
        assert [record.getMessage() for record in caplog.records] == [
            "The background process ended with -9; it starts again in 0.05 seconds."
        ]
    with pytest.raises(ProcessLookupError):
        os.kill(int(second), 0)


def test_the_pause_grows_while_it_does_not_keep_running(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    started = tmp_path / "started"
    with caplog.at_level(logging.ERROR, "hansei.serve"):
        with kept_running([sys.executable, "-c", FAILS, str(started)], shortest=0.05):
            lines(started, 4)
        pauses = [record.args[1] for record in caplog.records if isinstance(record.args, tuple)]
    assert pauses[:3] == [0.05, 0.1, 0.2]


def test_what_cannot_be_started_for_a_while_is_tried_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    started, program, away = (tmp_path / name for name in ("started", "program", "away"))
    program.symlink_to(sys.executable)
    running = kept_running([str(program), "-c", WAITS, str(started)], shortest=0.05)
    with caplog.at_level(logging.ERROR, "hansei.serve"), running:
        (first,) = lines(started, 1)
        program.rename(away)
        os.kill(int(first), signal.SIGKILL)
        until = time.monotonic() + 30
        while len(caplog.records) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(caplog.records) >= 3
        away.rename(program)
        lines(started, 2)
