"""Where pandas and PM4Py define the same thing, they get the same figures as our expressions.

PM4Py is AGPL: it runs in a process and an environment of its own, named in HANSEI_PEER_PYTHON.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.events import write_events
from hansei.analytics.engine import connect, load
from hansei.analytics.log import Log
from hansei.analytics.measures import compute

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("log")
    write_events(made, 20_000, seed=3)
    return made


@pytest.fixture(scope="module")
def log(folder: Path) -> Log:
    return load(connect(), folder)


@pytest.fixture(scope="module")
def steps(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "steps.parquet").sort_values(["case", "position"])


def test_directly_follows_as_pandas_has_it(log: Log, steps: pd.DataFrame) -> None:
    steps = steps.assign(
        following=steps.groupby("case")["state"].shift(-1),
        seconds=(steps["until"] - steps["at"]).dt.total_seconds(),
    )
    grouped = steps.dropna(subset=["following"]).groupby(["state", "following"])["seconds"]
    expected = {
        pair: (len(seconds), *map(pytest.approx, (seconds.mean(), seconds.median(), seconds.quantile(0.9))))
        for pair, seconds in grouped
    }
    rows = compute(log, ["directly_follows"])["directly_follows"].rows
    told = {(row["from"], row["to"]): row for row in rows if row["kind"] == "step"}
    assert {pair: (row["n"], row["mean"], row["median"], row["p90"]) for pair, row in told.items()} == expected


def test_variants_as_pandas_has_them(log: Log, steps: pd.DataFrame) -> None:
    expected = Counter(steps.groupby("case")["state"].agg(tuple))
    rows = compute(log, ["variants"])["variants"].rows
    assert {tuple(row["path"]): row["n"] for row in rows} == expected


def test_hand_offs_and_ping_pong_as_pandas_has_them(log: Log, steps: pd.DataFrame) -> None:
    before = steps.groupby("case")["team"].shift()
    stays = steps[steps["team"] != before]
    changes = len(stays) - stays["case"].nunique()
    back = stays[stays["team"] == stays.groupby("case")["team"].shift(2)]
    told = compute(log, ["hand_offs", "ping_pong_share"])
    assert told["hand_offs"].value == changes
    assert (told["ping_pong_share"].count, told["ping_pong_share"].rows[0]["returns"]) == (
        back["case"].nunique(),
        len(back),
    )


def test_time_to_resolve_as_pandas_has_it(log: Log, folder: Path) -> None:
    cases = pd.read_parquet(folder / "cases.parquet")
    cases = cases[~cases["planned"]]
    hours = ((cases["resolved_at"] - cases["reported_at"]).dt.total_seconds() / 3600).dropna()
    (row,) = compute(log, ["time_to_resolve"])["time_to_resolve"].rows
    assert row["n"] == len(hours)
    assert [row["mean"], row["median"], row["p90"]] == pytest.approx(
        [hours.mean(), hours.median(), hours.quantile(0.9)]
    )


@pytest.mark.slow
def test_directly_follows_and_variants_as_pm4py_has_them(log: Log, folder: Path) -> None:
    python = os.environ.get("HANSEI_PEER_PYTHON")
    if not python:
        pytest.skip("HANSEI_PEER_PYTHON names no environment made from requirements/peer.txt")
    asked = subprocess.run(
        [python, str(ROOT / "tests" / "peer" / "ask_pm4py.py"), str(folder / "steps.parquet")],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    peer = json.loads(asked.stdout.splitlines()[-1])
    told = compute(log, ["directly_follows", "variants"])
    rows: dict[str, dict[tuple[str, str], int]] = {"start": {}, "step": {}, "end": {}}
    for row in told["directly_follows"].rows:
        rows[row["kind"]][row["from"], row["to"]] = row["n"]
    assert rows["step"] == {(first, second): n for first, second, n in peer["edges"]}
    assert {state: n for (_, state), n in rows["start"].items()} == peer["starts"]
    assert {state: n for (state, _), n in rows["end"].items()} == peer["ends"]
    assert {tuple(row["path"]): row["n"] for row in told["variants"].rows} == {
        tuple(path): n for path, n in peer["variants"]
    }
