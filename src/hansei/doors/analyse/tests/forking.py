"""A process that has everything imported which `hansei analyse` needs; each run is a fork of it.

Reads one JSON line a run from standard input: `arguments`, `folder`, and the files for what it says (`out`, `err`).
Answers with the exit code. So a test of a refusal waits for the refusal and not for the libraries.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> None:
    """Answer each line of the input until it ends."""
    import hansei.analytics.finder
    import hansei.analytics.mapping
    import hansei.analytics.reading
    import hansei.doors.analyse.options
    import hansei.doors.cli.analyse  # noqa: F401  # for the forks, which find it there already

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(asked: dict[str, Any]) -> None:
    from hansei.doors.cli import app

    os.chdir(asked["folder"])
    for stream, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    app(asked["arguments"], prog_name="hansei")


if __name__ == "__main__":
    main()
