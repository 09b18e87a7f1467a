"""The process beside the web workers: runs `hansei.kernel.loop.run(stopped)` until its standard input ends."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from hansei.doors.cli.starting import start_django


def main() -> None:
    # Ctrl-C reaches the whole group; the parent closes our input once the web workers are done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    threading.Thread(target=_wait_for_parent, args=(stopped,), daemon=True).start()
    start_django()
    from hansei.kernel import loop

    if not loop.run(stopped):
        # Python must not be taken down around a thread that is in the middle of its engine.
        logging.shutdown()
        os._exit(0)


def _wait_for_parent(stopped: threading.Event) -> None:
    sys.stdin.read()
    stopped.set()


if __name__ == "__main__":
    main()
