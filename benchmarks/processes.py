"""Run a command and say what it took; find the real exports."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UCI = "uci_servicenow_119998.csv.gz"


@dataclass(frozen=True)
class Took:
    """Wall time and processor time in seconds, the largest resident memory in MB, and what was printed."""

    wall: float
    processor: float
    megabytes: float
    said: str


def took(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Took:
    """Run a command to its end; raises SystemExit with its own words where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = process.stdout.read()
    # wait4 counts this one child; getrusage(RUSAGE_CHILDREN) would give the largest of all so far.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    # Kilobytes on Linux, bytes on macOS.
    size = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return Took(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, size, said)


def generated(folder: str, events: int) -> tuple[int, int]:
    """Write generated events in a process of its own; return how many cases and events.

    A child's peak memory begins at that of the process that starts it, so this one has to stay small.
    """
    run = took([sys.executable, "-m", "benchmarks.events", folder, str(events)])
    cases, made = (int(each.split()[0].replace(",", "")) for each in run.said.strip().split(", "))
    return cases, made


def real_export(name: str = UCI) -> Path | None:
    """Return a real export beside the repository or under HANSEI_SHARED; None, and a sentence, where absent."""
    path = Path(os.environ.get("HANSEI_SHARED") or ROOT.parent / "shared") / "data" / name
    if path.exists():
        return path
    print(f"left out: {name} is not here (set HANSEI_SHARED to the folder that holds data/)")
    return None
