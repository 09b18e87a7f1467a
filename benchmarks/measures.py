"""Every measure over generated events: seconds, peak memory, and how both grow from one million to ten."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.processes import generated, took

SIZES = (1_000_000, 10_000_000)
SINCE, UNTIL = datetime(2022, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print a row a size and one with the ratio."""
    if len(sys.argv) > 1:
        compute_all(Path(sys.argv[1]))
        return
    runs = []
    print("| events | measures | seconds | processor seconds with start | peak MB |")
    print("|---|---|---|---|---|")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _, events = generated(folder, size)
            run = took([sys.executable, "-m", "benchmarks.measures", folder])
        seconds, measures = run.said.split()
        runs.append((events, float(seconds), run.processor, run.megabytes))
        cells = f"{float(seconds):.1f} | {run.processor:.1f} | {run.megabytes:.0f}"
        print(f"| {events:,} | {measures} | {cells} |", flush=True)
    events, *ratios = (more / less for less, more in zip(*runs, strict=True))
    print(f"| × {events:.1f} | | " + " | ".join(f"× {ratio:.1f}" for ratio in ratios) + " |")


def compute_all(folder: Path) -> None:
    """Compute every measure, those in service hours too; print the seconds without the start, and how many answered.

    A measure without an answer would be a measure without a cost: that ends the benchmark.
    """
    from hansei.analytics.engine import connect, load
    from hansei.analytics.measures import compute, working_days
    from hansei.worktime.calendar import Calendar

    office = Calendar(ZoneInfo("Europe/Berlin"), {day: [(clock(8), clock(17))] for day in range(5)})
    with tempfile.TemporaryDirectory() as spill:
        log = load(connect(spill=Path(spill)), folder)
        start = time.perf_counter()
        answers = compute(log, working=working_days(office, SINCE, UNTIL))
        print(time.perf_counter() - start, len(answers))
    if silent := [answer.name for answer in answers.values() if answer.reason]:
        raise SystemExit(f"no answer: {silent}")


if __name__ == "__main__":
    main()
