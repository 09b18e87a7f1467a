"""The same questions to pandas, and to PM4Py where HANSEI_PEER_PYTHON names a Python that has it.

Each answer starts from the same Parquet files in a fresh process and ends with plain Python values. Seconds are
counted without starting Python and importing libraries; reading the files is counted. A ratio above 1 means that we
are faster.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.processes import generated, took

EVENTS = 1_000_000
Answered = tuple[float, float, float]
QUESTIONS = ("directly-follows", "variants", "hand-offs", "filter")


def main() -> None:
    """Print a row a question."""
    if len(sys.argv) > 1:
        ask(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
        return
    peer = os.environ.get("HANSEI_PEER_PYTHON", "")
    with tempfile.TemporaryDirectory() as folder:
        cases, events = generated(folder, EVENTS)
        print(f"{cases:,} cases, {events:,} events\n")
        print("Seconds, processor seconds in brackets with start and imports, MB; ratio of the seconds\n")
        print("| question | Hansei | pandas | ratio | PM4Py | ratio |")
        print("|---|---|---|---|---|---|")
        for question in QUESTIONS:
            ours = asked("hansei", question, folder, sys.executable)
            others = [asked("pandas", question, folder, sys.executable)]
            others.append(asked("pm4py", question, folder, peer) if peer and Path(peer).exists() else None)
            cells = " | ".join(shown(other, ours) for other in others)
            print(f"| {question} | {_cell(ours)} | {cells} |", flush=True)
    if not peer:
        print("\nPM4Py was not asked: set HANSEI_PEER_PYTHON to a Python that has it.")


def asked(who: str, question: str, folder: str, python: str) -> Answered:
    """Return seconds, processor seconds and peak megabytes of one answer."""
    run = took([python, "-m", "benchmarks.peers", who, question, folder])
    return float(json.loads(run.said.strip().splitlines()[-1])), run.processor, run.megabytes


def shown(other: Answered | None, ours: Answered) -> str:
    """One peer's two cells."""
    return "– | –" if other is None else f"{_cell(other)} | {other[0] / ours[0]:.1f}"


def _cell(each: Answered) -> str:
    return f"{each[0]:.2f} ({each[1]:.1f}), {each[2]:.0f} MB"


def ask(who: str, question: str, folder: Path) -> None:
    """Answer one question in this process and print the seconds."""
    answer = {"hansei": _hansei, "pandas": _pandas, "pm4py": _pm4py}[who]()
    start = time.perf_counter()
    answer(question, folder)
    print(json.dumps(time.perf_counter() - start))


Answer = Callable[[str, Path], object]


def _hansei() -> Answer:
    import ibis

    from hansei.analytics.engine import connect, load
    from hansei.analytics.measures import compute, filtered

    names = {"directly-follows": "directly_follows", "variants": "variants", "hand-offs": "hand_off_matrix"}

    con = connect()
    con.to_pyarrow(ibis.literal(1))  # what is imported when first used is imported here, as it is for the others

    def answer(question: str, folder: Path) -> object:
        log = load(con, folder)
        if question == "filter":
            return filtered(log, where={"priority": "2 - High"}).steps.count().to_pyarrow().as_py()
        return compute(log, [names[question]])

    return answer


def _pandas() -> Answer:
    import pandas as pd

    def answer(question: str, folder: Path) -> object:
        columns = ["case", "position", "state", "team", "at", "until"]
        steps = pd.read_parquet(folder / "steps.parquet", columns=columns).sort_values(["case", "position"])
        if question == "filter":
            cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "priority"])
            return len(steps[steps["case"].isin(cases.loc[cases["priority"] == "2 - High", "case"])])
        if question == "variants":
            return steps.groupby("case")["state"].agg(tuple).value_counts().to_dict()
        column = "state" if question == "directly-follows" else "team"
        following = steps.groupby("case")[column].shift(-1)
        seconds = (steps["until"] - steps["at"]).dt.total_seconds()
        pairs = pd.DataFrame({"from": steps[column], "to": following, "seconds": seconds}).dropna()
        if question == "hand-offs":
            pairs = pairs[pairs["from"] != pairs["to"]]
            return pairs.groupby(["from", "to"]).size().to_dict()
        found = pairs.groupby(["from", "to"])["seconds"]
        return found.agg(["size", "mean", "median", lambda each: each.quantile(0.9)]).to_dict("index")

    return answer


def _pm4py() -> Answer:
    import pandas as pd
    import pm4py

    def answer(question: str, folder: Path) -> object:
        steps = pd.read_parquet(folder / "steps.parquet", columns=["case", "position", "state", "team", "at"])
        log = pd.DataFrame(
            {
                "case:concept:name": steps["case"].astype(str),
                "concept:name": steps["state"] if question != "hand-offs" else steps["team"].fillna(""),
                "time:timestamp": steps["at"].dt.tz_localize("UTC") + pd.to_timedelta(steps["position"], unit="us"),
            }
        )
        if question == "variants":
            return pm4py.get_variants(log)
        if question == "filter":
            cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "priority"])
            wanted = cases.set_index(cases["case"].astype(str))["priority"]
            log["case:priority"] = log["case:concept:name"].map(wanted)
            return len(pm4py.filter_trace_attribute_values(log, "case:priority", ["2 - High"]))
        return pm4py.discover_dfg(log)

    return answer


if __name__ == "__main__":
    main()
