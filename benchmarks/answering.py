"""One question of `benchmarks.peers`, answered by one of the three in a process of its own.

    python -m benchmarks.answering pandas variants FOLDER

Writes the answer and its seconds to FOLDER/answer.json. PM4Py is AGPL: it is imported here only in the process that
is asked for it, in an environment of its own.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PRIORITY = "2 - High"
REACHED = "Waiting for user"
SINCE, UNTIL = datetime(2023, 7, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC)
ARROW = " → "
KEPT = ["case", "position", "state", "at"]
Answer = Callable[[str, Path], Any]


def main() -> None:
    """Answer, then write down what was said and how long it took."""
    who, question, folder = sys.argv[1], sys.argv[-2], Path(sys.argv[-1])
    if who == "write":
        write_for_pm4py(folder)
        return
    answer = {"hansei": hansei, "pandas": pandas, "pm4py": pm4py}[who]()
    start = time.perf_counter()
    found = answer(question, folder)
    seconds = time.perf_counter() - start
    if not isinstance(found, dict | list):
        found = _kept(found, who)
    (folder / "answer.json").write_text(json.dumps({"seconds": seconds, "answer": found}))


def write_for_pm4py(folder: Path) -> None:
    """Write the same log as PM4Py wants it, in order and with its names, before the clock runs."""
    import pandas as pd

    steps = pd.read_parquet(folder / "steps.parquet", columns=[*KEPT, "team"])
    cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "priority"]).set_index("case")["priority"]
    log = pd.DataFrame(
        {
            "case:concept:name": steps["case"].astype(str),
            "concept:name": steps["state"],
            # PM4Py orders by the instant alone: equal ones are kept apart by a microsecond a step.
            "time:timestamp": steps["at"].dt.tz_localize("UTC") + pd.to_timedelta(steps["position"], unit="us"),
            "team": steps["team"],
            "case:priority": steps["case"].map(cases),
        }
    )
    log.to_parquet(folder / "pm4py.parquet")


def hansei() -> Answer:
    """Our own measures. Only what is asked is computed: columns of a measure that nobody reads cost nothing."""
    import ibis

    from hansei.analytics.engine import connect, load
    from hansei.analytics.measures import MEASURES, compute, filtered

    con = connect()
    con.to_pyarrow(ibis.literal(1))  # what is imported when first used is imported here, as it is for the others

    def answer(question: str, folder: Path) -> Any:
        log = load(con, folder)
        if question == "directly-follows":
            edges = MEASURES["directly_follows"](log)
            return _pairs(edges.filter(edges.kind == "step").select("from", "to", "n").to_pyarrow().to_pylist())
        if question == "hand-offs":
            matrix = MEASURES["hand_off_matrix"](log)
            return _pairs(matrix.select("from_team", "team", "n").to_pyarrow().to_pylist())
        if question == "performance":
            rows = compute(log, ["directly_follows"])["directly_follows"].rows
            names = ("n", "mean", "median", "p90")
            return {row["from"] + ARROW + row["to"]: [row[name] for name in names] for row in rows if row["mean"]}
        if question == "variants":
            return {ARROW.join(row["path"]): row["n"] for row in compute(log, ["variants"])["variants"].rows}
        if question == "filter by priority":
            log = filtered(log, where={"priority": PRIORITY})
        elif question == "filter by state reached":
            log = filtered(log, phase="waiting_user")
        else:
            log = filtered(filtered(log, since=SINCE, anchor="first_at"), before=UNTIL, anchor="last_at")
        return log.steps.select(KEPT).to_pyarrow()

    return answer


def _pairs(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {first + ARROW + second: n for first, second, n in (row.values() for row in rows)}


def pandas() -> Answer:
    """What a careful analyst writes: grouped and vectorised, only the columns that are needed."""
    import pandas as pd

    def answer(question: str, folder: Path) -> Any:
        columns = {"hand-offs": ["case", "position", "team"], "performance": [*KEPT, "until"]}
        columns |= {"directly-follows": KEPT[:3], "variants": KEPT[:3]}
        steps: Any = pd.read_parquet(folder / "steps.parquet", columns=columns.get(question, KEPT))
        if question.startswith("filter"):
            return _filtered(steps, question, folder)
        steps = steps.sort_values(["case", "position"])
        if question == "variants":
            return {ARROW.join(path): n for path, n in steps.groupby("case")["state"].agg(tuple).value_counts().items()}
        column = "team" if question == "hand-offs" else "state"
        pairs: Any = pd.DataFrame({"from": steps[column], "to": steps.groupby("case")[column].shift(-1)})
        if question == "performance":
            pairs["seconds"] = (steps["until"] - steps["at"]).dt.total_seconds()
            found = pairs.dropna().groupby(["from", "to"])["seconds"]
            table = found.agg(["size", "mean", "median"]).assign(p90=found.quantile(0.9))
            return {ARROW.join(key): list(row) for key, row in zip(table.index, table.to_numpy().tolist(), strict=True)}
        pairs = pairs.dropna()
        if question == "hand-offs":
            pairs = pairs[pairs["from"] != pairs["to"]]
        return {ARROW.join(key): int(n) for key, n in pairs.groupby(["from", "to"]).size().items()}

    def _filtered(steps: Any, question: str, folder: Path) -> Any:
        if question == "filter by state reached":
            return steps[steps["case"].isin(steps.loc[steps["state"] == REACHED, "case"])]
        if question == "filter by priority":
            cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "priority"])
            wanted = cases["priority"] == PRIORITY
        else:
            cases = pd.read_parquet(folder / "cases.parquet", columns=["case", "first_at", "last_at"])
            since, until = (pd.Timestamp(each).tz_localize(None) for each in (SINCE, UNTIL))
            wanted = (cases["first_at"] >= since) & (cases["last_at"] < until)
        return steps[steps["case"].isin(cases.loc[wanted, "case"])]

    return answer


def pm4py() -> Answer:
    """PM4Py's own functions, on a file in its own format."""
    import pandas as pd

    with contextlib.redirect_stderr(io.StringIO()):  # its banner
        import pm4py as pm

    def answer(question: str, folder: Path) -> Any:
        log = pd.read_parquet(folder / "pm4py.parquet")
        if question == "variants":
            return {ARROW.join(path): n for path, n in pm.get_variants(log).items()}
        if question == "filter by priority":
            return pm.filter_trace_attribute_values(log, "case:priority", [PRIORITY])
        if question == "filter by state reached":
            return pm.filter_event_attribute_values(log, "concept:name", [REACHED], level="case")
        if question == "filter by period":
            since, until = (f"{each:%Y-%m-%d %H:%M:%S}" for each in (SINCE, UNTIL))
            return pm.filter_time_range(log, since, until, mode="traces_contained")
        if question == "performance":
            found, _, _ = pm.discover_performance_dfg(log)
            return {ARROW.join(pair): [None, one["mean"], one["median"], None] for pair, one in found.items()}
        found, _, _ = pm.discover_dfg(log, activity_key="team" if question == "hand-offs" else "concept:name")
        if question == "hand-offs":  # a team that follows itself hands nothing on
            found = {pair: n for pair, n in found.items() if pair[0] != pair[1]}
        return {ARROW.join(pair): int(n) for pair, n in found.items()}

    return answer


def _kept(table: Any, who: str) -> list[int]:
    """What was kept, in two numbers: events and cases."""
    column = "case:concept:name" if who == "pm4py" else "case"
    return [len(table), len(table[column].unique())]


if __name__ == "__main__":
    main()
