"""Where the real exports are, and a log's contents in a form that can be compared."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ibis.expr.types import Table

SHARED = Path(os.environ.get("HANSEI_SHARED", Path(__file__).parents[6] / "shared")) / "data"
Rows = dict[str, list[tuple[Any, ...]]]


def real(name: str) -> Path:
    """A real export; the test is skipped where the folder beside the repository is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the real export {name} is not beside the repository (../shared/data)")
    return path


def rows(table: Table) -> list[dict[str, Any]]:
    """Plain rows, instants as text in UTC."""
    return [
        {name: str(cell) if name in ("at", "recorded_at") and cell else cell for name, cell in row.items()}
        for row in table.to_pyarrow().to_pylist()
    ]


def contents(base: dict[str, Table]) -> Rows:
    """What a log says, without its own numbers: events in order, the rest sorted, objects by their keys."""
    tables = {name: rows(table) for name, table in base.items()}
    events = sorted(tables["events"], key=lambda row: row["event"])
    place = {row["event"]: number for number, row in enumerate(events)}
    keys = {row["object"]: row["key"] for row in tables["objects"]}
    keys |= {row["object"]: row["value"] for row in tables["object_values"] if row["name"] == "undeclared_id"}
    return {
        "events": [tuple(row.values())[1:] for row in events],
        "event_values": _sorted((place[row["event"]], *list(row.values())[1:]) for row in tables["event_values"]),
        "event_objects": _sorted(
            (place[row["event"]], keys[row["object"]], row["role"]) for row in tables["event_objects"]
        ),
        "objects": _sorted((row["kind"], row["key"]) for row in tables["objects"]),
        "object_values": _sorted((keys[row["object"]], *list(row.values())[1:]) for row in tables["object_values"]),
        "links": _sorted((keys[row["object"]], keys[row["target"]], row["role"]) for row in tables["links"]),
    }


def _sorted(rows: Any) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: tuple((cell is not None, cell) for cell in row))
