"""Real exports as logs, read once per test run; they are not shipped, so tests that want one skip without it."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

import pytest

from hansei.analytics.log import Log
from hansei.analytics.mapping import Mapping, infer
from hansei.analytics.reading import Raw, open_raw
from hansei.analytics.shaping import shape

REPOSITORY = Path(__file__).parents[5]
SHARED = Path(os.environ.get("HANSEI_SHARED") or REPOSITORY.parent / "shared")


def export(name: str) -> Path:
    """The path of a real export; skips the test where it is absent."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{path} is absent: real exports are not shipped with the product")
    return path


@cache
def read(*names: str) -> tuple[Raw, Mapping, Log]:
    """Read, map and shape an export as inferred, nothing changed by hand."""
    paths = [export(name) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        raw = open_raw(paths, folder=Path(folder))
        mapping = infer(raw)
        return raw, mapping, shape(raw.con, raw, mapping)


def rows(log: Log, query: str) -> list[tuple[object, ...]]:
    """Rows of a query in which {cases}, {steps} and the base tables are named in braces."""
    con = log.cases.get_backend()
    names = {name: table.get_name() for name, table in log.tables.items()}
    found: list[tuple[object, ...]] = con.raw_sql(query.format(**names)).fetchall()
    return found
