"""The right answers of the data README, in the JSON of a whole run over the real files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hansei.doors.analyse.tests.test_command import hansei

# Five cases of this file carry a row whose counter of changes contradicts its instant: changes of team
# follow the counter.
UCI_HAND_OFFS = 16_204
UCI_PING_PONG = 1_869
SHARED = Path(os.environ.get("HANSEI_SHARED", Path(__file__).resolve().parents[5].parent / "shared")) / "data"
pytestmark = pytest.mark.slow


def document(name: str, folder: Path) -> dict[str, Any]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here: real exports are not part of the product")
    done = hansei(path, "--json=figures.json", "--html=report.html", "--xlsx=figures.xlsx", "--quiet", folder=folder)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads((folder / "figures.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def uci(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return document("uci_servicenow_119998.csv.gz", tmp_path_factory.mktemp("uci"))


@pytest.fixture(scope="module")
def volvo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return document("bpic13_incidents.xes.gz", tmp_path_factory.mktemp("volvo"))


def _edge(found: dict[str, Any], source: str, target: str) -> int:
    rows = found["measures"]["directly_follows"]["rows"]
    found_n: int = next((row["n"] for row in rows if (row["from"], row["to"]) == (source, target)), 0)
    return found_n


def _group(found: dict[str, Any], *key: str) -> int:
    rows = found["measures"]["recurring_groups"]["rows"]
    group_n: int = next(row["n"] for row in rows if row["key"] == list(key))
    return group_n


def test_servicenow_counts(uci: dict[str, Any]) -> None:
    measures = uci["measures"]
    assert uci["dataset"]["rows"] == 119_998
    assert measures["cases"]["value"] == 20_769
    assert measures["reassigned_share"]["count"] == 9_843
    assert measures["reopened_share"]["count"] == 234
    assert (measures["hand_offs"]["value"], measures["hand_offs"]["count"]) == (UCI_HAND_OFFS, 8_049)
    assert measures["ping_pong_share"]["count"] == UCI_PING_PONG
    assert measures["service_level_flag_share"]["count"] == 12_595


def test_servicenow_time_to_resolve(uci: dict[str, Any]) -> None:
    resolved = uci["measures"]["time_to_resolve"]
    assert resolved["n"] == 19_351
    assert resolved["mean"] == pytest.approx(187.678, abs=0.01)
    assert resolved["median"] == pytest.approx(24.60, abs=0.01)


def test_servicenow_paths(uci: dict[str, Any]) -> None:
    variants = uci["measures"]["variants"]
    assert variants["count"] == 169
    assert [row["n"] for row in variants["rows"][:6]] == [4_918, 4_578, 4_418, 1_680, 1_358, 1_339]
    assert _edge(uci, "Start", "New") == 13_383
    assert _edge(uci, "New", "Resolved") == 4_972


def test_servicenow_groups(uci: dict[str, Any]) -> None:
    assert _group(uci, "Category 42", "Subcategory 223") == 2_171
    assert _group(uci, "Category 26", "Subcategory 175") == 1_635
    assert _group(uci, "Category 53", "Subcategory 174") == 1_222


def test_volvo_counts(volvo: dict[str, Any]) -> None:
    measures = volvo["measures"]
    assert (measures["cases"]["value"], measures["events"]["value"]) == (7_554, 65_533)
    assert measures["reassigned_share"]["count"] == 3_820
    assert (measures["reopened_share"]["count"], measures["reopened_share"]["times"]) == (514, 580)
    assert measures["hand_offs"]["value"] == 9_454
    assert measures["ping_pong_share"]["count"] == 1_177
    assert measures["variants"]["count"] == 1_511
    assert measures["support_line_order"]["only_line_1"] == 4_546


def test_volvo_time_to_resolve(volvo: dict[str, Any]) -> None:
    resolved = volvo["measures"]["time_to_resolve"]
    assert resolved["n"] == 7_546
    assert resolved["mean"] == pytest.approx(176.44, abs=0.01)
    assert resolved["median"] == pytest.approx(6.03, abs=0.01)


def test_volvo_paths(volvo: dict[str, Any]) -> None:
    assert _edge(volvo, "Accepted", "Accepted") == 22_527
    assert _edge(volvo, "Queued", "Accepted") == 10_729
    assert _edge(volvo, "Completed", "Accepted") == 462
    assert _edge(volvo, "Queued", "Completed") == 38
    again = next(r for r in volvo["measures"]["directly_follows"]["rows"] if r["from"] == r["to"] == "Accepted")
    assert again["mean"] == pytest.approx(105_936.385, abs=0.01)


def test_volvo_groups(volvo: dict[str, Any]) -> None:
    rows = {tuple(row["key"]): row["n"] for row in volvo["measures"]["recurring_groups"]["rows"]}
    assert rows["PROD660", "S42"] == 333
    assert rows["PROD424", "G96"] == 301
    assert rows["PROD383", "G76"] == 196
