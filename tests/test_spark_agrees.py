"""Every measure gives the same rows on Spark as on DuckDB: floats to 1e-9.

Spark has an environment of its own (requirements/spark.txt); run it with
`HANSEI_SPARK_PYTHON=<that environment>/bin/python`, or with this one where pyspark is installed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def spark_python() -> str:
    if named := os.environ.get("HANSEI_SPARK_PYTHON"):
        return named
    if importlib.util.find_spec("pyspark"):
        return sys.executable
    pytest.skip(
        "pyspark is not installed: make an environment from requirements/spark.txt, name it in HANSEI_SPARK_PYTHON"
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What both engines answer to every question, asked in one process that has both."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("java is missing: apt install openjdk-17-jre-headless")
    python = spark_python()
    told = tmp_path_factory.mktemp("spark") / "answers.json"
    asked = subprocess.run(
        [python, str(ROOT / "tests" / "spark" / "ask.py"), str(told)],
        env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
        timeout=1_100,
    )
    assert asked.returncode == 0, asked.stderr[-4_000:]
    found: dict[str, dict[str, Any]] = json.loads(told.read_text())
    return found


def test_every_measure_was_asked(answers: dict[str, dict[str, Any]]) -> None:
    from hansei.analytics.measures import MEASURES

    assert {question.partition(" ")[0] for question in answers} >= set(MEASURES)


def test_spark_agrees_with_duckdb_row_by_row(answers: dict[str, dict[str, Any]]) -> None:
    different = {question: told for question, told in answers.items() if not same(told["duckdb"], told["spark"])}
    assert not different, json.dumps(different, indent=1)[:4_000]


def test_no_answer_is_empty(answers: dict[str, dict[str, Any]]) -> None:
    assert not [question for question, told in answers.items() if not told["duckdb"]]


def same(first: Any, second: Any) -> bool:
    if isinstance(first, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, float) and isinstance(second, float):
        return first == pytest.approx(second, rel=1e-9, abs=1e-9)
    return bool(first == second)
