"""The same questions to pandas, and to PM4Py where HANSEI_PEER_PYTHON names a Python that has it.

Each answer starts from Parquet in a fresh process and ends with plain Python values (a filter: with the kept events
as a table in memory). Seconds are counted without starting Python and importing libraries; reading the files is
counted. PM4Py gets a file in its own words and types, so that it has nothing to convert. Whoever answers otherwise
than we do ends the benchmark: a ratio between different answers would mean nothing. A ratio above 1 means that we
are faster.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processes import generated, took

EVENTS = 1_000_000
Answered = tuple[float, float, float]
QUESTIONS = (
    "directly-follows",
    "performance",
    "variants",
    "hand-offs",
    "filter by priority",
    "filter by state reached",
    "filter by period",
)


def main() -> None:
    """Print a row a question."""
    peer = os.environ.get("HANSEI_PEER_PYTHON", "")
    with tempfile.TemporaryDirectory() as folder:
        cases, events = generated(folder, EVENTS)
        took([sys.executable, "-m", "benchmarks.answering", "write", folder])
        print(f"{cases:,} cases, {events:,} events\n")
        print("Seconds, processor seconds in brackets with start and imports, MB; ratio of the seconds\n")
        print("| question | Hansei | pandas | ratio | PM4Py | ratio |")
        print("|---|---|---|---|---|---|")
        for question in QUESTIONS:
            ours, answer = asked("hansei", question, folder, sys.executable)
            cells = []
            for who, python in (("pandas", sys.executable), ("pm4py", peer)):
                if not python or not Path(python).exists():
                    cells.append("– | –")
                    continue
                theirs, other = asked(who, question, folder, python)
                if not agree(answer, other):
                    raise SystemExit(f"{who} answers otherwise to {question}: {_sample(other)}, we {_sample(answer)}")
                cells.append(f"{_cell(theirs)} | {theirs[0] / ours[0]:.1f}")
            print(f"| {question} | {_cell(ours)} | {' | '.join(cells)} |", flush=True)
    if not peer:
        print("\nPM4Py was not asked: set HANSEI_PEER_PYTHON to a Python that has it.")


def asked(who: str, question: str, folder: str, python: str) -> tuple[Answered, Any]:
    """Return seconds, processor seconds and peak megabytes of one answer, and the answer."""
    run = took([python, "-m", "benchmarks.answering", who, question, folder])
    told = json.loads((Path(folder) / "answer.json").read_text())
    return (told["seconds"], run.processor, run.megabytes), told["answer"]


def agree(ours: Any, theirs: Any) -> bool:
    """Whether two answers say the same; None stands for what the other does not tell (PM4Py has no percentiles)."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(agree(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(agree, ours, theirs))
    if theirs is None:
        return True
    if isinstance(ours, float) or isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-4)
    return bool(ours == theirs)


def _sample(answer: Any) -> Any:
    return dict(list(answer.items())[:3]) if isinstance(answer, dict) else answer


def _cell(each: Answered) -> str:
    return f"{each[0]:.2f} ({each[1]:.1f}), {each[2]:.0f} MB"


if __name__ == "__main__":
    main()
