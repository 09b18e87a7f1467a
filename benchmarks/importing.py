"""The UCI export into an empty installation, step by step: on SQLite and on a throw-away PostgreSQL.

Rows of the export are counted, not rows of tables: one row of the export becomes several. "Writing" is the staged rows
going into the database in short transactions; only it and the numbering hold locks that others wait for.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.processes import Took, real_export, took

# Where the import does each step: module, function.
STEPS = {
    "reading": ("hansei.rooms.mining.jobs.importing", "open_raw"),
    "shaping": ("hansei.rooms.mining.jobs.importing", "shape_and_count"),
    "staging": ("hansei.rooms.mining.staging", "stage"),
    "writing": ("hansei.rooms.mining.writing", "write"),
    "numbering": ("hansei.kernel.sequencer", "sequence_pending"),
    "feeding": ("hansei.rooms.mining.feed", "feed"),
    "deriving": ("hansei.rooms.mining.feed", "make_version"),
}
Spent = dict[str, list[float]]  # step -> wall seconds, processor seconds of this process


def main() -> None:
    """Print a column a database."""
    if len(sys.argv) > 1:
        bring_in(Path(sys.argv[1]))
        return
    export = real_export()
    if export is None:
        return
    from tests.postgres import binaries, cluster

    runs = {"SQLite": run(export, "")}
    if binaries() is None:
        print("left out: PostgreSQL's server programs are missing (apt-get install postgresql)")
    else:
        with cluster() as address:
            runs["PostgreSQL"] = run(export, address)
    show(runs)


def run(export: Path, database: str) -> Took:
    """Import in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"HANSEI_HOME": home, "HANSEI_DATABASE": database}
        return took([sys.executable, "-m", "benchmarks.importing", str(export)], environment)


def show(runs: dict[str, Took]) -> None:
    """Seconds and rows a second of every step."""
    told = {name: json.loads(each.said.strip().splitlines()[-1]) for name, each in runs.items()}
    rows = next(iter(told.values()))["rows"]
    print(f"{rows:,} rows of {rows:,} in the file; seconds, rows a second (processor seconds of ours)\n")
    print("| step | " + " | ".join(told) + " |")
    print("|---" * (len(told) + 1) + "|")
    for step in (*STEPS, "whole job"):
        cells = [f"{each[step][0]:.1f} s, {rows / each[step][0]:,.0f} ({each[step][1]:.1f})" for each in told.values()]
        print(f"| {step} | " + " | ".join(cells) + " |")
    print(
        "| processor seconds, without the server's | "
        + " | ".join(f"{each.processor:.1f}" for each in runs.values())
        + " |"
    )
    print("| peak MB | " + " | ".join(f"{each.megabytes:.0f}" for each in runs.values()) + " |")


def bring_in(export: Path) -> None:
    """Import the file as a person would, and print the seconds of each step, wall and processor, as JSON."""
    from hansei.doors.cli.starting import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from hansei.kernel import jobs
    from hansei.kernel.actions import Act
    from hansei.rooms.mining.actions import import_extract, upload_extract
    from hansei.rooms.mining.models import Extract

    act = Act(by=None, via="cli")
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(export, folder)
        pk = upload_extract(act, files=[(export.name, copy)])
    import_extract(act, extract=pk, mapping=inferred(pk))
    spent: Spent = defaultdict(lambda: [0.0, 0.0])
    with timed(spent), counted(spent["whole job"]):
        while jobs.work_once():
            pass
    extract = Extract.objects.get(pk=pk)
    if extract.state != Extract.State.DONE:
        raise SystemExit(f"not imported: {extract.state} {extract.error}")
    print(json.dumps({**spent, "rows": extract.counts["rows"]}))


def inferred(extract: int) -> str:
    """The mapping as it is proposed, with nothing changed."""
    from hansei.analytics.mapping import infer, to_yaml
    from hansei.analytics.reading import open_raw
    from hansei.rooms.mining.actions.imports import paths_of
    from hansei.rooms.mining.models import Extract

    with tempfile.TemporaryDirectory() as scratch:
        return to_yaml(infer(open_raw(paths_of(Extract.objects.get(pk=extract)), folder=Path(scratch))))


@contextmanager
def counted(into: list[float]) -> Iterator[None]:
    """Add the wall and the processor seconds of the block; on a busy machine only the second say what it costs."""
    wall, processor = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        into[0] += time.perf_counter() - wall
        into[1] += time.process_time() - processor


@contextmanager
def timed(spent: Spent) -> Iterator[None]:
    """Count the seconds of each step while the import runs."""
    with ExitStack() as stack:
        for step, (module, name) in STEPS.items():
            __import__(module)
            stack.enter_context(patch.object(sys.modules[module], name, _timing(module, name, step, spent)))
        yield


def _timing(module: str, name: str, step: str, spent: Spent) -> Callable[..., Any]:
    function = getattr(sys.modules[module], name)

    def run_timed(*values: Any, **named: Any) -> Any:
        with counted(spent[step]):
            return function(*values, **named)

    return run_timed


if __name__ == "__main__":
    main()
