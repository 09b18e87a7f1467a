"""Run by the peer's own Python, in a process of its own: what PM4Py finds in the files given, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any


def found_in(path: str) -> dict[str, Any]:
    # Imported here: collecting doctests imports this module in an environment that must not have PM4Py (AGPL).
    import pm4py

    if path.endswith(".xes"):
        log = pm4py.read_xes(path)
        first = log["time:timestamp"].min()
        return {"events": len(log), "cases": log["case:concept:name"].nunique(), "first": first.isoformat()}
    log = pm4py.read_ocel2_sqlite(path) if path.endswith(".sqlite") else pm4py.read_ocel2_json(path)
    return {
        "events": len(log.events),
        "objects": len(log.objects),
        "relations": len(log.relations),
        "links": len(log.o2o),
        "changes": len(log.object_changes),
        "first": log.events["ocel:timestamp"].min().isoformat(),
    }


if __name__ == "__main__":
    print(json.dumps([found_in(path) for path in sys.argv[1:]]))
