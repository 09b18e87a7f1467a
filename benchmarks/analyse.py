"""Time and memory of `hansei analyse` on the UCI export, as a person waits for it: one process, cold."""

from __future__ import annotations

import sys
import tempfile

from benchmarks.processes import real_export, took


def main() -> None:
    """Print one row."""
    export = real_export()
    if export is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hansei.doors.cli", "analyse", str(export), "--html", f"{folder}/report.html"]
        run = took(command)
    print("| file | seconds | processor seconds | peak MB |")
    print("|---|---|---|---|")
    print(f"| {export.name} | {run.wall:.1f} | {run.processor:.1f} | {run.megabytes:.0f} |")


if __name__ == "__main__":
    main()
