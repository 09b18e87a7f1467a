"""What the analytics' engine costs a process before it has answered anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ANSWER = """
import ibis
from hansei.analytics.engine import connect
con = connect()
table = ibis.memtable({"n": [1, 2, None]})
assert con.to_pyarrow(table.n.sum()).as_py() == 3
assert con.to_pyarrow(table.n).to_pylist() == [1, 2, None]
assert con.to_pyarrow(table.mutate(nothing=ibis.null())).to_pylist()[0] == {"n": 1, "nothing": None}
"""
READ = """
import sys
from hansei.analytics.engine import connect
con = connect()
con.raw_sql(f"COPY (SELECT unnest([1, 2]) AS n) TO '{sys.argv[1]}'")
held = con.read_parquet(sys.argv[1])
assert held.n.max().to_pyarrow().as_py() == 2
assert held.to_pyarrow().to_pylist() == [{"n": 1}, {"n": 2}]
assert "pandas" not in sys.modules, "an answer of two rows need not import pandas"
"""


def run(code: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, timeout=120)


def test_tables_columns_and_scalars_come_out_as_arrow() -> None:
    run(ANSWER)


def test_an_answer_does_not_import_pandas(tmp_path: Path) -> None:
    run(READ, str(tmp_path / "held.parquet"))
