"""Every measure over generated events: seconds, peak memory, and how both grow from one million to ten."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.processes import generated, took

SIZES = (1_000_000, 10_000_000)


def main() -> None:
    """Print a row a size and one with the ratio."""
    if len(sys.argv) > 1:
        compute_all(Path(sys.argv[1]))
        return
    runs = []
    print("| events | seconds | processor seconds | peak MB |")
    print("|---|---|---|---|")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _, events = generated(folder, size)
            run = took([sys.executable, "-m", "benchmarks.measures", folder])
        runs.append((events, float(run.said), run.processor, run.megabytes))
        cells = f"{float(run.said):.1f} | {run.processor:.1f} | {run.megabytes:.0f}"
        print(f"| {events:,} | {cells} |", flush=True)
    print("| " + " | ".join(f"× {more / less:.1f}" for less, more in zip(*runs, strict=True)) + " |")


def compute_all(folder: Path) -> None:
    """Compute every measure that needs no parameters of its own; print the seconds without the start."""
    from hansei.analytics.engine import connect, load
    from hansei.analytics.measures import compute

    with tempfile.TemporaryDirectory() as spill:
        log = load(connect(spill=Path(spill)), folder)
        start = time.perf_counter()
        compute(log)
        print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
