"""A process beside ours that is started again when it ends before we do."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

log = logging.getLogger("hansei.serve")

SHORTEST: Final = 1.0  # seconds before the first start after an end
LONGEST: Final = 60.0
STEADY: Final = 300.0  # having run that long, the next pause is the shortest again
_PATIENCE: Final = 10.0  # seconds to end in by itself


@contextmanager
def kept_running(command: Sequence[str], shortest: float = SHORTEST) -> Iterator[None]:
    """Run a command for as long as we do; it ends when its standard input ends, also when we are killed."""
    beside = _Beside(command, shortest)
    watching = threading.Thread(target=beside.watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        beside.end()
        watching.join(_PATIENCE)


class _Beside:
    def __init__(self, command: Sequence[str], shortest: float) -> None:
        self._command, self._shortest, self._pause = list(command), shortest, shortest
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self._process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.PIPE)

    def watch(self) -> None:
        """Start it again whenever it ends, after a pause that doubles while it does not keep running."""
        since = time.monotonic()
        while True:
            code = self._process.wait()
            if self._ended.is_set():
                return
            if time.monotonic() - since > STEADY:
                self._pause = self._shortest
            log.error("The background process ended with %s; it starts again in %g seconds.", code, self._pause)
            self._ended.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST)
            with self._starting:
                if self._ended.is_set():
                    return
                self._close_input()
                with suppress(OSError):  # without memory just now, say: it is tried again after the next pause
                    self._process, since = self._started(), time.monotonic()

    def end(self) -> None:
        """Let it end by itself, and kill it if it does not."""
        with self._starting:
            self._ended.set()
            self._close_input()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _close_input(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
