"""Measure the product on this machine: `make bench`, or `python -m benchmarks --only import`.

Each section runs in a process of its own, so that its peak memory is its own, and prints a table in Markdown. No
network. The quality of the finder is measured apart, for it takes longer: `python benchmarks/finder_quality.py`.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = {
    "analyse": "`hansei analyse` on a real export, start to report",
    "finding": "The recurrence finder over generated tickets, up to a million",
    "import": "An export into the product, step by step",
    "measures": "Measures over generated events",
    "catalogue": "Five hundred metrics kept up with a day's new events",
    "pages": "Every page over a million events, two workers",
    "reports": "A monthly report over a million events, and a PDF of thirty pages",
    "peers": "The same questions to others, on the same generated events",
}


def main() -> int:
    """Run the sections asked for; the exit code says whether all of them ended well."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=SECTIONS, action="append", help="this section; may be given again")
    parser.add_argument("--minutes", type=int, default=20, help="a section that takes longer is ended")
    asked = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; ", end="")
    print(f"load before the start: {os.getloadavg()[0]:.1f}")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    failed = False
    for name in asked.only or SECTIONS:
        print(f"\n## {SECTIONS[name]}\n", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name if name != 'import' else 'importing'}"]
        try:
            failed |= subprocess.run(command, env=environment, cwd=ROOT, timeout=asked.minutes * 60).returncode != 0
        except subprocess.TimeoutExpired:
            print(f"ended after {asked.minutes} minutes")
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
