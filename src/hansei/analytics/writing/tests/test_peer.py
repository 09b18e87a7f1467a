"""PM4Py reads what we write. It is AGPL, so it lives in an environment and a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hansei.analytics.reading import open_raw
from hansei.analytics.reading.settling import in_zone
from hansei.analytics.reading.tests.logs import real
from hansei.analytics.writing import write_ocel_json, write_ocel_sqlite, write_xes
from hansei.analytics.writing.tests.test_round_trip import log_in

SCRIPT = Path(__file__).with_name("peer_reads.py")


def peer(*paths: Path) -> Any:
    python = os.environ.get("HANSEI_PEER_PYTHON")
    if not python or not Path(python).exists():
        pytest.fail(
            "HANSEI_PEER_PYTHON does not name a Python with requirements/peer.txt (PM4Py) installed: "
            "create it with `uv venv` and `uv pip install --require-hashes -r requirements/peer.txt`."
        )
    ran = subprocess.run([python, SCRIPT, *paths], capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    # PM4Py greets on the same stream; the answer is its last line.
    return json.loads(ran.stdout.strip().splitlines()[-1])


@pytest.mark.slow
def test_pm4py_finds_the_same_log_in_our_ocel(tmp_path: Path) -> None:
    raw = open_raw([real("ocel_ocel20_example.jsonocel.gz")], folder=tmp_path)
    assert raw.base is not None
    log = log_in(raw.con, in_zone(raw.con, raw.base, "UTC"))
    write_ocel_json(log, tmp_path / "log.json")
    write_ocel_sqlite(log, tmp_path / "log.sqlite")
    expected = {
        "events": 13,
        "objects": 9,
        "relations": 20,
        "links": 7,
        "changes": 3,
        "first": "2022-01-09T14:00:00+00:00",
    }
    assert peer(tmp_path / "log.json", tmp_path / "log.sqlite") == [expected, expected]


@pytest.mark.slow
def test_pm4py_finds_the_same_cases_in_our_xes(tmp_path: Path) -> None:
    raw = open_raw([real("bpic13_incidents.xes.gz")], folder=tmp_path)
    assert raw.base is not None
    write_xes(log_in(raw.con, in_zone(raw.con, raw.base, "UTC")), tmp_path / "log.xes")
    assert peer(tmp_path / "log.xes") == [{"events": 65_533, "cases": 7_554, "first": "2010-03-31T14:59:42+00:00"}]
